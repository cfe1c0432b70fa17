import { formatDuration } from '../../domain/duration.ts';
import type { RequestEvent } from '../../domain/notified.ts';
import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { saying, withWords } from './blocks.ts';
import { approversOf, decided, keptLines, reasonOf, residualLine, state, what, who } from './phrases.ts';
import type { MessageData } from './port.ts';
import { when } from './text.ts';

const reminder = (data: MessageData): string => {
  const { record, view } = data;
  const by = record.deadline === undefined ? '' : ` It expires ${when(toMs(record.deadline))}.`;
  return view.approvers.length === 0
    ? `Still waiting, and nobody can decide on this right now.${by}`
    : `${approversOf(data, 'and')}: ${who(data)} is still waiting for ${what(data)}.${by}`;
};

const extended = (data: MessageData): string => {
  const { record } = data;
  const by = record.extension === undefined ? '' : ` by ${formatDuration(record.extension.byMs)}`;
  return `Extended${by}: ${state(data)}`;
};

const lines: Record<RequestEvent, (data: MessageData) => (string | undefined)[]> = {
  asked: data => [
    `Waiting for ${data.view.approvers.length === 0 ? 'someone who can decide' : approversOf(data)}.`,
  ],
  reminder: data => [reminder(data)],
  approved: data => [decided(data), state(data)],
  granted: data => [state(data), residualLine(data)],
  ending: data => [
    `:hourglass_flowing_sand: Ends ${data.record.until === undefined ? 'soon' : when(toMs(data.record.until))}.`,
  ],
  extended: data => [extended(data)],
  'extension-failed': data => [`:warning: Could not be extended. ${state(data)}`],
  delayed: data => [state(data)],
  ended: data => [state(data), ...keptLines(data), residualLine(data)],
  failed: data => [state(data)],
  denied: data => [decided(data) ?? state(data)],
  cancelled: data => [state(data)],
  expired: data => [state(data), 'Nobody needs to do anything.'],
  refused: data => [state(data)],
  stuck: data => [state(data)],
};

/** One new line in the card's thread: an edited card notifies nobody. */
export const threadReply = (data: MessageData, event: RequestEvent): Message =>
  withWords(
    saying(...lines[event](data)),
    event === 'denied' || event === 'ended' ? reasonOf(data) : undefined,
    280,
  );
