import type { Message, SnapshotConversation } from '../../../slack/index.ts';
import type { App, Place } from '../ui.ts';
import { isChannel, placeOf } from '../ui.ts';

export const channelsOf = ({ view, ui }: App): SnapshotConversation[] =>
  view.slack.conversations.filter(
    one => isChannel(one) && (one.kind === 'public' || one.members.includes(ui.me)),
  );

const dmOf = ({ view, ui }: App): SnapshotConversation | undefined =>
  view.slack.conversations.find(one => one.kind === 'im' && one.with === ui.me);

export const conversationAt = (app: App, place: Place): SnapshotConversation | undefined => {
  if (place.in === 'home') return undefined;
  return place.in === 'dm' ? dmOf(app) : app.view.slack.conversations.find(({ id }) => id === place.id);
};

/** What this person sees of a conversation, oldest first. */
export const visibleIn = ({ ui }: App, conversation: SnapshotConversation | undefined): Message[] =>
  (conversation?.messages ?? []).filter(({ onlyFor }) => onlyFor === undefined || onlyFor === ui.me);

const readKey = (me: string, conversation: string): string => `${me}/${conversation}`;

/** Messages of others since this person last looked. */
export const unreadIn = (app: App, place: Place): number => {
  const conversation = conversationAt(app, place);
  if (conversation === undefined) return 0;
  const upTo = app.ui.read[readKey(app.ui.me, conversation.id)] ?? '';
  return visibleIn(app, conversation).filter(({ ts, user }) => ts > upTo && user !== app.ui.me).length;
};

/** What this person has read now that this place is on their screen; undefined if nothing changed. */
export const readNow = (app: App): Record<string, string> | undefined => {
  const conversation = conversationAt(app, placeOf(app));
  const last = visibleIn(app, conversation).at(-1)?.ts;
  if (conversation === undefined || last === undefined) return undefined;
  const key = readKey(app.ui.me, conversation.id);
  return app.ui.read[key] === last ? undefined : { ...app.ui.read, [key]: last };
};
