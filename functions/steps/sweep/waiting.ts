import type { RequestRecord } from '../../domain/record.ts';
import { toMs } from '../../domain/time.ts';
import { moveOf } from '../../domain/transitions.ts';
import { askAgainAfter, show } from '../ask.ts';
import { asking, isOpen, look, nextLook, patienceMs, type Sweep, type Swept } from './sweeping.ts';

/** NEW, PENDING or APPROVED: nothing was granted, and an execution should be at it. */
export const moveWaiting = async (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  if (record.status === 'NEW') return startAgain(sweep, record);
  const running = await isRunning(sweep, record);
  if (running === undefined) return 'left';
  if (!running) return closeStopped(sweep, record);
  const { deps } = sweep;
  const answer =
    record.askToken === undefined ? 'gone' : await resumeIfDecided(sweep, record, record.askToken);
  const asked = await askIfUnasked(sweep, record);
  if (!asked) await look(deps, record, nextLook(deps, record));
  return answer === 'resumed' ? 'resumed' : 'left';
};

/** Slack was silent when the stage opened, or the wake-up of its question was lost. Answers whether that was so. */
const askIfUnasked = async ({ deps, slack }: Sweep, record: RequestRecord): Promise<boolean> => {
  const open = record.deadline === undefined || toMs(record.deadline) > deps.now();
  const againMs = askAgainAfter(record);
  if (record.status !== 'PENDING' || !open || againMs === undefined) return false;
  if (isOpen(slack)) {
    await asking(slack, () => show(deps, record)).catch((error: unknown) => {
      deps.log.warn('Nobody can be asked yet.', { requestId: record.requestId, error: String(error) });
    });
  }
  await look(deps, record, deps.now() + againMs);
  return true;
};

/** undefined: too many were asked about already. */
const isRunning = async ({ deps, budget }: Sweep, record: RequestRecord): Promise<boolean | undefined> => {
  if (record.stopped !== undefined) return false;
  if (!budget.take()) return undefined;
  return (await deps.executions.state(record.requestId)) === 'running';
};

const startAgain = async (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  const { deps } = sweep;
  const outcome = await deps.executions.start(record.requestId);
  if (outcome === 'exists') {
    const running = await isRunning(sweep, record);
    if (running === undefined) return 'left';
    if (!running) return closeStopped(sweep, record);
  }
  await look(deps, record, deps.now() + patienceMs);
  return outcome === 'started' ? 'started' : 'left';
};

const resumeIfDecided = async ({ deps }: Sweep, record: RequestRecord, token: string) => {
  const overdue = record.deadline !== undefined && toMs(record.deadline) <= deps.now();
  return record.status === 'APPROVED' || overdue ? deps.executions.resume(token) : 'gone';
};

/** Aborting the execution in the console means "end now"; before a grant there is nothing to revoke. */
const closeStopped = async ({ deps }: Sweep, record: RequestRecord): Promise<Swept> => {
  const outcome = {
    code: 'execution-stopped',
    message: 'The workflow of this request was stopped before anything was granted. Please ask again.',
  };
  const move = moveOf('cancelStopped', record, deps.now(), { source: 'sweeper' });
  const closed = await deps.requests.closeUngranted(move, outcome);
  if (closed === undefined) return 'left';
  await look(deps, closed, deps.now());
  return 'closed';
};
