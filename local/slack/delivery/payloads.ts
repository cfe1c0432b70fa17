// https://docs.slack.dev/reference/interaction-payloads
import type { Fields } from '../json.ts';
import { payloadName } from '../state/conversations.ts';
import { messagePayload } from '../state/messages.ts';
import { nextValues } from '../state/values.ts';
import { viewPayload } from '../state/views.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Block, Conversation, Message, SlackUser, View } from '../types.ts';

const domain = 'workspace';
/** Slack's deprecated verification token: sent, never to be trusted. */
export const token = 'deprecated-verification-token';

const common = (workspace: Workspace, user: SlackUser): Fields => {
  const { appId, teamId } = workspace.options;
  return {
    team: { id: teamId, domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId ?? teamId },
    api_app_id: appId,
    token,
  };
};

export const formBody = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

export const interactivityBody = (payload: Fields): string => formBody({ payload: JSON.stringify(payload) });

export const shortcutPayload = (workspace: Workspace, user: SlackUser, callbackId: string): Fields => ({
  type: 'shortcut',
  ...common(workspace, user),
  action_ts: workspace.ids.ts(),
  callback_id: callbackId,
  trigger_id: workspace.triggers.issue(user.id),
});

const action = (workspace: Workspace, block: Block, element: Fields, entered: Fields): Fields => ({
  type: element.type,
  action_id: element.action_id,
  block_id: block.block_id,
  ...(element.type === 'button'
    ? {
        text: element.text,
        ...(element.value === undefined ? {} : { value: element.value }),
        ...(element.style === undefined ? {} : { style: element.style }),
      }
    : {}),
  ...entered,
  action_ts: workspace.ids.ts(),
});

/** What was used: an element in its block, and what it now says (nothing for a button). */
export interface Used {
  block: Block;
  element: Fields;
  entered: Fields;
}

export const viewActionPayload = (workspace: Workspace, user: SlackUser, view: View, used: Used): Fields => ({
  type: 'block_actions',
  ...common(workspace, user),
  container: { type: 'view', view_id: view.id },
  trigger_id: workspace.triggers.issue(user.id),
  view: viewPayload(workspace, view),
  actions: [action(workspace, used.block, used.element, used.entered)],
});

const stateAfter = (message: Message, used: Used) => {
  const values = nextValues(message.blocks);
  const fields = values[used.block.block_id];
  const actionId = String(used.element.action_id);
  return fields?.[actionId] === undefined
    ? values
    : {
        ...values,
        [used.block.block_id]: { ...fields, [actionId]: { type: used.element.type, ...used.entered } },
      };
};

export const messageActionPayload = (
  workspace: Workspace,
  user: SlackUser,
  { conversation, message, used }: { conversation: Conversation; message: Message; used: Used },
): Fields => {
  const ephemeral = message.onlyFor !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  return {
    type: 'block_actions',
    ...common(workspace, user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: ephemeral,
      ...thread,
    },
    trigger_id: workspace.triggers.issue(user.id),
    channel: { id: conversation.id, name: payloadName(conversation) },
    ...(ephemeral ? {} : { message: messagePayload(workspace, message) }),
    state: { values: stateAfter(message, used) },
    response_url: workspace.responseUrls.issue({
      user: user.id,
      channel: message.channel,
      messageTs: message.ts,
      ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    }),
    actions: [action(workspace, used.block, used.element, used.entered)],
  };
};

export const submissionPayload = (workspace: Workspace, user: SlackUser, view: View): Fields => ({
  type: 'view_submission',
  ...common(workspace, user),
  trigger_id: workspace.triggers.issue(user.id),
  view: viewPayload(workspace, view),
  response_urls: [],
});

export const closedPayload = (
  workspace: Workspace,
  user: SlackUser,
  view: View,
  cleared: boolean,
): Fields => ({
  type: 'view_closed',
  ...common(workspace, user),
  view: viewPayload(workspace, view),
  is_cleared: cleared,
});

export const suggestionPayload = (
  workspace: Workspace,
  user: SlackUser,
  view: View,
  { used: { block, element }, query }: { used: Used; query: string },
): Fields => ({
  type: 'block_suggestion',
  ...common(workspace, user),
  container: { type: 'view', view_id: view.id },
  action_id: element.action_id,
  block_id: block.block_id,
  value: query,
  view: viewPayload(workspace, view),
});

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export const commandFields = (
  workspace: Workspace,
  user: SlackUser,
  channel: Conversation,
  { command, text }: { command: string; text: string },
): Record<string, string> => ({
  token,
  team_id: user.teamId ?? workspace.options.teamId,
  team_domain: domain,
  channel_id: channel.id,
  channel_name: payloadName(channel),
  user_id: user.id,
  user_name: user.name,
  command,
  text,
  api_app_id: workspace.options.appId,
  is_enterprise_install: 'false',
  response_url: workspace.responseUrls.issue({ user: user.id, channel: channel.id }),
  trigger_id: workspace.triggers.issue(user.id),
});
