import { copyOf, type Fields } from '../json.ts';
import { plainText } from '../plain-text/index.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Block, Message, SlackUser } from '../types.ts';
import { buttonLabels } from './seeing.ts';

/** A message as one person sees it, at one moment. */
export interface SeenMessage {
  channel: string;
  ts: string;
  /** The author's user id. */
  from: string;
  /** The notification's text, as sent. */
  text: string;
  blocks: Block[];
  /** The text a person reads: that of the blocks if there are any, with names and dates resolved. */
  reads: string;
  buttons: string[];
  threadTs?: string;
  metadata?: Fields;
  ephemeral: boolean;
  edited: boolean;
}

export const seen = (workspace: Workspace, reader: SlackUser, message: Message): SeenMessage => ({
  channel: message.channel,
  ts: message.ts,
  from: message.user,
  text: message.text,
  blocks: copyOf(message.blocks),
  reads: plainText(workspace, message.blocks.length > 0 ? message.blocks : message.text, reader),
  buttons: buttonLabels(message.blocks),
  ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  ...(message.metadata === undefined ? {} : { metadata: copyOf(message.metadata) }),
  ephemeral: message.onlyFor !== undefined,
  edited: message.editedTs !== undefined,
});

/** Whether this message is on this person's screen. */
export const canSee = (workspace: Workspace, reader: string, message: Message): boolean => {
  const conversation = workspace.conversations.get(message.channel);
  if (conversation === undefined) return false;
  if (message.onlyFor !== undefined) return message.onlyFor === reader;
  return conversation.kind === 'public' || conversation.members.has(reader);
};
