import type { RequestRecord } from '../../domain/record.ts';
import { day, toMs } from '../../domain/time.ts';
import { noteOf } from '../../domain/transitions.ts';
import { notifyOutcome, outcomeOf } from '../notify.ts';
import { asking, look, patienceMs, type Sweep, type Swept } from './sweeping.ts';

/** A final request stays due until people are notified of its outcome and its audit is complete. */
export const finishNotifying = async (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  const { deps } = sweep;
  const { requestId, askToken, stopped } = record;
  const event = outcomeOf(record);
  const notified = event !== undefined && record.notified[`dm.${event}`] !== undefined;
  if (notified) {
    await deps.audit.flush(requestId);
    await deps.requests.closed(requestId);
    return 'closed';
  }
  const mayWake = askToken !== undefined && stopped === undefined;
  if (mayWake && (await deps.executions.resume(askToken)) === 'resumed') {
    await look(deps, record, deps.now() + patienceMs);
    return 'resumed';
  }
  await notifyOrGiveUp(sweep, record);
  return 'notified';
};

/** Someone who cannot be notified for a day (their account is gone) must not keep the request due. */
const notifyOrGiveUp = async ({ deps, slack }: Sweep, record: RequestRecord): Promise<void> => {
  const { requestId, status } = record;
  try {
    await asking(slack, () => notifyOutcome(deps, { requestId }));
  } catch (error) {
    if (deps.now() - overSince(record) < day) throw error;
    const note = noteOf(record, { what: 'could not be notified', status, at: deps.now() });
    await deps.requests.note(requestId, note);
    await deps.audit.flush(requestId);
    await deps.requests.closed(requestId);
  }
};

/** When the request ended, as far as the record says, epoch ms; not when it is due, which every look moves. */
const overSince = ({ endedAt, until, deadline, createdAt }: RequestRecord): number =>
  toMs(endedAt ?? until ?? deadline ?? createdAt);
