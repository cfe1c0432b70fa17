import { toIso } from '../domain/time.ts';
import { sweep } from '../steps/sweep/sweep.ts';
import type { SweepDeps } from '../steps/sweep/sweeping.ts';
import type { LambdaContext } from './task.ts';

/**
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html, "Execution Status Change"
 */
type StoppedEvent = { 'detail-type': 'Step Functions Execution Status Change'; detail: { name: string } };

const isStopped = (event: unknown): event is StoppedEvent =>
  typeof event === 'object' &&
  event !== null &&
  'detail-type' in event &&
  event['detail-type'] === 'Step Functions Execution Status Change';

/**
 * The sweeper's Lambda. The event of a failed, timed-out or aborted execution only marks its request due: what is done
 * about it is decided by the sweep, on the ledger. Throws when the ledger cannot be read.
 */
export const sweeper = (build: () => SweepDeps) => {
  let deps: SweepDeps | undefined;
  return async (event: unknown, context: LambdaContext): Promise<unknown> => {
    deps ??= build();
    if (isStopped(event)) {
      await deps.requests.stopped(event.detail.name, toIso(deps.now()));
      return {};
    }
    return sweep(deps, { remainingMs: () => context.getRemainingTimeInMillis() });
  };
};
