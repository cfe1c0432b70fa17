import type { RequestRecord } from '../domain/record.ts';
import type { DeskDeps } from './deps.ts';
import type { Acted } from './port.ts';

/** Best effort: the record already says what happened, and the sweeper rings again. */
export const ringFor = async (
  deps: Pick<DeskDeps, 'machine' | 'log'>,
  record: RequestRecord,
  token: string | undefined,
): Promise<void> => {
  if (token === undefined) return;
  try {
    await deps.machine.ring(token);
  } catch (error) {
    deps.log.warn('The bell was not heard; the sweeper will ring again.', {
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
