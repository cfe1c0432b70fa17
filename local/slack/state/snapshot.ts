import { copyOf } from '../json.ts';
import type { Conversation, Message, SeenError, SlackUser, View } from '../types.ts';
import { dmPartner } from './conversations.ts';
import type { Workspace } from './workspace.ts';

export interface SnapshotConversation extends Omit<Conversation, 'members'> {
  members: string[];
  /** In a DM, the person on the other side. */
  with?: string;
  /** Oldest first; replies carry `threadTs`, ephemeral messages `onlyFor`. */
  messages: Message[];
}

/** Plain data, a deep copy: what a page needs to draw everyone's screen. */
export interface Snapshot {
  users: SlackUser[];
  conversations: SnapshotConversation[];
  /** By user id. */
  homes: Record<string, View>;
  /** Open modals by user id, root first. */
  modals: Record<string, View[]>;
  errors: SeenError[];
}

export const snapshotOf = (workspace: Workspace): Snapshot =>
  copyOf({
    users: [...workspace.users.values()],
    conversations: [...workspace.conversations.values()].map(one => ({
      ...one,
      members: [...one.members],
      ...(one.kind === 'im' ? { with: dmPartner(workspace, one) } : {}),
      messages: workspace.messages.filter(message => message.channel === one.id),
    })),
    homes: Object.fromEntries(workspace.homes),
    modals: Object.fromEntries([...workspace.stacks].filter(([, stack]) => stack.length > 0)),
    errors: workspace.errors,
  });
