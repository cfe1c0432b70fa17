import type { DueClass } from '../../domain/due.ts';
import type { RequestRecord } from '../../domain/record.ts';
import { isLive } from '../../domain/status.ts';
import { hour, type Iso, minute, second, toIso, toMs } from '../../domain/time.ts';
import { lookAgainAt } from '../../domain/transitions.ts';
import type { RecoverDeps } from '../cross-check.ts';
import type { NotifyStepDeps } from '../notify.ts';
import type { Invocation, StepDeps } from '../port.ts';
import type { RevokeDeps } from '../revoke.ts';

export type SweepDeps = RevokeDeps &
  NotifyStepDeps &
  RecoverDeps &
  Pick<StepDeps, 'executions' | 'sweepLease'>;

/**
 * What was done about one due request. `left`: nothing was needed, or it has to wait. `held-back`: nothing is done on
 * its word. `failed`: it was put off.
 */
export type Swept =
  | 'started'
  | 'resumed'
  | 'revoked'
  | 'notified'
  | 'closed'
  | 'left'
  | 'held-back'
  | 'failed';

/** After this long past its end, or past a click, what was not moved by a resume is done right here. */
export const patienceMs = 2 * minute;

/** Milliseconds past the given time; negative before it or when there is none. */
export const overdueBy = ({ now }: Pick<SweepDeps, 'now'>, at: Iso | undefined): number =>
  at === undefined ? -1 : now() - toMs(at);

/** The sweeper looks again at `at`, epoch ms. */
export const look = (deps: Pick<SweepDeps, 'requests'>, record: RequestRecord, at: number): Promise<void> =>
  deps.requests.markDue(record.requestId, record.status, toIso(at));

/** When a request that needs nothing now is looked at again, epoch ms. */
export const nextLook = (deps: Pick<SweepDeps, 'now'>, record: RequestRecord): number => {
  const now = deps.now();
  const due = lookAgainAt(record.status, record, now);
  return Math.max(due === undefined ? now : toMs(due), now + patienceMs);
};

const firstPauseMs = 10 * minute;
const longestPauseMs = 6 * hour;

/** After a look that failed: ten minutes, then twice as long each time, but for what may be live. */
export const pauseAfter = ({ misses = 0, status }: RequestRecord): number =>
  isLive(status) && status !== 'STUCK' ? firstPauseMs : Math.min(firstPauseMs * 2 ** misses, longestPauseMs);

/** Step Functions lets describe as many executions a second as this, after a first burst. */
const describesPerSecond = 10;
const describesAtOnce = 100;

/** Says how often executions may still be asked about. `now` in epoch ms. */
export const createBudget = (now: () => number) => {
  const begunAt = now();
  let asked = 0;
  return {
    take(): boolean {
      const allowed = describesAtOnce + ((now() - begunAt) / second) * describesPerSecond;
      if (asked >= allowed) return false;
      asked += 1;
      return true;
    },
  };
};

/** One sweep at work. */
export type Sweep = {
  deps: SweepDeps;
  invocation: Invocation;
  budget: ReturnType<typeof createBudget>;
  slack: Breaker;
  /** By request id, what was done last. */
  done: Record<string, Swept>;
  /** What is due, as last read. */
  due: Record<DueClass, string[]>;
  /** `class id` of what this sweep has looked at. */
  seen: Set<string>;
  /** Live requests that this sweep did not end, as they were before. */
  stillLive: RequestRecord[];
};

/** Slack is not asked any more in a sweep in which it has failed twice in a row. */
export type Breaker = { failures: number };
const mostFailures = 2;

export const isOpen = ({ failures }: Breaker): boolean => failures < mostFailures;

/** Does what asks Slack, and remembers whether Slack answered. Throws what it throws. */
export const asking = async <T>(breaker: Breaker, act: () => Promise<T>): Promise<T> => {
  try {
    const answer = await act();
    breaker.failures = 0;
    return answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'SlackError') breaker.failures += 1;
    throw error;
  }
};
