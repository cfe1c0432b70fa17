import type { RequestRecord } from '../domain/record.ts';
import { isFinal, isLive } from '../domain/status.ts';
import { day, type Iso, minute, toIso, toMs } from '../domain/time.ts';
import { lookAgainAt, moveOf, noteOf } from '../domain/transitions.ts';
import { notifyHeldBack } from '../slack/notify/ledger.ts';
import { crossCheck } from './cross-check.ts';
import { isHeldBack } from './held-back.ts';
import { type NotifyStepDeps, notifyOutcome, outcomeOf, pageSecurity } from './notify.ts';
import type { Invocation, StepDeps } from './port.ts';
import { isWaiting, type RevokeDeps, revokeNow } from './revoke.ts';

export type SweepDeps = RevokeDeps & NotifyStepDeps & Pick<StepDeps, 'executions'>;

/** What was done about one due request. `left`: nothing was needed, or it has to wait. `failed`: it stays due. */
export type Swept =
  | 'started'
  | 'resumed'
  | 'revoked'
  | 'notified'
  | 'closed'
  | 'left'
  | 'held-back'
  | 'failed';

/** After this long past its end, a grant that was not moved by a resume is revoked right here. */
const patienceMs = 2 * minute;
/** Per shard and sweep: more stay due for the next one. */
const perShard = 25;
/** Reserved to finish the request that is being worked on. */
const marginMs = minute;

/**
 * Looks at every request that nothing moved in time, and moves it by the same code and conditions as the machine. It
 * touches what the ledger says is ours and nothing else. Answers what it did, by request id. Throws when the ledger
 * cannot be read: that revokes nothing and raises an alarm.
 */
export const sweep = async (deps: SweepDeps, invocation: Invocation): Promise<Record<string, Swept>> => {
  await crossCheck(deps);
  const ids = await deps.requests.due(deps.now(), perShard);
  const done: Record<string, Swept> = {};
  for (const id of ids) {
    if (invocation.remainingMs() < marginMs) break;
    done[id] = await sweepOne(deps, id, invocation);
  }
  await pageHeldBack(deps, done);
  const late = Object.values(done).filter(what => what !== 'left' && what !== 'closed').length;
  deps.measure('SweptLate', late);
  deps.measure('SweepRuns', 1);
  deps.log.info('Swept.', { due: ids.length, done: Object.keys(done).length, late });
  return done;
};

/** Whatever else a sweep does comes first; people who cannot be told now are told by the next one. */
const pageHeldBack = async (deps: SweepDeps, done: Record<string, Swept>): Promise<void> => {
  const ids = Object.keys(done).filter(id => done[id] === 'held-back');
  const found = await Promise.all(ids.map(id => deps.requests.get(id)));
  const records = found.filter(record => record !== undefined);
  await notifyHeldBack(deps, records).catch(async (error: unknown) => {
    deps.log.error('Security could not be told of requests that are held back.', { error: String(error) });
    for (const { requestId } of records) await deps.requests.markDue(requestId, toIso(deps.now() + minute));
  });
};

/** One request must not keep the others from being looked at. */
const sweepOne = async (deps: SweepDeps, requestId: string, invocation: Invocation): Promise<Swept> => {
  try {
    const record = await deps.requests.get(requestId);
    if (record === undefined) return 'left';
    if (await isHeldBack(deps, record)) return 'held-back';
    const swept = await move(deps, record, invocation);
    await deps.audit.flush(requestId);
    return swept;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.error('A due request could not be moved; it stays due.', { requestId, error: name });
    deps.measure('UnexpectedErrors', 1);
    return 'failed';
  }
};

const move = (deps: SweepDeps, record: RequestRecord, invocation: Invocation): Promise<Swept> => {
  if (isFinal(record.status)) return finishNotifying(deps, record);
  if (isLive(record.status)) return moveLive(deps, record, invocation);
  return record.status === 'NEW' ? startAgain(deps, record) : moveWaiting(deps, record);
};

/** A final request stays due until people are notified of its outcome and its audit is complete. */
const finishNotifying = async (deps: SweepDeps, record: RequestRecord): Promise<Swept> => {
  const { requestId, askToken } = record;
  const event = outcomeOf(record);
  const notified = event !== undefined && record.notified[`dm.${event}`] !== undefined;
  if (!notified && askToken !== undefined && (await resume(deps, askToken)) === 'resumed') {
    await look(deps, record, deps.now() + patienceMs);
    return 'resumed';
  }
  if (!notified) {
    await notifyOrGiveUp(deps, record);
    return 'notified';
  }
  await deps.audit.flush(requestId);
  await deps.requests.closed(requestId);
  return 'closed';
};

/** Someone who cannot be notified for a day (their account is gone) must not keep the request due. */
const notifyOrGiveUp = async (deps: SweepDeps, record: RequestRecord): Promise<void> => {
  const { requestId } = record;
  try {
    await notifyOutcome(deps, { requestId });
  } catch (error) {
    if (overdueBy(deps, record.dueAt) < day) throw error;
    const what = 'could not be notified';
    await deps.requests.note(requestId, noteOf(record, { what, status: record.status, at: deps.now() }));
    await deps.audit.flush(requestId);
    await deps.requests.closed(requestId);
  }
};

const startAgain = async (deps: SweepDeps, record: RequestRecord): Promise<Swept> => {
  const outcome = await deps.executions.start(record.requestId);
  if (outcome === 'exists' && (await deps.executions.state(record.requestId)) === 'over') {
    return closeStopped(deps, record);
  }
  await look(deps, record, deps.now() + patienceMs);
  return outcome === 'started' ? 'started' : 'left';
};

/** PENDING or APPROVED: the execution only has to be resumed, unless it is over. */
const moveWaiting = async (deps: SweepDeps, record: RequestRecord): Promise<Swept> => {
  if ((await deps.executions.state(record.requestId)) !== 'running') return closeStopped(deps, record);
  const answer =
    record.askToken === undefined ? 'gone' : await resumeIfDecided(deps, record, record.askToken);
  await look(deps, record, nextLook(deps, record));
  return answer === 'resumed' ? 'resumed' : 'left';
};

const resumeIfDecided = (deps: SweepDeps, record: RequestRecord, token: string) => {
  const overdue = record.deadline !== undefined && toMs(record.deadline) <= deps.now();
  return record.status === 'APPROVED' || overdue ? resume(deps, token) : 'gone';
};

/** Aborting the execution in the console means "end now"; before a grant there is nothing to revoke. */
const closeStopped = async (deps: SweepDeps, record: RequestRecord): Promise<Swept> => {
  const outcome = {
    code: 'execution-stopped',
    message: 'The workflow of this request was stopped before anything was granted. Please ask again.',
  };
  const move = moveOf('cancelStopped', record, deps.now(), { source: 'sweeper' });
  const closed = await deps.requests.closeUngranted(move, outcome);
  if (closed === undefined) return 'left';
  await notifyOutcome(deps, { requestId: record.requestId });
  return 'closed';
};

const moveLive = async (deps: SweepDeps, record: RequestRecord, invocation: Invocation): Promise<Swept> => {
  const running = (await deps.executions.state(record.requestId)) === 'running';
  if (!running) return revokeHere(deps, record, invocation);
  if (record.status === 'GRANTED') return moveGranted(deps, record, invocation);
  if (record.status !== 'GRANTING') return helpRevoke(deps, record, invocation);
  if (overdueBy(deps, record.endsBy) >= 0) return revokeHere(deps, record, invocation);
  await look(deps, record, nextLook(deps, record));
  return 'left';
};

/**
 * REVOKING or STUCK, and nothing moved since the last look, though the execution runs: it may be waiting, or in another
 * state. One more attempt does no harm; paging is left to the machine.
 */
const helpRevoke = async (deps: SweepDeps, record: RequestRecord, invocation: Invocation): Promise<Swept> => {
  if (record.status === 'STUCK') deps.measure('StuckRevokes', 1);
  try {
    await revokeNow(deps, record, invocation);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.warn('Still not revoked; the machine goes on.', { requestId: record.requestId, error: name });
    await look(deps, record, nextLook(deps, record));
    return 'left';
  }
  await notifyOutcome(deps, { requestId: record.requestId });
  return 'revoked';
};

const moveGranted = async (
  deps: SweepDeps,
  record: RequestRecord,
  invocation: Invocation,
): Promise<Swept> => {
  const unheard = record.wake === 'end' && overdueBy(deps, record.endAskedAt) >= patienceMs;
  if (unheard || overdueBy(deps, record.until) >= patienceMs) return revokeHere(deps, record, invocation);
  const waiting = record.wake !== undefined || overdueBy(deps, record.until) >= 0;
  if (!waiting || record.holdToken === undefined) {
    await look(deps, record, waiting ? deps.now() + patienceMs : nextLook(deps, record));
    return 'left';
  }
  const answer = await resume(deps, record.holdToken);
  await look(deps, record, deps.now() + patienceMs);
  return answer === 'resumed' ? 'resumed' : 'left';
};

/** Milliseconds past the given time; negative before it or when there is none. */
const overdueBy = (deps: SweepDeps, at: Iso | undefined): number =>
  at === undefined ? -1 : deps.now() - toMs(at);

const revokeHere = async (deps: SweepDeps, record: RequestRecord, invocation: Invocation): Promise<Swept> => {
  const { requestId } = record;
  try {
    await revokeNow(deps, record, invocation);
  } catch (error) {
    if (isWaiting(error)) {
      await look(deps, record, deps.now() + minute);
      return 'left';
    }
    await pageSecurity(deps, { requestId });
    throw error;
  }
  await notifyOutcome(deps, { requestId });
  return 'revoked';
};

const resume = (deps: SweepDeps, token: string) => deps.executions.resume(token);

const look = (deps: SweepDeps, record: RequestRecord, at: number): Promise<void> =>
  deps.requests.markDue(record.requestId, toIso(at));

const nextLook = (deps: SweepDeps, record: RequestRecord): number => {
  const now = deps.now();
  const due = lookAgainAt(record.status, record, now);
  return Math.max(due === undefined ? now : toMs(due), now + patienceMs);
};
