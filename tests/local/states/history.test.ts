import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Engine } from '../../../local/states/engine.ts';
import { begin, finish, invoke, invokeWithToken, named, play, setUp, start } from './support.ts';

const end = { Type: 'Pass', End: true };
const wait = { Type: 'Wait', Seconds: 5, End: true };
const whole = { truncated: false };

/** The history as lines: id, the event it follows, type. */
const lines = (engine: Engine, executionArn: string) =>
  engine
    .getExecutionHistory({ executionArn })
    .events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);

const golden = (title: string, states: Record<string, object>, expected: string[], input: unknown = {}) =>
  test(`history of ${title}`, async () => {
    let calls = 0;
    const functions = {
      ok: () => ({}),
      bad: () => {
        throw named('Bad');
      },
      once: () => {
        calls += 1;
        if (calls === 1) throw named('Busy');
      },
      slow: (_: unknown, { sleep }: { sleep: (ms: number) => Promise<void> }) => sleep(60_000),
    };
    const { engine, executionArn } = await play(states, input, { functions });
    assert.equal(lines(engine, executionArn), expected);
  });

golden('a Pass', { S: end }, [
  '1<0 ExecutionStarted',
  '2<0 PassStateEntered',
  '3<2 PassStateExited',
  '4<3 ExecutionSucceeded',
]);

golden(
  'a Choice that leads to a Fail',
  { S: { Type: 'Choice', Choices: [{ Condition: true, Next: 'F' }] }, F: { Type: 'Fail' } },
  [
    '1<0 ExecutionStarted',
    '2<0 ChoiceStateEntered',
    '3<2 ChoiceStateExited',
    '4<3 FailStateEntered',
    '5<4 ExecutionFailed',
  ],
);

golden('a Wait and a Succeed', { S: { Type: 'Wait', Seconds: 1, Next: 'T' }, T: { Type: 'Succeed' } }, [
  '1<0 ExecutionStarted',
  '2<0 WaitStateEntered',
  '3<2 WaitStateExited',
  '4<3 SucceedStateEntered',
  '5<4 SucceedStateExited',
  '6<5 ExecutionSucceeded',
]);

golden('a task that succeeds', { S: { ...invoke('ok'), End: true } }, [
  '1<0 ExecutionStarted',
  '2<0 TaskStateEntered',
  '3<2 TaskScheduled',
  '4<3 TaskStarted',
  '5<4 TaskSucceeded',
  '6<5 TaskStateExited',
  '7<6 ExecutionSucceeded',
]);

golden('a task that times out uncaught', { S: { ...invoke('slow'), TimeoutSeconds: 5, End: true } }, [
  '1<0 ExecutionStarted',
  '2<0 TaskStateEntered',
  '3<2 TaskScheduled',
  '4<3 TaskStarted',
  '5<4 TaskTimedOut',
  '6<5 ExecutionFailed',
]);

golden(
  'a task that is retried',
  { S: { ...invoke('once'), Retry: [{ ErrorEquals: ['Busy'] }], End: true } },
  [
    '1<0 ExecutionStarted',
    '2<0 TaskStateEntered',
    '3<2 TaskScheduled',
    '4<3 TaskStarted',
    '5<4 TaskFailed',
    '6<5 TaskScheduled',
    '7<6 TaskStarted',
    '8<7 TaskSucceeded',
    '9<8 TaskStateExited',
    '10<9 ExecutionSucceeded',
  ],
);

golden(
  'a task that is caught',
  { S: { ...invoke('bad'), Catch: [{ ErrorEquals: ['Bad'], Next: 'T' }], End: true }, T: end },
  [
    '1<0 ExecutionStarted',
    '2<0 TaskStateEntered',
    '3<2 TaskScheduled',
    '4<3 TaskStarted',
    '5<4 TaskFailed',
    '6<5 TaskStateExited',
    '7<6 PassStateEntered',
    '8<7 PassStateExited',
    '9<8 ExecutionSucceeded',
  ],
);

golden('a token task that times out', { S: { ...invokeWithToken('ok'), TimeoutSeconds: 5, End: true } }, [
  '1<0 ExecutionStarted',
  '2<0 TaskStateEntered',
  '3<2 TaskScheduled',
  '4<3 TaskStarted',
  '5<4 TaskSubmitted',
  '6<5 TaskTimedOut',
  '7<6 ExecutionFailed',
]);

golden('arguments that cannot be computed', { S: { ...invoke('{% $no %}'), End: true } }, [
  '1<0 ExecutionStarted',
  '2<0 TaskStateEntered',
  '3<2 EvaluationFailed',
  '4<3 ExecutionFailed',
]);

golden(
  'a Parallel',
  { S: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: end } }], End: true } },
  [
    '1<0 ExecutionStarted',
    '2<0 ParallelStateEntered',
    '3<2 ParallelStateStarted',
    '4<3 PassStateEntered',
    '5<4 PassStateExited',
    '6<5 ParallelStateSucceeded',
    '7<5 ParallelStateExited',
    '8<7 ExecutionSucceeded',
  ],
);

const mapOf = (state: object) => ({
  S: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: { StartAt: 'I', States: { I: state } }, End: true },
});

golden(
  'a Map of two items, one after the other',
  mapOf(end),
  [
    '1<0 ExecutionStarted',
    '2<0 MapStateEntered',
    '3<2 MapStateStarted',
    '4<3 MapIterationStarted',
    '5<4 PassStateEntered',
    '6<5 PassStateExited',
    '7<6 MapIterationSucceeded',
    '8<6 MapIterationStarted',
    '9<8 PassStateEntered',
    '10<9 PassStateExited',
    '11<10 MapIterationSucceeded',
    '12<11 MapStateSucceeded',
    '13<11 MapStateExited',
    '14<13 ExecutionSucceeded',
  ],
  [1, 2],
);

golden(
  'a Map whose task times out',
  mapOf({ ...invoke('slow'), TimeoutSeconds: 5, End: true }),
  [
    '1<0 ExecutionStarted',
    '2<0 MapStateEntered',
    '3<2 MapStateStarted',
    '4<3 MapIterationStarted',
    '5<4 TaskStateEntered',
    '6<5 TaskScheduled',
    '7<6 TaskStarted',
    '8<7 TaskTimedOut',
    '9<8 MapIterationFailed',
    '10<8 TaskStateAborted',
    '11<8 MapStateFailed',
    '12<11 ExecutionFailed',
  ],
  [1, 2],
);

test('an answered token task shows what was sent, submitted and answered', async () => {
  const tokens: string[] = [];
  const world = setUp({
    functions: {
      f: ({ token }: { token: string }) => {
        tokens.push(token);
        return { posted: true };
      },
    },
  });
  const state = { ...invokeWithToken('f'), TimeoutSeconds: 60, HeartbeatSeconds: 30, End: true };
  const executionArn = begin(world.engine, { S: state }, { a: 1 });
  await world.clock.settle();
  world.engine.sendTaskSuccess({ taskToken: tokens[0] ?? '', output: '{"b":2}' });
  await finish(world, executionArn);
  const { events } = world.engine.getExecutionHistory({ executionArn });
  const submitted = events[4]?.taskSubmittedEventDetails;
  assert.equal(JSON.parse(String(submitted?.output)).Payload, { posted: true });
  const timestamp = new Date(start);
  const resource = { resource: 'invoke.waitForTaskToken', resourceType: 'lambda' };
  const output = '{"b":2}';
  assert.equal(
    events.filter(event => event.id !== 5),
    [
      {
        id: 1,
        previousEventId: 0,
        timestamp,
        type: 'ExecutionStarted',
        executionStartedEventDetails: {
          input: '{"a":1}',
          inputDetails: whole,
          roleArn: 'arn:aws:iam::111111111111:role/machine-1',
        },
      },
      {
        id: 2,
        previousEventId: 0,
        timestamp,
        type: 'TaskStateEntered',
        stateEnteredEventDetails: { name: 'S', input: '{"a":1}', inputDetails: whole },
      },
      {
        id: 3,
        previousEventId: 2,
        timestamp,
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          ...resource,
          region: 'eu-central-1',
          parameters: JSON.stringify({ FunctionName: 'f', Payload: { token: tokens[0] } }),
          timeoutInSeconds: 60,
          heartbeatInSeconds: 30,
        },
      },
      { id: 4, previousEventId: 3, timestamp, type: 'TaskStarted', taskStartedEventDetails: resource },
      {
        id: 6,
        previousEventId: 5,
        timestamp,
        type: 'TaskSucceeded',
        taskSucceededEventDetails: { ...resource, output, outputDetails: whole },
      },
      {
        id: 7,
        previousEventId: 6,
        timestamp,
        type: 'TaskStateExited',
        stateExitedEventDetails: { name: 'S', output, outputDetails: whole },
      },
      {
        id: 8,
        previousEventId: 7,
        timestamp,
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output, outputDetails: whole },
      },
    ],
  );
});

test('a stopped execution ends its history with ExecutionAborted', async () => {
  const world = setUp();
  const executionArn = begin(world.engine, { S: wait });
  await world.clock.settle();
  world.engine.stopExecution({ executionArn, error: 'E', cause: 'C' });
  await world.clock.advanceBy(10_000);
  const { events } = world.engine.getExecutionHistory({ executionArn });
  assert.equal(
    events.slice(2).map(event => [event.type, event.executionAbortedEventDetails]),
    [['ExecutionAborted', { error: 'E', cause: 'C' }]],
  );
});

test('events are told to whoever listens, in order', async () => {
  const told: string[] = [];
  await play({ S: end }, {}, { onEvent: (execution, event) => told.push(`${execution.name} ${event.type}`) });
  assert.equal(told, [
    'one ExecutionStarted',
    'one PassStateEntered',
    'one PassStateExited',
    'one ExecutionSucceeded',
  ]);
});

test.run();
