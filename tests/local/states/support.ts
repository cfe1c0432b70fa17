import { createClock } from '../../../local/clock.ts';
import { createEngine, type Engine, type EngineOptions } from '../../../local/states/engine.ts';

export const start = Date.parse('2027-01-04T09:00:00.000Z');

type Functions = Record<string, (payload: never, info: Parameters<EngineOptions['invoke']>[2]) => unknown>;

export interface Setup extends Partial<Omit<EngineOptions, 'clock' | 'invoke'>> {
  readonly functions?: Functions;
}

/** An engine whose Lambdas are the given functions, ids counted and jitter without chance. */
export const setUp = ({ functions = {}, ...options }: Setup = {}) => {
  const clock = createClock({ startAt: start, maxPendingMs: 2000 });
  let ids = 0;
  const engine = createEngine({
    clock,
    invoke: async (name, payload, info) => {
      const run = functions[name];
      if (run === undefined) throw new Error(`No function ${name}`);
      return run(payload as never, info);
    },
    dynamodb: async () => ({}),
    random: () => 1,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    ...options,
  });
  return { clock, engine };
};

export const machineOf = (states: Record<string, object>, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});

/** Starts the states as a machine of their own; the first one is StartAt. */
export const begin = (
  engine: Engine,
  states: Record<string, object>,
  input: unknown = {},
  more: object = {},
) => {
  const name = `machine-${engine.listStateMachines().length + 1}`;
  const { stateMachineArn } = engine.createStateMachine({ name, definition: machineOf(states, more) });
  return engine.startExecution({ stateMachineArn, name: 'one', input: JSON.stringify(input) }).executionArn;
};

/** Moves time on until the execution has ended or nothing more is due. */
export const finish = async (world: ReturnType<typeof setUp>, executionArn: string) => {
  await world.clock.settle();
  while (world.engine.describeExecution({ executionArn }).status === 'RUNNING') {
    if ((await world.clock.advanceToNext()) === undefined) break;
  }
  return resultOf(world.engine, executionArn);
};

export const resultOf = (engine: Engine, executionArn: string) => {
  const { status, output, error, cause } = engine.describeExecution({ executionArn });
  return {
    status,
    ...(output !== undefined && { output: JSON.parse(output) as unknown }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
};

/** Runs the states to the end and says how they ended. */
export const play = async (states: Record<string, object>, input: unknown = {}, setup: Setup = {}) => {
  const world = setUp(setup);
  const executionArn = begin(world.engine, states, input);
  const result = await finish(world, executionArn);
  return { ...world, executionArn, result };
};

export const typesOf = (engine: Engine, executionArn: string) =>
  engine.getExecutionHistory({ executionArn }).events.map(event => event.type);

/** Events of a type, with their details. */
export const eventsOf = (engine: Engine, executionArn: string, type: string) =>
  engine
    .getExecutionHistory({ executionArn })
    .events.filter(event => event.type === type)
    .map(event => {
      const details = Object.entries(event).find(([key]) => key.endsWith('EventDetails'));
      return {
        id: event.id,
        previous: event.previousEventId,
        at: event.timestamp.getTime(),
        details: details?.[1],
      };
    });

export const invoke = (name: string, payload: unknown = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: payload },
});

export const invokeWithToken = (name: string, payload: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: {
    FunctionName: name,
    Payload: { ...payload, token: '{% $states.context.Task.Token %}' },
  },
});

/** An error with a name of its own, as a Lambda throws it. */
export const named = (name: string, message = 'no') => Object.assign(new Error(message), { name });
