import { day, hour } from '../../functions/domain/time.ts';
import type { Installation } from '../installation.ts';

/** Changes when something happens that people can see, in Slack, in AWS or in the console. */
export const createMark = ({ slack, aws, engine, stateMachineArn }: Installation) => {
  let changes = 0;
  const count = () => {
    changes += 1;
  };
  const stops = [slack.onChange(count), aws.onChange(count)];
  const states = () =>
    engine.listExecutions({ stateMachineArn }).executions.map(({ executionArn }) => {
      const { currentState, status } = engine.execution(executionArn);
      return `${currentState} ${status}`;
    });
  return {
    read: (): string => [changes, ...states()].join('|'),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
};

export type Mark = ReturnType<typeof createMark>;

/** How far ahead to look, ms. A start may be two weeks ahead; without an execution only the sweeper is left. */
const horizon = ({ engine, stateMachineArn, aws }: Installation): number => {
  const running = engine.listExecutions({ stateMachineArn, statusFilter: 'RUNNING' }).executions.length > 0;
  if (running) return 15 * day;
  return aws.entries().length > 0 ? hour : 0;
};

/** Lets time run until something visible happens. It skips rounds of the sweeper that find nothing. */
export const toNextEvent = async (world: Installation, mark: Mark): Promise<boolean> => {
  const before = mark.read();
  const limit = world.clock.now() + horizon(world);
  if (limit === world.clock.now()) return false;
  while ((world.clock.nextAt() ?? Number.POSITIVE_INFINITY) <= limit) {
    await world.clock.advanceToNext();
    if (mark.read() !== before) {
      await world.clock.settle();
      return true;
    }
  }
  return false;
};
