import type { Calling } from '../aws/call.ts';
import type { CheckResult } from './port.ts';

/** For questions asked outside any request. */
export const unbounded: Calling = {
  requestId: 'curfew-plan',
  remainingMs: () => Number.POSITIVE_INFINITY,
  called: () => undefined,
};

/** A failure of `ask` becomes its problem in words. */
export const problemOf = async (ask: () => Promise<void>): Promise<CheckResult> => {
  try {
    await ask();
    return { ok: true };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
};
