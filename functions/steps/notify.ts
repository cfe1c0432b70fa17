import type { AccessInput, TaskState } from '../../statemachines/access.contract.ts';
import { CurfewError } from '../domain/errors.ts';
import type { LedgerAlarm, Occurrence, RequestEvent } from '../domain/notified.ts';
import { catalogBehind, type RequestRecord } from '../domain/record.ts';
import { isFinal } from '../domain/status.ts';
import { moveOf } from '../domain/transitions.ts';
import type { NotifyDeps } from '../slack/notify/deps.ts';
import { each } from '../slack/notify/each.ts';
import { notifyLedger } from '../slack/notify/ledger.ts';
import { notify, notifySecurity } from '../slack/notify/notify.ts';
import { recoverByChain } from './cross-check.ts';
import { isHeldBack } from './held-back.ts';
import type { StepDeps } from './port.ts';

export type NotifyStepDeps = NotifyDeps & Pick<StepDeps, 'audit' | 'measure' | 'holdings'>;
type Nothing = Record<string, never>;
type NotifyState = Extract<TaskState, `Notify ${string}` | 'Page security'>;

const read = async (deps: NotifyStepDeps, requestId: string): Promise<RequestRecord> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  return record;
};

/** Approved for later: when it starts, and how to cancel the request. */
const notifyApproved = async (
  deps: NotifyStepDeps,
  { requestId }: AccessInput<'Notify approved'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status === 'APPROVED') await say(deps, record, 'approved', 'approved');
  return {};
};

/** Access is live: what it is, until when, how to use it. */
const notifyGranted = async (
  deps: NotifyStepDeps,
  { requestId }: AccessInput<'Notify granted'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status === 'GRANTED') await say(deps, record, 'granted', 'granted');
  return {};
};

const notifyEnding = async (
  deps: NotifyStepDeps,
  { requestId }: AccessInput<'Notify ending'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status !== 'GRANTED' || record.wake === 'end') return {};
  await notify(deps, record, {
    event: 'ending',
    occurrence: `ending@${record.until}`,
    to: ['requester'],
  });
  return {};
};

/** The ledger says whether it worked: a dropped extension is still in the record, without its wake. */
const notifyExtended = async (
  deps: NotifyStepDeps,
  { requestId }: AccessInput<'Notify extended'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status !== 'GRANTED') return {};
  if (record.extension !== undefined && record.wake === undefined) {
    await say(deps, record, 'extension-failed', `extension-failed@${record.extension.at}`);
  } else {
    await say(deps, record, 'extended', `extended@${record.until}`);
  }
  return {};
};

/** Its item was lost: it is made again and held back, and the sweeper pages with person, target and end. */
const pageLost = async (deps: NotifyStepDeps, requestId: string): Promise<Nothing> => {
  if (await recoverByChain(deps, requestId)) return {};
  throw new CurfewError('UnknownRequest', `There is no request ${requestId}, and no chain of it.`);
};

/**
 * Notifies security of a revocation that does not come to its end, and the requester too when AWS refused it, which marks
 * it STUCK: what only waits is not. An item that is behind its chain is left to the sweeper, which pages for all of them.
 * Throws `SlackError`, `UnknownRequest`.
 */
export const pageSecurity = async (
  deps: NotifyStepDeps,
  { requestId, refused }: { requestId: string; refused: boolean },
): Promise<Nothing> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) return pageLost(deps, requestId);
  if (isFinal(record.status) || (await isHeldBack(deps, record))) return {};
  if (!refused && record.status !== 'STUCK') {
    await notifySecurity(deps, record);
    return {};
  }
  const marked = await deps.requests.stuck(moveOf('markStuck', record, deps.now()));
  const stuck = marked ?? (await read(deps, requestId));
  if (stuck.status !== 'STUCK') return {};
  deps.measure('StuckRevokes', 1);
  await each(notifySecurity(deps, stuck), say(deps, stuck, 'stuck', 'stuck'));
  return {};
};

/** A request that *Open* could not even open is closed as refused first. */
const notifyRefused = async (
  deps: NotifyStepDeps,
  { requestId }: AccessInput<'Notify refused'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status === 'NEW') await closeUnopened(deps, record);
  return notifyOutcome(deps, { requestId });
};

const closeUnopened = async (deps: NotifyStepDeps, record: RequestRecord): Promise<void> => {
  const message = 'Curfew could not process the request. Nothing was granted; please ask again.';
  const move = moveOf('refuseUnopened', record, deps.now());
  await deps.requests.closeUngranted(move, { code: 'not-opened', message });
};

/**
 * Notifies people how the request ended, as the ledger says, then closes it for the sweeper; safe to repeat. Does
 * nothing while it has not ended. Throws `SlackError`, `UnknownRequest`.
 */
export const notifyOutcome = async (
  deps: NotifyStepDeps,
  { requestId }: { requestId: string },
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  const event = outcomeOf(record);
  if (event === undefined) {
    deps.log.warn('There is no outcome to notify of yet.', { requestId, status: record.status });
    return {};
  }
  const alarms = ledgerAlarms(record).map(alarm => notifyLedger(deps, record, alarm));
  await each(say(deps, record, event, event), ...alarms);
  await deps.audit.flush(requestId);
  await deps.requests.closed(requestId);
  return {};
};

const ledgerAlarms = ({ progress, outcome }: RequestRecord): LedgerAlarm[] => [
  ...(Object.values(progress).some(({ holderLost }) => holderLost !== undefined)
    ? (['holder-lost'] as const)
    : []),
  ...(outcome?.code === catalogBehind.code ? (['catalog-behind'] as const) : []),
];

/** The event of a final status; undefined while the request has not ended. */
export const outcomeOf = (record: RequestRecord): RequestEvent | undefined => {
  switch (record.status) {
    case 'ENDED':
      return 'ended';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    case 'DENIED':
      return 'denied';
    case 'EXPIRED':
      return 'expired';
    case 'REFUSED':
      return 'refused';
    default:
      return undefined;
  }
};

const say = (deps: NotifyStepDeps, record: RequestRecord, event: RequestEvent, occurrence: Occurrence) =>
  notify(deps, record, { event, occurrence, to: ['requester', 'card', 'thread'] });

/** Which step answers which Notify state. */
export const notifySteps = {
  'Notify approved': notifyApproved,
  'Notify granted': notifyGranted,
  'Notify ending': notifyEnding,
  'Notify extended': notifyExtended,
  'Page security': pageSecurity,
  'Notify refused': notifyRefused,
  'Notify denied': notifyOutcome,
  'Notify cancelled': notifyOutcome,
  'Notify expired': notifyOutcome,
  'Notify ended': notifyOutcome,
} satisfies Record<NotifyState, unknown>;
