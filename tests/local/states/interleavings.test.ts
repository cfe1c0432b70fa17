import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createClock } from '../../../local/clock.ts';
import { createEngine } from '../../../local/states/engine.ts';
import { begin, eventsOf, invokeWithToken, machineOf, named, setUp } from './support.ts';

type Step =
  | { readonly kind: 'advance'; readonly seconds: number }
  | { readonly kind: 'succeed' | 'fail' | 'heartbeat'; readonly token: number }
  | { readonly kind: 'stop' };

const token = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('advance' as const), seconds: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('succeed', 'fail', 'heartbeat'), token }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stop' as const) }) },
) as fc.Arbitrary<Step>;

const states = {
  First: {
    ...invokeWithToken('f'),
    TimeoutSeconds: 30,
    HeartbeatSeconds: 20,
    Retry: [{ ErrorEquals: ['States.Timeout', 'Busy'], IntervalSeconds: 5, MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Output: {}, Next: 'Second' }],
    Next: 'Second',
  },
  Second: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'A', States: { A: { ...invokeWithToken('f'), TimeoutSeconds: 30, End: true } } },
      { StartAt: 'B', States: { B: { Type: 'Wait', Seconds: 25, End: true } } },
    ],
    Catch: [{ ErrorEquals: ['States.ALL'], Output: {}, Next: 'Third' }],
    Next: 'Third',
  },
  Third: { Type: 'Wait', Seconds: 10, End: true },
};

const outcomes = ['TaskSucceeded', 'TaskFailed', 'TaskTimedOut'];
const endings = { SUCCEEDED: 'ExecutionSucceeded', FAILED: 'ExecutionFailed', ABORTED: 'ExecutionAborted' };

const play = async (steps: readonly Step[]) => {
  const tokens: string[] = [];
  let calls = 0;
  const world = setUp({
    functions: {
      f: ({ token }: { token: string }) => {
        tokens.push(token);
        calls += 1;
        if (calls % 4 === 3) throw named('Busy');
      },
    },
  });
  const { engine, clock } = world;
  const executionArn = begin(engine, states);
  const act = (each: Step) => {
    if (each.kind === 'stop') return engine.stopExecution({ executionArn });
    if (each.kind === 'advance') return undefined;
    const taskToken = tokens[each.token] ?? 'none';
    if (each.kind === 'succeed') return engine.sendTaskSuccess({ taskToken, output: '{}' });
    if (each.kind === 'fail') return engine.sendTaskFailure({ taskToken, error: 'Denied' });
    return engine.sendTaskHeartbeat({ taskToken });
  };
  for (const each of steps) {
    try {
      act(each);
    } catch (error) {
      assert.ok(['TaskTimedOut', 'InvalidToken'].includes((error as Error).name), String(error));
    }
    await clock.advanceBy(each.kind === 'advance' ? each.seconds * 1000 : 0);
  }
  await clock.advanceBy(3_600_000);
  return { ...world, executionArn };
};

test('whatever is answered, timed out or stopped when, each attempt has one outcome and each execution one end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
      const { engine, clock, executionArn } = await play(steps);
      const { status } = engine.describeExecution({ executionArn });
      const { events } = engine.getExecutionHistory({ executionArn });
      const types = events.map(event => event.type);
      assert.is(types.at(-1), endings[status as keyof typeof endings]);
      assert.is(types.filter(type => Object.values(endings).includes(type)).length, 1);
      assert.is(clock.nextAt(), undefined, 'an execution that has ended leaves no timer');
      for (const [index, event] of events.entries()) {
        assert.is(event.id, index + 1);
        assert.ok(event.previousEventId < event.id);
      }
      const attempts = types.filter(type => type === 'TaskScheduled').length;
      const settled = types.filter(type => outcomes.includes(type)).length;
      const cut = types.filter(type => type === 'TaskStateAborted').length;
      assert.ok(settled <= attempts);
      if (status === 'SUCCEEDED') assert.ok(settled + cut >= attempts, types.join(' '));
    }),
    { numRuns: 150 },
  );
});

test('on a flowing clock a wait of 30 days passes by a jump', async () => {
  const clock = createClock({ startAt: 0, flow: true });
  const engine = createEngine({ clock, invoke: async () => ({}), dynamodb: async () => ({}) });
  const definition = machineOf({ S: { Type: 'Wait', Seconds: 30 * 86_400, End: true } });
  const { stateMachineArn } = engine.createStateMachine({ name: 'm', definition });
  const { executionArn } = engine.startExecution({ stateMachineArn });
  await clock.settle();
  assert.is(engine.describeExecution({ executionArn }).status, 'RUNNING');
  await clock.advanceToNext();
  assert.is(engine.describeExecution({ executionArn }).status, 'SUCCEEDED');
  assert.is(eventsOf(engine, executionArn, 'WaitStateExited').length, 1);
  clock.stop();
});

test.run();
