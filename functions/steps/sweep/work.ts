import type { DueClass } from '../../domain/due.ts';
import { isCurfewError } from '../../domain/errors.ts';
import type { RequestRecord } from '../../domain/record.ts';
import { isFinal, isLive } from '../../domain/status.ts';
import { toIso, toMs } from '../../domain/time.ts';
import { isHeldBack } from '../held-back.ts';
import { moveLive, moveStuck } from './live.ts';
import { workThrough } from './pool.ts';
import { isOpen, pauseAfter, type Sweep, type Swept } from './sweeping.ts';
import { finishNotifying } from './untold.ts';
import { moveWaiting } from './waiting.ts';

/** At once, on different resources. Slack is asked by one after another. */
const workers = 16;

/** Works on everything that is due in a class. Answers whether all of it was looked at. */
export const workOn = async (
  sweep: Sweep,
  name: DueClass,
  goesOn: () => Promise<boolean>,
): Promise<boolean> => {
  const records = await dueIn(sweep, name);
  return workThrough({
    items: records,
    workers: name === 'untold' ? 1 : workers,
    keysOf: ({ targets }) => targets.map(({ resourceKey }) => resourceKey),
    goesOn: async () => (name !== 'untold' || isOpen(sweep.slack)) && (await goesOn()),
    act: record => lookAt(sweep, name, record),
  });
};

/** Read consistently, the latest first, and not those of this class that this sweep has looked at. */
const dueIn = async ({ deps, due, seen }: Sweep, name: DueClass): Promise<RequestRecord[]> => {
  const records = await deps.requests.getMany(due[name].filter(id => !seen.has(`${name} ${id}`)));
  return records.sort((a, b) => endsAt(a) - endsAt(b));
};

const endsAt = ({ until, endsBy, createdAt }: RequestRecord): number => toMs(until ?? endsBy ?? createdAt);

/** One request must not keep the others from being looked at. */
const lookAt = async (sweep: Sweep, name: DueClass, record: RequestRecord): Promise<void> => {
  const { done, seen, stillLive } = sweep;
  const { requestId } = record;
  seen.add(`${name} ${requestId}`);
  done[requestId] = await swept(sweep, record);
  const moved = done[requestId] !== 'left' && done[requestId] !== 'failed';
  if (name === 'live' && !moved) stillLive.push(record);
};

const swept = async (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  const { deps } = sweep;
  const { requestId } = record;
  try {
    if (await isHeldBack(deps, record)) return 'held-back';
    const moved = await move(sweep, record);
    await deps.audit.flush(requestId);
    return moved;
  } catch (error) {
    if (isCurfewError(error, 'LedgerBehind')) {
      await isHeldBack(deps, (await deps.requests.get(requestId)) ?? record);
      return 'held-back';
    }
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.error('A due request could not be moved; it is put off.', { requestId, error: name });
    deps.measure('UnexpectedErrors', 1);
    await putOff(sweep, record);
    return 'failed';
  }
};

const move = (sweep: Sweep, record: RequestRecord): Promise<Swept> => {
  if (isFinal(record.status)) return finishNotifying(sweep, record);
  if (record.status === 'STUCK') return moveStuck(sweep, record);
  return isLive(record.status) ? moveLive(sweep, record) : moveWaiting(sweep, record);
};

/** The status may have changed on the way to the failure; what changed it has said when to look. */
const putOff = async ({ deps }: Sweep, record: RequestRecord): Promise<void> => {
  const at = toIso(deps.now() + pauseAfter(record));
  await deps.requests.putOff(record.requestId, record.status, at).catch((error: unknown) => {
    deps.log.warn('It could not even be put off.', { requestId: record.requestId, error: String(error) });
  });
};
