import type { WorkspaceView } from '../view.ts';
import type { Used } from './blocks/surface.ts';
import type { Act } from './send.ts';

/** What is on the person's screen: a conversation or the app's Home tab. */
export type Place = { in: 'channel'; id: string } | { in: 'dm' } | { in: 'home' };

/** What only the page knows, e.g. where someone looks and what they have typed. Curfew never sees it. */
export type Ui = {
  /** Slack id of the person whose screen is shown. */
  me: string;
  /** Where each person looks. */
  places: Record<string, Place>;
  /** Newest message each person has seen, by `person/conversation`. */
  read: Record<string, string>;
  /** Typed text that is not sent yet, by `view/block/action`. */
  typed: Record<string, string>;
  shortcutsOpen: boolean;
  /** The confirmation that a button asks for. */
  confirming?: { used: Used; go: () => void } | undefined;
  notes: { id: number; text: string }[];
  /** The request on the right; the newest when none was picked. */
  request?: string | undefined;
  /** What the line under the steps explains, when someone asked for it. */
  lesson?: Lesson | undefined;
  /** How many things are being done. */
  busy: number;
  /** Rows of access that AWS showed a moment ago. */
  fading: FadingRow[];
  /** The server's clock less the browser's, ms. */
  clockAhead: number;
};

/** A fault that takes more than one click to watch. */
export type Lesson = 'deny' | 'kill' | 'revoke';

/** `until`: when it is gone from the page too, epoch ms of the browser's clock. */
export type FadingRow = { entry: WorkspaceView['aws']['entries'][number]; until: number };

/** What drawings need: the server's view, what the page knows, and ways to act. */
export type App = {
  view: WorkspaceView;
  ui: Ui;
  /** Epoch ms of the installation's clock. */
  now: number;
  /** Changes what the page knows and draws again. */
  set: (change: Partial<Ui>) => void;
  /** Does it through the server, after everything asked for before. */
  act: (act: Act) => Promise<void>;
  note: (text: string) => void;
};

export const placeOf = ({ ui, view }: App): Place =>
  ui.places[ui.me] ?? { in: 'channel', id: view.slack.conversations.find(isChannel)?.id ?? '' };

export const goTo = (app: App, place: Place, me = app.ui.me): void =>
  app.set({ me, places: { ...app.ui.places, [me]: place }, shortcutsOpen: false });

export const isChannel = ({ kind }: { kind: string }): boolean => kind !== 'im';

export const personOf = ({ view }: App, id: string) => view.slack.users.find(user => user.id === id);

/** The request that the right side and the steps are about. */
export const requestShown = ({ view, ui }: App) =>
  view.requests.find(({ requestId }) => requestId === ui.request) ?? view.requests[0];
