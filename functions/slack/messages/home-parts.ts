import type { Button, KnownBlock } from '@slack/types';
import { button, plain } from './blocks.ts';
import { askedEntry, liveEntry, ownedEntry, waitingEntry } from './home-entries.ts';
import type { MessageData } from './port.ts';

/** The lists of a Home: the person's own requests with access and without yet, and other people's to decide on or to end. */
export type HomePart = 'live' | 'asked' | 'waiting' | 'owned';

export type HomeLists = Record<HomePart, MessageData[]> & {
  /** How many more there may be, which were not looked at. */
  unread: Partial<Record<HomePart, number>>;
};

type PartSpec = {
  title: string;
  entry: (data: MessageData) => KnownBlock[];
  /** Of the whole Home: a view takes 100 blocks, and with these it has 96. */
  most: number;
  empty?: string;
};

export const homeParts: Record<HomePart, PartSpec> = {
  live: { title: 'Your access now', entry: liveEntry, most: 14, empty: 'You have no access right now.' },
  asked: { title: 'You asked for', entry: askedEntry, most: 6 },
  waiting: {
    title: 'Waiting for you',
    entry: waitingEntry,
    most: 9,
    empty: 'Nothing waits for your decision.',
  },
  owned: { title: 'Access of others in your projects', entry: ownedEntry, most: 8 },
};

export const heading = (text: string): KnownBlock => ({ type: 'header', text: plain(text) });

export type Page = {
  part: HomePart;
  /** Index of its first entry in the whole list. */
  index: number;
};

/** Slack wants each button of a row to have an action id of its own. */
export const pageActions = ['home-page', 'home-previous', 'home-next'] as const;

export const pageButton = (label: string, action: (typeof pageActions)[number], page: Page): Button =>
  button({ label, action, value: `${page.part}_${page.index}` });

/** The page a button leads to; undefined: the whole Home. */
export const pageOf = (value: string): Page | undefined => {
  const [, part, index] = /^(live|asked|waiting|owned)_(\d{1,6})$/.exec(value) ?? [];
  return part === undefined ? undefined : { part: part as HomePart, index: Number(index) };
};
