import type { ErrorHandling } from '../definition.ts';
import type { StateFailure } from '../errors.ts';
import { createRetryCounter, errorOutput, findCatcher } from '../retry.ts';
import { asFailure, sleepUntil } from './branch.ts';
import { type Left, leave, type Visit } from './visit.ts';

const handle = (visit: Visit, state: ErrorHandling, failure: StateFailure, retryCount: number) => {
  const found = findCatcher(state.catch, failure);
  if (found === undefined) throw failure;
  const error = errorOutput(failure);
  return leave(visit, found.catcher, { errorOutput: error, retryCount }, error);
};

/**
 * Runs `attempt` until it succeeds, its Retry gives up, or its Catch takes over. Everything the state computes
 * is part of the attempt, so a failed Output is retried and caught like a failed call.
 */
export const withErrorHandling = async (
  visit: Visit,
  state: ErrorHandling,
  attempt: (retryCount: number) => Promise<Left>,
): Promise<Left> => {
  const { host, execution } = visit.branch;
  const retries = createRetryCounter(state.retry, host.random);
  for (;;) {
    try {
      return await attempt(retries.count);
    } catch (error) {
      const failure = asFailure(error);
      const delay = retries.next(failure);
      if (delay === undefined) return handle(visit, state, failure, retries.count);
      await sleepUntil(visit.branch, host.clock.now() + Math.round(delay * 1000));
      execution.transitions += 1;
    }
  }
};
