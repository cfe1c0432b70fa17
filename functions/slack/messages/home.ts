import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { RequestRecord } from '../../domain/record.ts';
import { actions, button, context, plain, section } from './blocks.ts';
import { decideButtons } from './card.ts';
import { requestLine } from './command.ts';
import { grantButtons } from './grant-buttons.ts';
import { howLongAsked, state, warnings, what, where, who, why } from './phrases.ts';
import type { MessageData } from './port.ts';

export type Home = {
  /** The person's own requests, by how far they are: with access, without yet, and final. */
  live: MessageData[];
  asked: MessageData[];
  history: RequestRecord[];
  /** Other people's, for this person to decide on. */
  waiting: MessageData[];
  /** With its slash, e.g. `/access`. */
  command: string;
};

/** A view takes 100 blocks; this many entries of three stay well below. */
const entriesMax = 10;

const divider: KnownBlock = { type: 'divider' };
const heading = (text: string): KnownBlock => ({ type: 'header', text: plain(text) });

/** Blocks of one entry carry the request's id, so that a click can redraw just that entry. */
export const entryBlock = (requestId: string, part: 'text' | 'row'): string => `home.${part}.${requestId}`;

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
    [
      `${who(data)} asks for ${what(data)}`,
      where(data),
      howLongAsked(data),
      why(data, 140),
      warnings(data).join(' · '),
    ],
    entryBlock(data.record.requestId, 'text'),
  ),
  actions(entryBlock(data.record.requestId, 'row'), decideButtons(data)),
];

const part = (title: string, entries: KnownBlock[][], empty: string): KnownBlock[] => {
  const more = entries.length - entriesMax;
  return [
    heading(title),
    ...(entries.length === 0 ? [context(empty)] : entries.slice(0, entriesMax).flat()),
    ...(more > 0 ? [context(`and ${more} more`)] : []),
  ];
};

/** The person's own page: what they have, what waits for their decision, and past requests. */
export const homeView = ({ live, asked, waiting, history, command }: Home): HomeView => ({
  type: 'home',
  blocks: [
    actions('home', [requestButton]),
    ...part('Your access now', live.map(liveEntry), 'You have no access right now.'),
    ...(asked.length === 0 ? [] : part('You asked for', asked.map(askedEntry), '')),
    divider,
    ...part('Waiting for you', waiting.map(waitingEntry), 'Nothing waits for your decision.'),
    divider,
    heading('Your last requests'),
    ...(history.length === 0
      ? [context(`Nothing yet. The button above or \`${command}\` opens the form.`)]
      : [section(history.slice(0, 10).map(requestLine))]),
  ],
});

/** The Home of someone who cannot use Curfew. `reason`: mrkdwn. */
export const closedHome = (reason: string): HomeView => ({ type: 'home', blocks: [section([reason])] });
