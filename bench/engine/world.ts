import { localTables } from '../../local/aws/tables.ts';
import { createClock } from '../../local/clock.ts';
import { definitionOf } from '../../local/machines.ts';
import { createEngine } from '../../local/states/engine.ts';
import { access } from '../../statemachines/access.machine.ts';
import { createRecords, type EndOf } from './record.ts';

export const startAt = Date.UTC(2026, 0, 12, 9);

/** The real machine on the engine, with next to nothing behind its states. */
export const createEngineWorld = (endOf: EndOf) => {
  const clock = createClock({ startAt, maxPendingMs: 60_000 });
  const records = createRecords(clock.now, endOf);
  const engine = createEngine({
    clock,
    invoke: records.invoke,
    dynamodb: records.dynamodb,
    random: () => 0.5,
  });
  const definition = definitionOf(access, localTables);
  const { stateMachineArn } = engine.createStateMachine({ name: 'curfew-access', definition });

  /** Starts it; it stands at Ask once the clock has settled. */
  const start = (requestId: string): string =>
    engine.startExecution({
      stateMachineArn,
      name: requestId,
      input: JSON.stringify({ v: 1, requestId }),
    }).executionArn;
  const approve = (requestId: string): void =>
    void engine.sendTaskSuccess({ taskToken: records.approve(requestId), output: '{}' });

  return { clock, engine, records, stateMachineArn, start, approve };
};
