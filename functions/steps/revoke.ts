import type { AccessInput, AccessOutput } from '../../statemachines/access.contract.ts';
import { CurfewError, isCurfewError } from '../domain/errors.ts';
import type { Outcome, RequestRecord } from '../domain/record.ts';
import { isFinal } from '../domain/status.ts';
import { second, toIso, toMs } from '../domain/time.ts';
import { moveOf, type TransitionName } from '../domain/transitions.ts';
import { requireBelieved } from './held-back.ts';
import { kindOf, queuesOf } from './leased-target.ts';
import type { Invocation, StepDeps } from './port.ts';
import { type RevokeTargetDeps, revokeTarget } from './revoke-target.ts';

export type RevokeDeps = RevokeTargetDeps & Pick<StepDeps, 'queues' | 'measure' | 'audit'>;

/**
 * Decides whether access is over, by the ledger alone, and revokes it. Done only when a read-back shows it gone, or
 * when it stays because others hold it or it is pre-existing. Throws `NotYet` when it is not over; any other failure is
 * tried again, `UnknownRequest` and `LedgerConflict` included.
 */
export const revoke = async (
  deps: RevokeDeps,
  { requestId, because }: AccessInput<'Revoke'>,
  invocation: Invocation,
): Promise<AccessOutput<'Revoke'>> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  if (isFinal(record.status)) return {};
  await requireBelieved(deps, record);
  if (record.status === 'APPROVED') return failUngranted(deps, record);
  const begun = await begin(deps, record, because);
  await revokeAll(deps, begun, invocation);
  return {};
};

/**
 * Revokes a request that the sweeper found over, or without an execution, as `revoke` does but without asking whether
 * it is over. Throws what AWS or the ledger fails with.
 */
export const revokeNow = async (
  deps: RevokeDeps,
  record: RequestRecord,
  invocation: Invocation,
): Promise<void> => {
  await requireBelieved(deps, record);
  if (record.status === 'STUCK') return revokeAll(deps, record, invocation);
  const move = moveOf('forceRevoke', record, deps.now(), { source: 'sweeper' });
  const begun = await deps.requests.forceRevoke(move, { noted: record.status !== 'REVOKING' });
  if (begun !== undefined) await revokeAll(deps, begun, invocation);
};

/** Grant refused before it recorded its bound, so no AWS call was made. */
const failUngranted = async (deps: RevokeDeps, record: RequestRecord): Promise<AccessOutput<'Revoke'>> => {
  const outcome = record.outcome ?? { code: 'not-granted', message: 'The grant could not be started.' };
  const move = moveOf('failUngranted', record, deps.now(), { detail: { ...outcome } });
  const closed = await deps.requests.closeUngranted(move, outcome);
  if (closed === undefined) throw new CurfewError('LedgerConflict', `${record.requestId} moved meanwhile.`);
  return {};
};

const begin = async (deps: RevokeDeps, record: RequestRecord, because: string): Promise<RequestRecord> => {
  // STUCK stays visible as STUCK until access is seen gone.
  if (record.status === 'STUCK') return record;
  const now = deps.now();
  const move = moveOf('beginRevoke', record, now, { detail: { because } });
  const begun = await deps.requests.beginRevoke(move, { now, noted: record.status !== 'REVOKING' });
  if (begun !== undefined) return begun;
  throw new CurfewError('NotYet', `${record.requestId} is ${record.status} and not over.`);
};

const revokeAll = async (deps: RevokeDeps, begun: RequestRecord, invocation: Invocation): Promise<void> => {
  const failures: unknown[] = [];
  for (const requested of begun.targets) {
    await revokeTarget(deps, begun, requested, invocation).catch((error: unknown) => failures.push(error));
  }
  // A target that fails must not keep the others from being revoked; a real failure counts more than waiting.
  const [first] = failures.sort((a, b) => Number(isWaiting(a)) - Number(isWaiting(b)));
  if (first !== undefined) {
    if (failures.some(error => isCurfewError(error, 'Throttled'))) await standInQueue(deps, begun);
    if (!isCurfewError(first, 'StillRevoking'))
      await deps.requests.problem(begun.requestId, messageOf(first));
    throw first;
  }
  await finish(deps, begun);
};

/** Grants let it pass. What cannot be written here keeps no revocation from its next attempt. */
const standInQueue = async (deps: RevokeDeps, begun: RequestRecord): Promise<void> => {
  const now = deps.now();
  try {
    for (const queue of queuesOf(kindOf(deps, begun), begun)) await deps.queues.revocationWaits(queue, now);
  } catch (error) {
    deps.log.warn('Grants are not asked to wait.', { requestId: begun.requestId, error: String(error) });
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Does the failure only mean that AWS or another worker needs time? */
export const isWaiting = (error: unknown): boolean =>
  isCurfewError(error, 'StillRevoking') || isCurfewError(error, 'Busy') || isCurfewError(error, 'Throttled');

const finish = async (deps: RevokeDeps, begun: RequestRecord): Promise<void> => {
  const now = deps.now();
  const record = (await deps.requests.get(begun.requestId)) ?? begun;
  const latenessSeconds = lateness(record, now);
  const detail = {
    latenessSeconds,
    targets: record.targets.map(requested => ({
      resourceKey: requested.resourceKey,
      ...record.progress[requested.resourceKey],
    })),
  };
  const { transition, outcome } = endingOf(record);
  const move = moveOf(transition, record, now, { ...(record.endedBy && { by: record.endedBy }), detail });
  const ended = await deps.requests.ended(move, {
    at: toIso(now),
    outcome: record.outcome === undefined ? outcome : undefined,
  });
  if (ended === undefined) return;
  if (latenessSeconds !== undefined) deps.measure('RevokeLateness', latenessSeconds);
};

type Ending = { transition: TransitionName; outcome?: Outcome };

/** What a request whose access is gone becomes, and why if nobody has said so yet. */
const endingOf = (record: RequestRecord): Ending => {
  if (record.grantedAt !== undefined) return { transition: 'end' };
  const asked = {
    code: 'ended-while-granting',
    message: 'The end was asked for while access was being granted.',
  };
  if (record.wake === 'end') return { transition: 'endCancelled', outcome: asked };
  const failed = { code: 'grant-failed', message: 'AWS did not give the access. Everything was cleaned up.' };
  return { transition: 'endFailed', outcome: failed };
};

/** Seconds between the promised end and the read-back that showed access gone; undefined when nothing was granted. */
const lateness = (record: RequestRecord, now: number): number | undefined => {
  if (record.grantedAt === undefined || record.until === undefined) return undefined;
  const asked = record.endAskedAt ?? record.until;
  return Math.max(0, now - Math.min(toMs(asked), toMs(record.until))) / second;
};
