import type { ModalView } from '@slack/types';
import { statuses } from '../../domain/status.ts';
import { cleanText } from '../../domain/text.ts';
import { toMs } from '../../domain/time.ts';
import { context, plain, quote, quotes, section } from './blocks.ts';
import {
  approversOf,
  decided,
  howLongAsked,
  keptLines,
  progress,
  reasonOf,
  residualLine,
  state,
  warnings,
  what,
  who,
} from './phrases.ts';
import type { MessageData } from './port.ts';
import { clip, free, list, mention, when } from './text.ts';

const targets = ({ record, view }: MessageData): string => {
  const lines = record.targets.map((requested, index) => {
    const target = free(view.targets[index] ?? '', 100);
    return `• ${target} as \`${free(requested.principal, 60).replaceAll('`', "'")}\``;
  });
  const more = lines.length - 12;
  return [...lines.slice(0, 12), ...(more > 0 ? [`• and ${more} more`] : [])].join('\n');
};

const history = (data: MessageData): string => {
  const { record } = data;
  const votes = Object.values(record.decisions)
    .sort((a, b) => a.at.localeCompare(b.at))
    .slice(0, 10)
    .map(
      vote =>
        `• ${vote.verdict === 'approve' ? 'Approved' : 'Denied'} by ${mention(vote.by.userId)} ${when(toMs(vote.at))}`,
    );
  return [
    `• Asked ${when(toMs(record.createdAt))}`,
    ...votes,
    ...(record.grantedAt === undefined ? [] : [`• Granted ${when(toMs(record.grantedAt))}`]),
    ...(record.until === undefined
      ? []
      : [`• ${record.endedAt === undefined ? 'Ends' : 'Was to end'} ${when(toMs(record.until))}`]),
    ...(record.endedAt === undefined ? [] : [`• Ended ${when(toMs(record.endedAt))}`]),
  ].join('\n');
};

/** Everything about a request that its people may read; a modal, so that only the clicker sees it. */
export const detailsView = (data: MessageData): ModalView => {
  const { record, view } = data;
  const deciders =
    record.status === 'PENDING' && view.approvers.length > 0
      ? `${list([approversOf(data)], 'or')} can decide.`
      : undefined;
  return {
    type: 'modal',
    callback_id: 'details',
    title: plain('Request details'),
    close: plain('Close'),
    blocks: [
      section([
        `${who(data)}: ${what(data)}`,
        state(data),
        progress(data),
        deciders,
        decided(data),
        ...keptLines(data),
        residualLine(data),
      ]),
      section([`*${free(view.kindLabel, 40)}*`, targets(data)]),
      section([howLongAsked(data), warnings(data).join(' · ')]),
      ...(cleanText(record.justification) === ''
        ? [section(['_No reason given._'])]
        : [quote(record.justification, 2_900)]),
      ...quotes(reasonOf(data), 600),
      section([history(data)]),
      ...(view.note === undefined ? [] : [section([free(view.note, 1000)])]),
      context(
        `Rule: ${free(record.rule, 500)} · ${statuses[record.status].label} · request ${clip(free(record.requestId, 80), 80)}`,
      ),
    ],
  };
};
