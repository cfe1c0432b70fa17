import type { Catcher, Retrier } from './definition.ts';
import type { Failure, StateFailure } from './errors.ts';

/** Timeouts, heartbeats included, arrive as `States.Timeout`. */
const timeouts = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

/**
 * Whether one entry of ErrorEquals matches. `States.ALL` matches neither `States.Runtime` nor
 * `States.DataLimitExceeded`; `States.TaskFailed` matches anything but a timeout.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const matches = (pattern: string, failure: StateFailure): boolean => {
  if (failure.terminal && failure.error === 'States.Runtime') return false;
  if (pattern === failure.error) return true;
  if (failure.terminal) return false;
  if (pattern === 'States.ALL') return true;
  if (pattern === 'States.TaskFailed') return !timeouts.has(failure.error ?? '');
  return pattern === 'States.HeartbeatTimeout' && failure.error === 'States.Timeout' && failure.heartbeat;
};

const handles = (handler: { readonly errors: readonly string[] }, failure: StateFailure) =>
  handler.errors.some(pattern => matches(pattern, failure));

/** Seconds before retry number `attempt` (0 for the first) of a retrier. */
export const retryDelaySeconds = (retrier: Retrier, attempt: number, random: () => number): number => {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** attempt;
  const delay = Math.min(grown, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.fullJitter ? random() * delay : delay;
};

export interface RetryCounter {
  /** Seconds to wait before trying again, or undefined: no retry. */
  next(failure: StateFailure): number | undefined;
  /** Retries so far, all retriers together. */
  readonly count: number;
}

/** Counts the retries of one visit of a state. Each retrier has its own attempts; the first that matches decides. */
export const createRetryCounter = (retriers: readonly Retrier[], random: () => number): RetryCounter => {
  const used = retriers.map(() => 0);
  let count = 0;
  return {
    get count() {
      return count;
    },
    next: failure => {
      const index = retriers.findIndex(retrier => handles(retrier, failure));
      const retrier = retriers[index];
      const attempt = used[index] ?? 0;
      if (retrier === undefined || attempt >= retrier.maxAttempts) return undefined;
      used[index] = attempt + 1;
      count += 1;
      return retryDelaySeconds(retrier, attempt, random);
    },
  };
};

export const findCatcher = (
  catchers: readonly Catcher[],
  failure: StateFailure,
): { catcher: Catcher; index: number } | undefined => {
  const index = catchers.findIndex(catcher => handles(catcher, failure));
  const catcher = catchers[index];
  return catcher === undefined ? undefined : { catcher, index };
};

/** `$states.errorOutput`, and what a catcher hands on unless it says otherwise. */
export const errorOutput = (failure: Failure): { Error: string; Cause: string } => ({
  Error: failure.error ?? '',
  Cause: failure.cause ?? '',
});
