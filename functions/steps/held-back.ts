import { isCurfewError } from '../domain/errors.ts';
import type { RequestRecord } from '../domain/record.ts';
import { hour, toIso } from '../domain/time.ts';
import type { StepDeps } from './port.ts';

export type HoldBackDeps = Pick<StepDeps, 'now' | 'requests' | 'audit' | 'measure' | 'log'>;

/** How often a request that is held back is looked at again. */
const lookEveryMs = hour;

/**
 * Is the item as new as its chain? If not, it is held back: nothing is granted, revoked or closed on its word until
 * `curfew reconcile` has settled it. One that is as new again is let go. `dueInMs`: when the sweeper looks next.
 */
export const isHeldBack = async (
  deps: HoldBackDeps,
  record: RequestRecord,
  dueInMs: number = lookEveryMs,
): Promise<boolean> => {
  const { requestId, auditSeq: seen } = record;
  const why = await behind(deps, record);
  if (why === undefined) {
    if (record.heldBack !== undefined) await deps.requests.letGo(requestId);
    return false;
  }
  deps.measure('UnexpectedErrors', 1);
  deps.log.error('The audit is ahead of a request: it is held back.', { requestId });
  await deps.requests.holdBack(requestId, { seen, why, dueAt: toIso(deps.now() + dueInMs) });
  return true;
};

const behind = async ({ audit }: HoldBackDeps, record: RequestRecord): Promise<string | undefined> => {
  try {
    await audit.requireCurrent(record);
    return undefined;
  } catch (error) {
    if (isCurfewError(error, 'LedgerBehind')) return error.message;
    throw error;
  }
};
