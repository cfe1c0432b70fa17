import { formatDuration } from '../../domain/duration.ts';
import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { saying } from './blocks.ts';
import { approversOf, decided, keptLines, state, tailLine, what, who } from './phrases.ts';
import type { Happening, Told } from './port.ts';
import { when } from './text.ts';

const reminder = (told: Told): string => {
  const { record, facts } = told;
  const by = record.deadline === undefined ? '' : ` It lapses ${when(toMs(record.deadline))}.`;
  return facts.approvers.length === 0
    ? `Still waiting, and nobody can decide on this right now.${by}`
    : `${approversOf(told, 'and')}: ${who(told)} is still waiting for ${what(told)}.${by}`;
};

const extended = (told: Told): string => {
  const { record } = told;
  const by = record.extension === undefined ? '' : ` by ${formatDuration(record.extension.byMs)}`;
  return `Extended${by}: ${state(told)}`;
};

const lines: Record<Happening, (told: Told) => (string | undefined)[]> = {
  asked: told => [
    `Waiting for ${told.facts.approvers.length === 0 ? 'someone who can decide' : approversOf(told)}.`,
  ],
  reminder: told => [reminder(told)],
  approved: told => [decided(told), state(told)],
  granted: told => [state(told), tailLine(told)],
  expiring: told => [
    `:hourglass_flowing_sand: Ends ${told.record.until === undefined ? 'soon' : when(toMs(told.record.until))}.`,
  ],
  extended: told => [extended(told)],
  'extension-failed': told => [`:warning: Could not be extended. ${state(told)}`],
  ended: told => [state(told), ...keptLines(told), tailLine(told)],
  failed: told => [state(told)],
  denied: told => [decided(told) ?? state(told)],
  cancelled: told => [state(told)],
  lapsed: told => [state(told), 'Nobody needs to do anything.'],
  refused: told => [state(told)],
  stuck: told => [state(told)],
};

/** One new line in the card's thread: an edited card notifies nobody. */
export const threadReply = (told: Told, happening: Happening): Message => saying(...lines[happening](told));
