import type { RequestRecord } from '../../domain/record.ts';
import { type Iso, minute, second, toIso, toMs } from '../../domain/time.ts';
import { notifyHeldBack } from '../../slack/notify/ledger.ts';
import { crossCheck } from '../cross-check.ts';
import type { Invocation } from '../port.ts';
import { sayCongestion } from './congestion.ts';
import { createBudget, overdueBy, type Sweep, type SweepDeps, type Swept } from './sweeping.ts';
import { workOn } from './work.ts';

/** Reserved to finish the requests that are being worked on. */
const marginMs = minute;
const renewEveryMs = minute;
/** What is not live gets this much of a sweep before live requests are looked for again. */
const sliceMs = 20 * second;
/** People are notified in at most a fifth of the time. */
const notifyingShare = 5;
/** A live request overdue by more than this is one that nobody takes back. */
const overdueMs = 5 * minute;
const crossCheckEveryMs = 15 * minute;

/**
 * Looks at every request that nothing moved in time, and moves it by the same code and conditions as the machine: what
 * may be live first, the latest first, until nothing is left or the time is up. It touches what the ledger says is ours
 * and nothing else. Answers what it did, by request id; nothing when another sweep is at work. Throws when the ledger
 * cannot be read: that revokes nothing and raises an alarm.
 */
export const sweep = async (deps: SweepDeps, invocation: Invocation): Promise<Record<string, Swept>> => {
  const worker = deps.newId();
  const taken = await deps.sweepLease.take(worker, deps.now());
  if (taken === undefined) return {};
  try {
    const running = await begin(deps, invocation);
    await workThroughAll(running, lasting(running, worker));
    await sayCongestion(running, worker, taken.jobs);
    await runJobs(running, worker, taken.jobs);
    report(running);
    return running.done;
  } finally {
    await deps.sweepLease.release(worker).catch(() => undefined);
  }
};

const begin = async (deps: SweepDeps, invocation: Invocation): Promise<Sweep> => ({
  deps,
  invocation,
  budget: createBudget(deps.now),
  slack: { failures: 0 },
  done: {},
  due: await deps.requests.due(deps.now()),
  seen: new Set(),
  stillLive: [],
});

/** Live ones again and again between slices of the rest; people are notified at the end. */
const workThroughAll = async (running: Sweep, goesOn: GoesOn): Promise<void> => {
  const totalMs = running.invocation.remainingMs();
  let cut = true;
  while (cut && (await goesOn())) {
    if (running.seen.size > 0) await lookAgain(running);
    await workOn(running, 'live', goesOn);
    cut = false;
    for (const name of ['waiting', 'stuck', 'held-back'] as const) {
      cut = !(await workOn(running, name, within(running, sliceMs, goesOn))) || cut;
    }
  }
  await pageHeldBack(running);
  if (running.seen.size > 0) await lookAgain(running);
  await workOn(running, 'untold', within(running, totalMs / notifyingShare, goesOn));
};

/** What was done meanwhile has made other requests due. */
const lookAgain = async (running: Sweep): Promise<void> => {
  running.due = await running.deps.requests.due(running.deps.now());
};

type GoesOn = () => Promise<boolean>;

/** There is time, and the lease is held: it is renewed each minute. */
const lasting = ({ deps, invocation }: Sweep, worker: string): GoesOn => {
  let renewedAt = deps.now();
  let held = true;
  return async () => {
    if (held && deps.now() - renewedAt >= renewEveryMs) {
      renewedAt = deps.now();
      held = await deps.sweepLease.renew(worker, renewedAt);
    }
    return held && invocation.remainingMs() >= marginMs;
  };
};

const within = ({ invocation }: Sweep, ms: number, goesOn: GoesOn): GoesOn => {
  const begunAt = invocation.remainingMs();
  return async () => begunAt - invocation.remainingMs() < ms && (await goesOn());
};

/** Whatever else a sweep does comes first; people who cannot be told now are told by the next one. */
const pageHeldBack = async ({ deps, done }: Sweep): Promise<void> => {
  const ids = Object.keys(done).filter(id => done[id] === 'held-back');
  const records = await deps.requests.getMany(ids);
  await notifyHeldBack(deps, records).catch(async (error: unknown) => {
    deps.log.error('Security could not be told of requests that are held back.', { error: String(error) });
    for (const { requestId, status } of records) {
      await deps.requests.markDue(requestId, status, toIso(deps.now() + minute));
    }
  });
};

/** Jobs that look at whole tables. One that fails is tried again by the next sweep. */
const runJobs = async ({ deps }: Sweep, worker: string, jobs: Record<string, Iso>): Promise<void> => {
  const last = jobs.crossCheck;
  const now = deps.now();
  if (last !== undefined && now - toMs(last) < crossCheckEveryMs) return;
  try {
    await crossCheck(deps);
    await deps.sweepLease.ran(worker, 'crossCheck', toIso(now));
  } catch (error) {
    deps.measure('UnexpectedErrors', 1);
    deps.log.error('Holders and requests could not be compared.', { error: String(error) });
  }
};

const report = ({ deps, done, stillLive }: Sweep): void => {
  const late = Object.values(done).filter(what => what !== 'left' && what !== 'closed').length;
  const overdue = stillLive.map(record => overdueBy(deps, endOf(record))).filter(ms => ms > overdueMs);
  deps.measure('SweptLate', late);
  deps.measure('OverdueLive', overdue.length);
  deps.measure('SweepRuns', 1);
  const worst = Math.round(Math.max(0, ...overdue) / second);
  deps.log.info('Swept.', {
    done: Object.keys(done).length,
    late,
    overdue: overdue.length,
    worstSeconds: worst,
  });
};

const endOf = ({ until, endsBy }: RequestRecord): Iso | undefined => until ?? endsBy;
