import type { Calling } from '../aws/call.ts';
import type { CheckResult } from './port.ts';

/** For calls outside any request and any Lambda, which have no limit of time. */
export const unbounded: Calling = {
  requestId: 'curfew-plan',
  remainingMs: () => Number.POSITIVE_INFINITY,
  called: () => undefined,
};

/** Runs `ask`, which may answer with advice. What it throws becomes a problem in words for the operator. */
export const problemOf = async (ask: () => Promise<string | undefined>): Promise<CheckResult> => {
  try {
    const advice = await ask();
    return advice === undefined ? { ok: true } : { ok: true, advice };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
};
