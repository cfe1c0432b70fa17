import type { Button, KnownBlock } from '@slack/types';
import { isFinal, type Status } from '../../domain/status.ts';
import { minute, toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { actions, button, confirmation, linkButton, saying, withBlocks } from './blocks.ts';
import {
  approversOf,
  decided,
  ending,
  howLongAsked,
  keptLines,
  progress,
  state,
  tailLine,
  what,
  where,
} from './phrases.ts';
import type { Happening, Told } from './port.ts';
import { clip, free, when } from './text.ts';

const until = ({ record }: Told): string =>
  record.until === undefined ? '' : ` until ${when(toMs(record.until))}`;

const because = ({ record }: Told): string | undefined =>
  record.outcome === undefined ? undefined : free(record.outcome.message, 600);

const byWhen = ({ record }: Told): string =>
  record.deadline === undefined ? '' : ` If nobody decides by ${when(toMs(record.deadline))}, it lapses.`;

/** Steps of every target, numbered through. */
const howTo = ({ facts }: Told): string[] =>
  facts.howTo
    .flatMap(({ steps }) => steps)
    .slice(0, 10)
    .map((step, index) => `${index + 1}. ${free(step, 140)}`);

const willEnd = (told: Told): string | undefined =>
  Object.values(told.record.journal).some(entry => entry.preexisting === true)
    ? 'Some of this access stood before your request: that part will be left in place and *will not end*.'
    : undefined;

const live = (told: Told, first: string): (string | undefined)[] => [
  first,
  where(told),
  ...howTo(told),
  willEnd(told),
  tailLine(told),
];

const asked = (told: Told): (string | undefined)[] => [
  told.facts.approvers.length === 0
    ? `You asked for ${what(told)}, but nobody can approve it right now. You have no access yet.`
    : `Asked ${approversOf(told, 'and')} for ${what(told)}. You have no access yet.`,
  `${howLongAsked(told)}.${byWhen(told)}`,
  progress(told),
];

const lines: Record<Happening, (told: Told) => (string | undefined)[]> = {
  asked,
  reminder: told => [
    `Still waiting for ${approversOf(told)} to decide on ${what(told)}. They were reminded.${byWhen(told)}`,
  ],
  approved: told => [decided(told), `${what(told)}: ${state(told)}`],
  granted: told => live(told, `:large_green_circle: You have ${what(told)}${until(told)}.`),
  expiring: told => [
    `:hourglass_flowing_sand: ${what(told)} ends ${told.record.until === undefined ? 'soon' : when(toMs(told.record.until))}.`,
    told.facts.extendableMs >= minute
      ? 'Need longer? Extend it now. Otherwise there is nothing to do.'
      : 'Save your work: it cannot be extended any further.',
    tailLine(told),
  ],
  extended: told => live(told, `:large_green_circle: Extended: you have ${what(told)}${until(told)}.`),
  'extension-failed': told => [
    `:warning: ${what(told)} could not be extended. It still ends as before${until(told).replace(' until', ',')}.`,
    because(told),
  ],
  ended: told => [`:checkered_flag: ${what(told)}: ${ending(told)}`, ...keptLines(told), tailLine(told)],
  failed: told => [`:warning: ${what(told)} could not be granted. Nothing was left behind.`, because(told)],
  denied: told => [decided(told) ?? ':x: Denied.', `You do not have ${what(told)}.`],
  cancelled: told => [
    `:leftwards_arrow_with_hook: ${what(told)} was cancelled. Nothing was granted.`,
    because(told),
  ],
  lapsed: told => [
    `:zzz: Nobody decided on ${what(told)} in time, so nothing was granted. You can ask again.`,
  ],
  refused: told => [`:no_entry: ${what(told)} was refused. Nothing was granted.`, because(told)],
  stuck: told => [
    `:rotating_light: ${what(told)} has ended for you, but AWS has not let go of it yet. Please do not use it.`,
    'Security has been told, and it is tried again until it is gone.',
  ],
};

const doneButton = (requestId: string): Button =>
  button({
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

/** Nothing was granted yet. */
const cancellable: readonly Status[] = ['NEW', 'PENDING', 'APPROVED'];

const cancelButton = (requestId: string): Button =>
  button({
    label: 'Cancel',
    action: 'cancel',
    requestId,
    confirm: confirmation(
      'Cancel the request?',
      'Nobody will be asked any more, and nothing will be granted.',
      'Cancel it',
      'Keep it',
    ),
  });

const extendButton = ({ record, facts }: Told): Button[] =>
  facts.extendableMs >= minute
    ? [button({ label: 'Extend…', action: 'extend', requestId: record.requestId })]
    : [];

const links = ({ facts }: Told): Button[] => [
  ...facts.howTo
    .flatMap(({ link }) =>
      link === undefined || !isLink(link.url) ? [] : [linkButton(clip(link.label, 75), link.url)],
    )
    .slice(0, 5),
  ...(facts.runbook === undefined || !isLink(facts.runbook) ? [] : [linkButton('Runbook', facts.runbook)]),
];

/** Slack refuses the whole message for a link it cannot take. */
const isLink = (url: string): boolean => /^https?:\/\/\S+$/.test(url) && url.length <= 3000;

/** Every action id once: Slack takes a repeated one for the same element. */
const numbered = (buttons: Button[]): Button[] =>
  buttons.map((each, index) => (each.action_id === 'link' ? { ...each, action_id: `link.${index}` } : each));

const stillLive = ({ record }: Told): boolean => record.status === 'GRANTED' && record.wake !== 'end';

const buttons = (told: Told, happening: Happening): Button[] => {
  const { requestId, status } = told.record;
  const details = button({ label: 'Details', action: 'details', requestId });
  switch (happening) {
    case 'asked':
    case 'reminder':
    case 'approved':
      return cancellable.some(one => one === status) ? [cancelButton(requestId), details] : [details];
    case 'granted':
    case 'extended':
      return stillLive(told) ? [...links(told), ...extendButton(told), doneButton(requestId)] : links(told);
    case 'expiring':
    case 'extension-failed':
      return stillLive(told) ? [...extendButton(told), doneButton(requestId)] : [];
    case 'stuck':
      return [details];
    case 'ended':
    case 'failed':
    case 'denied':
    case 'cancelled':
    case 'lapsed':
    case 'refused':
      return [details, button({ label: 'Ask again', action: 'request', requestId })];
  }
};

const rowOf = (told: Told, happening: Happening): KnownBlock[] => {
  const row = numbered(buttons(told, happening));
  return row.length === 0 ? [] : [actions(`dm.${happening}`, row)];
};

/** What the requester is told, with what they can do next. Each outcome is a message of its own. */
export const dm = (told: Told, happening: Happening): Message =>
  withBlocks(saying(...lines[happening](told)), ...rowOf(told, happening));

/** What is left of a message once it is history; what it announced may have changed since. */
const past: Partial<Record<Happening, (told: Told) => string>> = {
  asked: told => `You asked for ${what(told)}.`,
  reminder: told => `You asked for ${what(told)}; the people who can decide were reminded.`,
  granted: told => `:large_green_circle: You were given ${what(told)}.`,
  extended: told => `:large_green_circle: ${what(told)} was extended.`,
  expiring: told => `:hourglass_flowing_sand: You were warned that ${what(told)} ends soon.`,
  stuck: told => `:rotating_light: ${what(told)} had ended for you, but AWS had not let go of it.`,
};

/**
 * The same message once it is history: what it was about, no buttons, and how it ended if it did. A state that can
 * still change would soon be wrong here.
 */
export const dmClosed = (told: Told, happening: Happening): Message => {
  const short = past[happening]?.(told);
  const settled = isFinal(told.record.status) || told.record.wake === 'end';
  const now = settled ? `_Now:_ ${state(told)}` : undefined;
  return saying(...(short === undefined ? lines[happening](told) : [short]), now);
};
