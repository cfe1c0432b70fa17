import { isCurfewError } from '../../domain/errors.ts';
import type { RequestRecord } from '../../domain/record.ts';
import { isFinal } from '../../domain/status.ts';
import { minute } from '../../domain/time.ts';
import { moveOf } from '../../domain/transitions.ts';
import { pageSecurity } from '../notify.ts';
import { isWaiting, revokeNow } from '../revoke.ts';
import {
  asking,
  isOpen,
  look,
  nextLook,
  overdueBy,
  patienceMs,
  type Sweep,
  type SweepDeps,
  type Swept,
} from './sweeping.ts';

/** A revocation at which an execution is at work is left to it for this long past its end. */
const leftToTheMachineMs = 30 * minute;

/** GRANTING, GRANTED or REVOKING. Nobody is notified here: that comes after everything that may be live. */
export const moveLive = async (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  if (isOver(sweep, record)) return revokeHere(sweep, record);
  if (record.status === 'GRANTED') return moveGranted(sweep, record);
  const { deps, budget } = sweep;
  if (!budget.take()) return 'left';
  if ((await deps.executions.state(record.requestId)) !== 'running') {
    return revokeHere(sweep, record);
  }
  if (record.status === 'REVOKING' && overdueBy(deps, endOf(record)) >= leftToTheMachineMs) {
    return revokeHere(sweep, record);
  }
  await look(deps, record, nextLook(deps, record));
  return 'left';
};

/** Nobody needs to be asked: whoever runs, it is over, or was stopped, or did not hear that it should end. */
const isOver = ({ deps }: Sweep, record: RequestRecord): boolean => {
  const { status, stopped, until, endsBy, wake, endAskedAt } = record;
  if (stopped !== undefined) return true;
  if (status === 'REVOKING') return false;
  const unheard = wake === 'end' && overdueBy(deps, endAskedAt) >= patienceMs;
  const late = status === 'GRANTED' ? overdueBy(deps, until) - patienceMs : overdueBy(deps, endsBy);
  return unheard || late >= 0;
};

/** When it should have ended: somebody may have asked for it earlier. */
const endOf = ({ until, endsBy, endAskedAt }: RequestRecord) => endAskedAt ?? until ?? endsBy;

const moveGranted = async (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  const { deps, budget } = sweep;
  const { wake, until, holdToken } = record;
  const waiting = wake !== undefined || overdueBy(deps, until) >= 0;
  if (waiting && holdToken !== undefined) {
    const answer = await deps.executions.resume(holdToken);
    await look(deps, record, deps.now() + patienceMs);
    return answer === 'resumed' ? 'resumed' : 'left';
  }
  if (!budget.take()) return 'left';
  if ((await deps.executions.state(record.requestId)) !== 'running') {
    return revokeHere(sweep, record);
  }
  await look(deps, record, waiting ? deps.now() + patienceMs : nextLook(deps, record));
  return 'left';
};

const revokeHere = async (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  const { deps, invocation } = sweep;
  try {
    await revokeNow(deps, record, invocation);
  } catch (error) {
    return notRevoked(deps, record, error);
  }
  await notifyInThisSweep(deps, record.requestId);
  return 'revoked';
};

/** What waits is tried again within a minute. What was refused is STUCK, and security is paged in this sweep. */
const notRevoked = async (deps: SweepDeps, record: RequestRecord, error: unknown): Promise<Swept> => {
  const { requestId } = record;
  if (isCurfewError(error, 'LedgerBehind')) throw error;
  const now = deps.now();
  const current = (await deps.requests.get(requestId)) ?? record;
  if (isWaiting(error)) {
    await look(deps, current, now + minute);
    return 'left';
  }
  await deps.requests.stuck(moveOf('markStuck', current, now, { source: 'sweeper' }));
  await notifyInThisSweep(deps, requestId);
  throw error;
};

/** Final, or STUCK: people hear of it once nothing that may be live is left to do. */
const notifyInThisSweep = async (deps: SweepDeps, requestId: string): Promise<void> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) return;
  if (isFinal(record.status) || record.status === 'STUCK') await look(deps, record, deps.now());
};

/** STUCK: access is tried to be taken back once more, and security is paged if it was not yet. */
export const moveStuck = async (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  const { deps, invocation } = sweep;
  const { requestId } = record;
  deps.measure('StuckRevokes', 1);
  // One that became STUCK in this very sweep was just refused.
  if (sweep.done[requestId] !== 'failed') {
    try {
      await revokeNow(deps, record, invocation);
      await notifyInThisSweep(deps, requestId);
      return 'revoked';
    } catch (error) {
      if (isCurfewError(error, 'LedgerBehind')) throw error;
      deps.log.warn('Still not revoked.', { requestId, error: nameOf(error) });
    }
  }
  await look(deps, record, nextLook(deps, record));
  await page(sweep, record);
  return 'left';
};

const page = async ({ deps, slack }: Sweep, { requestId, notified }: RequestRecord): Promise<void> => {
  if (notified.security !== undefined || !isOpen(slack)) return;
  await asking(slack, () => pageSecurity(deps, { requestId, refused: true }));
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
