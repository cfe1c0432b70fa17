import { CurfewError, isCurfewError } from '../domain/errors.ts';
import { reconciled } from '../domain/rebuild.ts';
import type { HeldBack, RequestRecord } from '../domain/record.ts';
import { hour, minute, toIso, toMs } from '../domain/time.ts';
import { noteOf } from '../domain/transitions.ts';
import type { StepDeps } from './port.ts';

export type HoldBackDeps = Pick<StepDeps, 'now' | 'requests' | 'audit' | 'measure' | 'log'>;

/** How often a request that is held back is looked at again. */
const lookEveryMs = hour;
/** A request that was lost is revoked this long after its end, where chain and holder agree on it. */
const lostGraceMs = 15 * minute;

/**
 * Is nothing to be done on the word of this item? It is held back while its chain is ahead of it, or since it was made
 * again, until `curfew reconcile` or security have settled it, or a lost request is well past its end. One that is as
 * new as its chain again is let go. `dueInMs`: when the sweeper looks next.
 */
export const isHeldBack = async (deps: HoldBackDeps, record: RequestRecord): Promise<boolean> => {
  const { requestId, heldBack, auditSeq: seen } = record;
  const why = await reason(deps, record);
  if (why === undefined) {
    if (heldBack !== undefined) await deps.requests.letGo(requestId, letGoNote(record, deps.now()));
    return false;
  }
  if (heldBack === undefined) {
    deps.measure('UnexpectedErrors', 1);
    deps.log.error('Nothing is done on the word of this request.', { requestId, why });
  }
  await deps.requests.holdBack(requestId, { seen, why, at: toIso(nextLook(record, why, deps.now())) });
  return true;
};

/** At once until security was paged; then now and then, or when a lost request may be revoked. `now` in epoch ms. */
const nextLook = (record: RequestRecord, why: HeldBack, now: number): number => {
  if (record.notified['security.held-back'] === undefined) return now;
  return why === 'lost' ? endOf(record) + lostGraceMs : now + lookEveryMs;
};

const reason = async (deps: HoldBackDeps, record: RequestRecord): Promise<HeldBack | undefined> => {
  if (await isBehind(deps, record)) return 'behind';
  if (record.heldBack === 'lost' && endOf(record) + lostGraceMs <= deps.now()) return undefined;
  return record.heldBack === 'behind' ? undefined : record.heldBack;
};

const isBehind = async ({ audit }: HoldBackDeps, record: RequestRecord): Promise<boolean> => {
  try {
    await audit.requireCurrent(record);
    return false;
  } catch (error) {
    if (isCurfewError(error, 'LedgerBehind')) return true;
    throw error;
  }
};

/** Throws `LedgerBehind` for an item on whose word nothing is done until somebody has looked. */
export const requireNotHeldBack = ({ requestId, heldBack }: RequestRecord): void => {
  if (heldBack !== undefined)
    throw new CurfewError('LedgerBehind', `${requestId} is held back: ${heldBack}.`);
};

/** The same, and for one that its chain is ahead of. */
export const requireBelieved = async (
  { audit }: Pick<StepDeps, 'audit'>,
  record: RequestRecord,
): Promise<void> => {
  requireNotHeldBack(record);
  await audit.requireCurrent(record);
};

/** When access of this request should be gone, epoch ms. */
const endOf = ({ until, endsBy, createdAt }: RequestRecord): number => toMs(until ?? endsBy ?? createdAt);

const letGoNote = (record: RequestRecord, at: number) => {
  const what =
    record.heldBack === 'lost'
      ? `${reconciled}: it is over`
      : `${reconciled}: the item is as new as its chain`;
  return noteOf(record, { what, status: record.status, at, source: 'sweeper' });
};
