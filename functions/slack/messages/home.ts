import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { RequestRecord } from '../../domain/record.ts';
import { actions, button, context, plain, quotes, section } from './blocks.ts';
import { decideButtons } from './card.ts';
import { requestLine } from './command.ts';
import { canBeEnded, endForOthersButton, grantButtons } from './grant-buttons.ts';
import { howLongAsked, state, warnings, what, where, who } from './phrases.ts';
import type { MessageData } from './port.ts';

export type Home = {
  /** The person's own requests, by how far they are: with access, without yet, and final. */
  live: MessageData[];
  asked: MessageData[];
  history: RequestRecord[];
  /** Other people's, for this person to decide on. */
  waiting: MessageData[];
  /** Other people's live access in this person's projects. */
  owned: MessageData[];
  /** With its slash, e.g. `/access`. */
  command: string;
};

/** A view takes 100 blocks. Entries have two, those that wait three; what ends first, or waits longest, is shown. */
const most = { live: 14, asked: 6, waiting: 9, owned: 8 };

const divider: KnownBlock = { type: 'divider' };
const heading = (text: string): KnownBlock => ({ type: 'header', text: plain(text) });

/** Blocks of one entry carry the request's id, so that a click can redraw just that entry. */
export const entryBlock = (requestId: string, part: 'text' | 'words' | 'row'): string =>
  `home.${part}.${requestId}`;

const requestButton: Button = {
  ...button({ label: 'Request AWS access', action: 'request', requestId: 'new', style: 'primary' }),
};

const liveButtons = (data: MessageData): Button[] => {
  const { record } = data;
  const { requestId } = record;
  const details = button({ label: 'Details', action: 'details', requestId });
  if (record.status !== 'GRANTED' || record.wake === 'end') return [details];
  return [...grantButtons(data), details];
};

const liveEntry = (data: MessageData): KnownBlock[] => [
  section([what(data), where(data), state(data)], entryBlock(data.record.requestId, 'text')),
  actions(entryBlock(data.record.requestId, 'row'), liveButtons(data)),
];

const askedEntry = (data: MessageData): KnownBlock[] => {
  const { requestId, status } = data.record;
  const cancel = button({ label: 'Cancel', action: 'cancel', requestId });
  const details = button({ label: 'Details', action: 'details', requestId });
  return [
    section([what(data), howLongAsked(data), state(data)], entryBlock(requestId, 'text')),
    actions(entryBlock(requestId, 'row'), status === 'PENDING' ? [cancel, details] : [details]),
  ];
};

const waitingEntry = (data: MessageData): KnownBlock[] => [
  section(
    [`${who(data)} asks for ${what(data)}`, where(data), howLongAsked(data), warnings(data).join(' · ')],
    entryBlock(data.record.requestId, 'text'),
  ),
  ...quotes(data.record.justification, 140, entryBlock(data.record.requestId, 'words')),
  actions(entryBlock(data.record.requestId, 'row'), decideButtons(data)),
];

const ownedEntry = (data: MessageData): KnownBlock[] => {
  const { requestId } = data.record;
  const details = button({ label: 'Details', action: 'details', requestId });
  return [
    section([`${who(data)} has ${what(data)}`, where(data), state(data)], entryBlock(requestId, 'text')),
    actions(entryBlock(requestId, 'row'), canBeEnded(data) ? [endForOthersButton(data), details] : [details]),
  ];
};

type Part = { title: string; entries: KnownBlock[][]; most: number; empty: string };

const part = ({ title, entries, most: entriesMax, empty }: Part): KnownBlock[] => {
  const more = entries.length - entriesMax;
  return [
    heading(title),
    ...(entries.length === 0 ? [context(empty)] : entries.slice(0, entriesMax).flat()),
    ...(more > 0 ? [context(`and ${more} more`)] : []),
  ];
};

const livePart = (live: MessageData[]): KnownBlock[] =>
  part({
    title: 'Your access now',
    entries: live.map(liveEntry),
    most: most.live,
    empty: 'You have no access right now.',
  });

const some = (title: string, entries: KnownBlock[][], entriesMax: number): KnownBlock[] =>
  entries.length === 0 ? [] : part({ title, entries, most: entriesMax, empty: '' });

/** The person's own page: what they have, what waits for their decision, what others have of theirs, and past requests. */
export const homeView = ({ live, asked, waiting, owned, history, command }: Home): HomeView => ({
  type: 'home',
  blocks: [
    actions('home', [requestButton]),
    ...livePart(live),
    ...some('You asked for', asked.map(askedEntry), most.asked),
    divider,
    ...part({
      title: 'Waiting for you',
      entries: waiting.map(waitingEntry),
      most: most.waiting,
      empty: 'Nothing waits for your decision.',
    }),
    ...some('Access of others in your projects', owned.map(ownedEntry), most.owned),
    divider,
    heading('Your last requests'),
    ...(history.length === 0
      ? [context(`Nothing yet. The button above or \`${command}\` opens the form.`)]
      : [section(history.slice(0, 10).map(requestLine))]),
  ],
});

/** The Home of someone who cannot use Curfew, with what they have all the same. `reason`: mrkdwn. */
export const closedHome = (reason: string, live: MessageData[] = []): HomeView => ({
  type: 'home',
  blocks: [section([reason]), ...(live.length === 0 ? [] : livePart(live))],
});
