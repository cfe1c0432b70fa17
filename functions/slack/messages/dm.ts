import type { Button, KnownBlock } from '@slack/types';
import type { RequestEvent } from '../../domain/notified.ts';
import { isFinal, type Status } from '../../domain/status.ts';
import { minute, toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { actions, button, confirmation, linkButton, saying, withBlocks, withWords } from './blocks.ts';
import { grantButtons } from './grant-buttons.ts';
import {
  approversOf,
  decided,
  ending,
  howLongAsked,
  keptLines,
  progress,
  reasonOf,
  residualLine,
  state,
  what,
  where,
} from './phrases.ts';
import type { MessageData } from './port.ts';
import { clip, free, mention, when } from './text.ts';

const until = ({ record }: MessageData): string =>
  record.until === undefined ? '' : ` until ${when(toMs(record.until))}`;

const because = ({ record }: MessageData): string | undefined =>
  record.outcome === undefined ? undefined : free(record.outcome.message, 600);

const byWhen = ({ record }: MessageData): string =>
  record.deadline === undefined ? '' : ` If nobody decides by ${when(toMs(record.deadline))}, it expires.`;

/** Steps of every target, numbered through. */
const howTo = ({ view }: MessageData): string[] =>
  view.howTo
    .flatMap(({ steps }) => steps)
    .slice(0, 10)
    .map((step, index) => `${index + 1}. ${free(step, 200)}`);

const willEnd = (data: MessageData): string | undefined =>
  Object.values(data.record.progress).some(entry => entry.preexisting === true)
    ? 'You already had some of this access before your request; that part stays in place and *will not end*.'
    : undefined;

const live = (data: MessageData, first: string): (string | undefined)[] => [
  first,
  where(data),
  ...howTo(data),
  willEnd(data),
  residualLine(data),
];

const asked = (data: MessageData): (string | undefined)[] => [
  data.view.approvers.length === 0
    ? `You asked for ${what(data)}, but nobody can approve it right now. You have no access yet.`
    : `Asked ${approversOf(data, 'and')} for ${what(data)}. You have no access yet.`,
  `${howLongAsked(data)}.${byWhen(data)}`,
  progress(data),
];

const lines: Record<RequestEvent, (data: MessageData) => (string | undefined)[]> = {
  asked,
  reminder: data => [
    `Still waiting for ${approversOf(data)} to decide on ${what(data)}. They were reminded.${byWhen(data)}`,
  ],
  approved: data => [decided(data), `${what(data)}: ${state(data)}`],
  granted: data => live(data, `:large_green_circle: You have ${what(data)}${until(data)}.`),
  ending: data => [
    `:hourglass_flowing_sand: ${what(data)} ends ${data.record.until === undefined ? 'soon' : when(toMs(data.record.until))}.`,
    data.view.extendableMs >= minute
      ? 'Need longer? Extend it now. Otherwise there is nothing to do.'
      : 'Save your work: it cannot be extended any further.',
    residualLine(data),
  ],
  extended: data => live(data, `:large_green_circle: Extended: you have ${what(data)}${until(data)}.`),
  'extension-failed': data => [
    `:warning: ${what(data)} could not be extended. It still ends as before${until(data).replace(' until', ',')}.`,
    because(data),
  ],
  delayed: data => [
    `:hourglass_flowing_sand: ${what(data)} has ended, and AWS is slow to take it back. Please do not use it.`,
    'AWS is busy. Curfew goes on until it is gone, and says so here.',
  ],
  ended: data => [
    `:checkered_flag: ${what(data)}: ${ending(data)}`,
    ...keptLines(data, 'You'),
    residualLine(data),
  ],
  failed: data => [`:warning: ${what(data)} could not be granted. Nothing was left behind.`, because(data)],
  denied: data => [decided(data) ?? ':x: Denied.', `You do not have ${what(data)}.`],
  cancelled: data => [
    `:leftwards_arrow_with_hook: ${what(data)} was cancelled. Nothing was granted.`,
    because(data),
  ],
  expired: data => [
    `:zzz: Nobody decided on ${what(data)} in time, so nothing was granted. You can ask again.`,
  ],
  refused: data => [`:no_entry: ${what(data)} was refused. Nothing was granted.`, because(data)],
  stuck: data => [
    `:rotating_light: ${what(data)} has ended, but it could not be revoked yet. Please do not use it.`,
    'Security is notified, and Curfew keeps trying until it is gone.',
  ],
};

/** Nothing was granted yet. */
const cancellable: readonly Status[] = ['NEW', 'PENDING', 'APPROVED'];

const cancelButton = (requestId: string): Button =>
  button({
    label: 'Cancel',
    action: 'cancel',
    requestId,
    confirm: confirmation({
      title: 'Cancel the request?',
      text: 'Nobody will be asked any more, and nothing will be granted.',
      yes: 'Cancel it',
      no: 'Keep it',
    }),
  });

const links = ({ view }: MessageData): Button[] => [
  ...view.howTo
    .flatMap(({ link }) =>
      link === undefined || !isLink(link.url) ? [] : [linkButton(clip(link.label, 75), link.url)],
    )
    .slice(0, 5),
  ...(view.runbook === undefined || !isLink(view.runbook) ? [] : [linkButton('Runbook', view.runbook)]),
];

/** Slack refuses the whole message for a link it cannot take. */
const isLink = (url: string): boolean => /^https?:\/\/\S+$/.test(url) && url.length <= 3000;

/** Every action id once: Slack takes a repeated one for the same element. */
const numbered = (buttons: Button[]): Button[] =>
  buttons.map((each, index) => (each.action_id === 'link' ? { ...each, action_id: `link.${index}` } : each));

const stillLive = ({ record }: MessageData): boolean => record.status === 'GRANTED' && record.wake !== 'end';

const buttons = (data: MessageData, event: RequestEvent): Button[] => {
  const { requestId, status } = data.record;
  const details = button({ label: 'Details', action: 'details', requestId });
  switch (event) {
    case 'asked':
    case 'reminder':
    case 'approved':
      return cancellable.some(one => one === status) ? [cancelButton(requestId), details] : [details];
    case 'granted':
    case 'extended':
      return stillLive(data) ? [...links(data), ...grantButtons(data)] : links(data);
    case 'ending':
    case 'extension-failed':
      return stillLive(data) ? grantButtons(data) : [];
    case 'delayed':
    case 'stuck':
      return [details];
    case 'ended':
    case 'failed':
    case 'denied':
    case 'cancelled':
    case 'expired':
    case 'refused':
      return [details, button({ label: 'Ask again', action: 'request', requestId })];
  }
};

const rowOf = (data: MessageData, event: RequestEvent): KnownBlock[] => {
  const row = numbered(buttons(data, event));
  return row.length === 0 ? [] : [actions(`dm.${event}`, row)];
};

/** The direct message to the requester about an event, with what they can do next. */
export const dm = (data: MessageData, event: RequestEvent): Message =>
  withBlocks(withWords(saying(...lines[event](data)), wordsOf(data, event), wordsMax), ...rowOf(data, event));

const wordsMax = 600;

/** What somebody typed about it: why it was denied, or ended. */
const wordsOf = (data: MessageData, event: RequestEvent): string | undefined =>
  event === 'denied' || event === 'ended' ? reasonOf(data) : undefined;

/** The same in the thread of the card, for somebody who takes no direct messages from us. */
export const dmInThread = (data: MessageData, event: RequestEvent): Message =>
  withBlocks(
    withWords(
      saying(mention(data.record.requester.userId), ...lines[event](data)),
      wordsOf(data, event),
      wordsMax,
    ),
    ...rowOf(data, event),
  );

/** The short form of a message once it is history: what it announced may have changed since. */
const past: Partial<Record<RequestEvent, (data: MessageData) => string>> = {
  asked: data => `You asked for ${what(data)}.`,
  reminder: data => `You asked for ${what(data)}; the people who can decide were reminded.`,
  granted: data => `:large_green_circle: You were given ${what(data)}.`,
  extended: data => `:large_green_circle: ${what(data)} was extended.`,
  ending: data => `:hourglass_flowing_sand: You were warned that ${what(data)} ends soon.`,
  delayed: data => `:hourglass_flowing_sand: ${what(data)} took longer to end, because AWS was busy.`,
  stuck: data => `:rotating_light: ${what(data)} had ended, but it could not be revoked yet.`,
};

/**
 * The same message once it is history: what it was about, no buttons, and how it ended if it did. A state that can
 * still change would soon be wrong here.
 */
export const dmClosed = (data: MessageData, event: RequestEvent): Message => {
  const short = past[event]?.(data);
  const over = isFinal(data.record.status) || data.record.wake === 'end';
  const now = over ? `_Now:_ ${state(data)}` : undefined;
  return saying(...(short === undefined ? lines[event](data) : [short]), now);
};
