import type { Fields } from '../json.ts';
import { openDm } from '../state/conversations.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Conversation } from '../types.ts';
import { refuse } from './method.ts';

export type Found = { ok: true; conversation: Conversation } | { ok: false; refusal: Fields };

const refused = (error: string): Found => ({ ok: false, refusal: refuse(error) });

/** The DM with a person. */
export const dmWith = (workspace: Workspace, userId: string): Found => {
  const user = workspace.users.get(userId);
  if (user === undefined) return refused('user_not_found');
  if (user.isBot === true) return refused('cannot_dm_bot');
  return { ok: true, conversation: openDm(workspace, userId) };
};

/** A private channel the app is not in does not exist for it. */
export const visible = (workspace: Workspace, id: string): Found => {
  const conversation = workspace.conversations.get(id);
  const hidden =
    conversation === undefined ||
    (conversation.kind !== 'public' && !conversation.members.has(workspace.options.botUserId));
  return hidden ? refused('channel_not_found') : { ok: true, conversation };
};

/**
 * Where `chat.*` may write: a channel the app is in, a DM, or a user id, which opens the DM.
 * Writing to someone who left succeeds, unread: https://github.com/slackapi/python-slack-sdk/issues/1156
 */
export const writable = (workspace: Workspace, id: string): Found => {
  if (/^[UW]/.test(id)) {
    const dm = dmWith(workspace, id);
    return dm.ok || workspace.users.has(id) ? dm : refused('channel_not_found');
  }
  const found = visible(workspace, id);
  if (!found.ok) return found;
  if (found.conversation.isArchived) return refused('is_archived');
  return found.conversation.members.has(workspace.options.botUserId) ? found : refused('not_in_channel');
};
