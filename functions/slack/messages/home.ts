import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { RequestRecord } from '../../domain/record.ts';
import { minute } from '../../domain/time.ts';
import { actions, button, confirmation, context, plain, section } from './blocks.ts';
import { decideButtons } from './card.ts';
import { requestLine } from './command.ts';
import { howLongAsked, state, warnings, what, where, who, why } from './phrases.ts';
import type { Told } from './port.ts';

export type Home = {
  live: Told[];
  asked: Told[];
  waiting: Told[];
  history: RequestRecord[];
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

const liveButtons = ({ record, facts }: Told): Button[] => {
  const { requestId } = record;
  const details = button({ label: 'Details', action: 'details', requestId });
  if (record.status !== 'GRANTED' || record.wake === 'end') return [details];
  const done = button({
    label: "I'm done",
    action: 'end',
    requestId,
    confirm: confirmation(
      'End access now?',
      'Your access is taken back at once. You can ask again at any time.',
      'End now',
      'Keep it',
    ),
  });
  return [
    ...(facts.extendableMs >= minute ? [button({ label: 'Extend…', action: 'extend', requestId })] : []),
    done,
    details,
  ];
};

const liveEntry = (told: Told): KnownBlock[] => [
  section([what(told), where(told), state(told)], entryBlock(told.record.requestId, 'text')),
  actions(entryBlock(told.record.requestId, 'row'), liveButtons(told)),
];

const askedEntry = (told: Told): KnownBlock[] => {
  const { requestId, status } = told.record;
  const cancel = button({ label: 'Cancel', action: 'cancel', requestId });
  const details = button({ label: 'Details', action: 'details', requestId });
  return [
    section([what(told), howLongAsked(told), state(told)], entryBlock(requestId, 'text')),
    actions(entryBlock(requestId, 'row'), status === 'PENDING' ? [cancel, details] : [details]),
  ];
};

const waitingEntry = (told: Told): KnownBlock[] => [
  section(
    [
      `${who(told)} asks for ${what(told)}`,
      where(told),
      howLongAsked(told),
      why(told, 140),
      warnings(told).join(' · '),
    ],
    entryBlock(told.record.requestId, 'text'),
  ),
  actions(entryBlock(told.record.requestId, 'row'), decideButtons(told)),
];

const part = (title: string, entries: KnownBlock[][], empty: string): KnownBlock[] => {
  const more = entries.length - entriesMax;
  return [
    heading(title),
    ...(entries.length === 0 ? [context(empty)] : entries.slice(0, entriesMax).flat()),
    ...(more > 0 ? [context(`and ${more} more`)] : []),
  ];
};

/** The person's own page: what they have, what waits for them, what was. */
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

/** For someone who can use nothing here. */
export const closedHome = (reason: string): HomeView => ({ type: 'home', blocks: [section([reason])] });
