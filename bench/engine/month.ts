import { day } from '../../functions/domain/time.ts';
import { createEngineWorld, startAt } from './world.ts';

/** Asked, approved, held for 30 days, warned, revoked. Throws unless it ended exactly then. */
export const monthOnEngine = async (): Promise<void> => {
  const until = startAt + 30 * day;
  const { clock, engine, start, approve } = createEngineWorld(() => until);
  const executionArn = start('month');
  await clock.settle();
  approve('month');
  while (engine.execution(executionArn).status === 'RUNNING') {
    if ((await clock.advanceToNext()) === undefined) break;
  }
  const { status } = engine.execution(executionArn);
  if (status !== 'SUCCEEDED' || clock.now() !== until) throw new Error(`It is ${status} at ${clock.now()}`);
};
