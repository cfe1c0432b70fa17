import { hour, second } from '../../functions/domain/time.ts';
import { timed } from '../measure.ts';
import { createEngineWorld, startAt } from './world.ts';

export type Many = {
  count: number;
  transitions: number;
  /** Real ms until all are granted, from the first start; then until all have ended. */
  openMs: number;
  endMs: number;
  /** Processor time of both, ms: unlike the time on the clock it hardly depends on what else the machine does. */
  processorMs: number;
  /** On the heap with all of them open, after a collection if there is a collector to call; MB of 2^20 bytes. */
  heapMegabytes: number;
  /** Resident at the peak, of the whole process; MB. */
  peakMegabytes: number;
};

const megabyte = 2 ** 20;

/** How many clicks arrive before the first is handled: people do not approve thousands at one moment. */
const clicksAtOnce = 50;

/** `count` requests asked for, approved and held side by side; they end within the same minute. */
export const manyOnEngine = async (count: number): Promise<Many> => {
  const ids = Array.from({ length: count }, (_, index) => `request-${index}`);
  const ends = new Map(ids.map((id, index) => [id, startAt + hour + (index % 60) * second]));
  const { clock, engine, records, stateMachineArn, start, approve } = createEngineWorld(
    id => ends.get(id) ?? startAt,
  );

  const opened = await timed(async () => {
    for (const id of ids) start(id);
    await clock.settle();
    for (const [index, id] of ids.entries()) {
      approve(id);
      if (index % clicksAtOnce === clicksAtOnce - 1) await clock.settle();
    }
    await clock.settle();
  });
  if (records.granted() !== count) throw new Error(`${records.granted()} of ${count} are granted`);
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();

  const over = await timed(() => clock.advanceTo(startAt + hour + 60 * second));
  if (records.ended() !== count) throw new Error(`${records.ended()} of ${count} have ended`);
  const { executions } = engine.listExecutions({ stateMachineArn, statusFilter: 'SUCCEEDED' });
  if (executions.length !== count) throw new Error(`${executions.length} of ${count} executions succeeded`);

  return {
    count,
    transitions: executions
      .map(({ executionArn }) => engine.execution(executionArn).transitions)
      .reduce((sum, each) => sum + each, 0),
    openMs: opened.ms,
    endMs: over.ms,
    processorMs: opened.processorMs + over.processorMs,
    heapMegabytes: heapUsed / megabyte,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
};
