import { stageOf } from '../../domain/approval/index.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { Actor } from '../../domain/record.ts';
import { statuses } from '../../domain/status.ts';
import { minute, toMs } from '../../domain/time.ts';
import type { MessageData } from './port.ts';
import { free, lateness, list, mention, mentionPerson, when } from './text.ts';

/** Long enough to recognise, short enough that many of them fit into a section. */
const nameMax = 80;
const targetMax = 120;

// Parts of messages about a request, as mrkdwn with all foreign text made inert.

/** `*role* in *project*`. */
export const what = ({ record }: MessageData): string =>
  `*${free(record.role, nameMax)}* in *${free(record.project, nameMax)}*`;

/** `role in project`, for a message's text. */
export const whatPlain = ({ record }: MessageData): string =>
  `${free(record.role, nameMax)} in ${free(record.project, nameMax)}`;

/** The requester, as a mention. */
export const who = ({ record }: MessageData): string => mention(record.requester.userId);

/** The targets and their kind: `admin_RDS in staging (IAM group)`. */
export const where = ({ view }: MessageData): string =>
  `${list(
    view.targets.map(target => free(target, targetMax)),
    'and',
    3,
  )} (${free(view.kindLabel, 40)})`;

/** Nobody should wonder before: AWS often takes a minute. */
const delayedAfterMs = 5 * minute;

const isDelayed = ({ record, view }: MessageData): boolean => {
  const end = record.endAskedAt ?? record.until;
  return end !== undefined && view.now - toMs(end) > delayedAfterMs;
};

export const startsLater = ({ record }: MessageData): boolean =>
  toMs(record.startAt) > toMs(record.createdAt) + minute;

/** Nobody is asked again up to this: whoever decides reads it before. */
const withExtensions = ({ durationMs, maxTotalMs }: MessageData['record']): string =>
  maxTotalMs > durationMs ? `; up to ${formatDuration(maxTotalMs)} with extensions` : '';

/** `For 2 h, from when it is granted`, or from the start that was asked for. */
export const howLongAsked = (data: MessageData): string => {
  const { record } = data;
  const length = `${formatDuration(record.durationMs)}${withExtensions(record)}`;
  return startsLater(data)
    ? `For ${length}, from ${when(toMs(record.startAt))}`
    : `For ${length}, from when it is granted`;
};

/** What an approver should notice: risk, production, first request. */
export const warnings = ({ record }: MessageData): string[] => [
  ...(record.risk === 'low'
    ? []
    : [`${record.risk === 'high' ? ':warning: *High' : 'Medium'} risk${record.risk === 'high' ? '*' : ''}`]),
  ...(record.production ? ['*Production*'] : []),
  ...(record.firstRequest ? ['First time asking for this'] : []),
];

/** Everyone who can decide now, as mentions; empty when nobody can. */
export const approversOf = ({ view }: MessageData, last: 'and' | 'or' = 'or'): string =>
  list(view.approvers.map(mentionPerson), last);

/** Votes of the stage that is being asked now, or of the last one. */
const votes = ({ record }: MessageData) =>
  Object.values(record.decisions).sort((a, b) => a.at.localeCompare(b.at));

/** Who said yes so far, and who still can: `1 of 2 approvals, from @bob.` */
export const progress = (data: MessageData): string | undefined => {
  const { record } = data;
  if (record.status !== 'PENDING') return undefined;
  const need = record.stages[record.stage]?.need ?? 1;
  const yes = votes(data).filter(vote => vote.verdict === 'approve');
  const here = yes.filter(vote => stageOf(vote, record.stages) === record.stage);
  const step = record.stages.length > 1 ? `Stage ${record.stage + 1} of ${record.stages.length}. ` : '';
  if (yes.length === 0 && need === 1 && step === '') return undefined;
  const sofar = yes.map(vote => mention(vote.by.userId));
  const from = sofar.length === 0 ? '' : ` Approved so far by ${list(sofar, 'and')}.`;
  return `${step}${here.length} of ${need} ${need === 1 ? 'approval' : 'approvals'}.${from}`;
};

const standIn = (onBehalfOf: Actor | undefined): string =>
  onBehalfOf === undefined ? '' : ` (for ${free(onBehalfOf.person, 60)})`;

/** Who decided, and when; undefined while nobody has. */
export const decided = (data: MessageData): string | undefined => {
  const { record } = data;
  const cast = votes(data);
  const no = cast.find(vote => vote.verdict === 'deny');
  if (no !== undefined) {
    return `:x: Denied by ${mention(no.by.userId)}${standIn(no.onBehalfOf)} ${when(toMs(no.at))}.`;
  }
  if (record.status === 'PENDING' || record.status === 'NEW') return undefined;
  const last = cast.at(-1);
  if (last === undefined)
    return record.stages.length === 0 && isPast(data) ? ':white_check_mark: Approved by rule' : undefined;
  const names = list(
    cast.map(vote => `${mention(vote.by.userId)}${standIn(vote.onBehalfOf)}`),
    'and',
  );
  return `:white_check_mark: Approved by ${names} ${when(toMs(last.at))}`;
};

/** The request was approved and has moved on. */
const isPast = ({ record }: MessageData): boolean =>
  ['APPROVED', 'GRANTING', 'GRANTED', 'REVOKING', 'STUCK', 'ENDED', 'FAILED'].includes(record.status);

const outcome = ({ record }: MessageData): string =>
  record.outcome === undefined ? '' : ` ${free(record.outcome.message, 400)}`;

/** Why it was denied, or ended before its time, in the words of whoever did. */
export const reasonOf = ({ record }: MessageData): string | undefined =>
  Object.values(record.decisions).find(vote => vote.verdict === 'deny')?.reason ?? record.endReason;

/** How the end went: `Ended 09:00, 0.3 s late.` */
export const ending = (data: MessageData): string => {
  const { record } = data;
  if (record.endedAt === undefined) return 'Ended.';
  const endedAt = toMs(record.endedAt);
  const at = when(endedAt);
  if (record.until === undefined) return `Ended ${at}.`;
  const late = endedAt - toMs(record.until);
  if (late >= 0) return `Ended ${at}, ${lateness(late)} late.`;
  const by = record.endedBy === undefined ? '' : ` by ${mention(record.endedBy.userId)}`;
  return `Ended ${at}${by}, ${formatDuration(-late)} early.`;
};

/**
 * Access that was deliberately left in place, in words; empty when everything is gone. `holder`: as the reader names
 * them.
 */
export const keptLines = (data: MessageData, holder: string = who(data)): string[] => {
  const { record } = data;
  const kept = Object.values(record.progress).map(entry => entry.kept);
  return [
    ...(kept.includes('held-by-others')
      ? ['Another request still holds the same access; it stays until that one ends.']
      : []),
    ...(kept.includes('preexisting')
      ? [`${holder} already had this access before the request; it was left in place and *does not end*.`]
      : []),
  ];
};

/** Until when sessions may run on that AWS does not end; undefined when there are none. */
export const residualLine = ({ record, view }: MessageData): string | undefined => {
  const end = record.endedAt ?? record.until;
  return view.residualMs > 0 && end !== undefined && record.grantedAt !== undefined
    ? `Sessions that are already open may run until ${when(toMs(end) + view.residualMs)}; new ones are refused.`
    : undefined;
};

/** The state of the request, in one line. */
export const state = (data: MessageData): string => {
  const { record } = data;
  const { emoji, label } = statuses[record.status];
  const until = record.until === undefined ? '' : ` until ${when(toMs(record.until))}`;
  switch (record.status) {
    case 'APPROVED':
      return startsLater(data)
        ? `${emoji} Starts ${when(toMs(record.startAt))}.`
        : `${emoji} Granting it now.`;
    case 'GRANTING':
      return record.wake === 'end'
        ? ':arrows_counterclockwise: Ending it, as asked.'
        : `${emoji} Granting it now.`;
    case 'GRANTED':
      return record.wake === 'end'
        ? ':arrows_counterclockwise: Revoking access, as asked.'
        : `${emoji} Access is live${until}.`;
    case 'REVOKING':
      return isDelayed(data)
        ? `${emoji} Revoking access. It takes longer than usual: AWS is busy.`
        : `${emoji} Revoking access.`;
    case 'STUCK':
      return `${emoji} Could not be revoked yet. Security is notified, and Curfew keeps trying until it is gone.`;
    case 'ENDED':
      return `${emoji} ${ending(data)}`;
    case 'REFUSED':
      return `${emoji} Refused.${outcome(data)}`;
    case 'CANCELLED':
      return `${emoji} Cancelled.${outcome(data)}`;
    case 'FAILED':
      return `${emoji} Could not be granted; nothing was left behind.${outcome(data)}`;
    case 'EXPIRED':
      return `${emoji} Nobody decided in time, so nothing was granted.`;
    case 'DENIED':
      return `${emoji} Denied; nothing was granted.`;
    case 'NEW':
      return `${emoji} Recorded, starting shortly.`;
    case 'PENDING':
      return `${emoji} ${label}.`;
  }
};
