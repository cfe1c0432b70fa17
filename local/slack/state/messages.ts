import { elementsOf, elementTypes } from '../block-kit/index.ts';
import { copyOf, type Fields, fieldsOf, listOf } from '../json.ts';
import type { Block, Message } from '../types.ts';
import type { Workspace } from './workspace.ts';

/** Gives every block and element an id, as Slack does; a new one each time where the app chose none. */
export const withBlockIds = (workspace: Workspace, blocks: unknown): Block[] =>
  listOf(copyOf(blocks)).map(block => {
    for (const element of elementsOf(block).filter(isInteractive)) {
      element.action_id ??= workspace.ids.next('a');
    }
    return {
      ...block,
      type: String(block.type),
      block_id: typeof block.block_id === 'string' ? block.block_id : workspace.ids.next('b'),
    };
  });

const isInteractive = ({ type }: Fields): boolean => type !== 'image' && elementTypes.includes(String(type));

export interface NewMessage {
  channel: string;
  user: string;
  text: string;
  blocks?: unknown;
  threadTs?: string;
  metadata?: Fields;
  onlyFor?: string;
}

export const addMessage = (workspace: Workspace, wanted: NewMessage): Message => {
  const { blocks, ...rest } = wanted;
  const message: Message = {
    ...rest,
    ts: workspace.ids.ts(),
    blocks: withBlockIds(workspace, blocks),
    history: [],
    reactions: [],
  };
  workspace.messages.push(message);
  workspace.addresses.set(addressOf(message), message);
  workspace.changed();
  return message;
};

const addressOf = ({ channel, ts }: { channel: string; ts: string }): string => `${channel}/${ts}`;

/** Any message, an ephemeral one too: what a person or a response_url points at. */
export const messageAt = (
  workspace: Workspace,
  address: { channel: string; ts: string },
): Message | undefined => workspace.addresses.get(addressOf(address));

/** A message everyone in the conversation sees; ephemeral ones cannot be addressed. */
export const findMessage = (workspace: Workspace, channel: string, ts: string): Message | undefined => {
  const message = messageAt(workspace, { channel, ts });
  return message?.onlyFor === undefined ? message : undefined;
};

export const editMessage = (
  workspace: Workspace,
  message: Message,
  to: { text: string; blocks: unknown; metadata?: Fields },
): void => {
  message.history.push({ text: message.text, blocks: message.blocks });
  message.text = to.text;
  message.blocks = withBlockIds(workspace, to.blocks);
  if (to.metadata !== undefined) message.metadata = to.metadata;
  message.editedTs = workspace.ids.ts();
  workspace.changed();
};

export const removeMessage = (workspace: Workspace, message: Message): void => {
  const at = workspace.messages.indexOf(message);
  if (at >= 0) workspace.messages.splice(at, 1);
  workspace.addresses.delete(addressOf(message));
  workspace.changed();
};

/** The message as the Web API and payloads show it. https://docs.slack.dev/reference/objects/message-object */
export const messagePayload = (workspace: Workspace, message: Message): Fields => {
  const { appId, botUserId, teamId } = workspace.options;
  const byApp = message.user === botUserId;
  return copyOf({
    type: 'message',
    user: message.user,
    ts: message.ts,
    ...(byApp ? { bot_id: botIdOf(botUserId), app_id: appId } : {}),
    text: message.text,
    team: teamId,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.metadata === undefined ? {} : { metadata: fieldsOf(message.metadata) }),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.user, ts: message.editedTs } }),
  });
};

export const botIdOf = (botUserId: string): string => `B${botUserId.slice(1)}`;
