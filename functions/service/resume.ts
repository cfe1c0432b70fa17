import type { RequestRecord } from '../domain/record.ts';
import type { ServiceDeps } from './deps.ts';
import type { Acted } from './port.ts';

/**
 * Answers a task token of `record`; without one it does nothing. Never throws: the record already says what happened,
 * and the sweeper tries again.
 */
export const resumeExecution = async (
  deps: Pick<ServiceDeps, 'executions' | 'log'>,
  record: RequestRecord,
  token: string | undefined,
): Promise<void> => {
  if (token === undefined) return;
  try {
    await deps.executions.resume(token);
  } catch (error) {
    deps.log.warn('The execution was not resumed; the sweeper will try again.', {
      requestId: record.requestId,
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
};

export const unknownRequest: Acted = {
  ok: false,
  code: 'unknown-request',
  message: 'Curfew has no record of this request. Please ask again with a new one.',
};
