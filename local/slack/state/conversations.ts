import type { Conversation } from '../types.ts';
import type { Workspace } from './workspace.ts';

const imName = (user: string): string => `im:${user}`;

/** The DM between a person and the app, if it was ever opened. */
export const dmOf = (workspace: Workspace, user: string): Conversation | undefined =>
  [...workspace.conversations.values()].find(one => one.kind === 'im' && one.name === imName(user));

export const openDm = (workspace: Workspace, user: string): Conversation => {
  const known = dmOf(workspace, user);
  if (known !== undefined) return known;
  const dm: Conversation = {
    id: workspace.ids.next('D'),
    name: imName(user),
    kind: 'im',
    isArchived: false,
    members: new Set([user, workspace.options.botUserId]),
  };
  workspace.conversations.set(dm.id, dm);
  return dm;
};

/** The other side of a DM with the app. */
export const dmPartner = (workspace: Workspace, dm: Conversation): string =>
  [...dm.members].find(member => member !== workspace.options.botUserId) ?? workspace.options.botUserId;

/** Names as payloads carry them. https://docs.slack.dev/interactivity/implementing-slash-commands */
export const payloadName = (conversation: Conversation): string =>
  ({ im: 'directmessage', private: 'privategroup', public: conversation.name })[conversation.kind];
