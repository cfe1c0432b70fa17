import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { begin, eventsOf, finish, invoke, machineOf, play, resultOf, setUp, start } from './support.ts';

const end = { Type: 'Pass', End: true };
const wait = { Type: 'Wait', Seconds: 60, End: true };

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).name;
  }
  return 'none';
};

const machine = (state: object = wait) => {
  const world = setUp();
  const { stateMachineArn } = world.engine.createStateMachine({
    name: 'm',
    definition: machineOf({ S: state }),
  });
  const begin = (name: string, input = '{}') => world.engine.startExecution({ stateMachineArn, name, input });
  return { ...world, stateMachineArn, begin };
};

test('the same name with the same input is the same execution while it runs', async () => {
  const at = machine();
  const first = at.begin('r-1', '{"a":1}');
  await at.clock.advanceBy(1000);
  assert.equal(at.begin('r-1', '{"a":1}'), first);
  assert.is(at.engine.listExecutions({ stateMachineArn: at.stateMachineArn }).executions.length, 1);
});

test('the same name with another input is refused', () => {
  const at = machine();
  at.begin('r-1', '{"a":1}');
  assert.is(
    refusal(() => at.begin('r-1', '{"a":2}')),
    'ExecutionAlreadyExists',
  );
});

test('the same name is refused once the execution has ended', async () => {
  const at = machine(end);
  at.begin('r-1');
  await at.clock.settle();
  assert.is(
    refusal(() => at.begin('r-1')),
    'ExecutionAlreadyExists',
  );
});

test('without a name the execution gets one', () => {
  const { engine, stateMachineArn } = machine();
  const names = [1, 2].map(() => engine.startExecution({ stateMachineArn }).executionArn);
  assert.is.not(names[0], names[1]);
});

const names: [string, boolean][] = [
  ['r-1', true],
  ['Grant_2027.01', true],
  ['x'.repeat(80), true],
  ['x'.repeat(81), false],
  ['', false],
  ...Array.from('<>{}[]?*"#%\\^|~`$&,;:/ \n\u0001', mark => [`a${mark}b`, false] as [string, boolean]),
];
for (const [name, allowed] of names) {
  test(`the name ${JSON.stringify(name)} is ${allowed ? 'allowed' : 'refused'}`, () => {
    assert.is(
      refusal(() => machine().begin(name)),
      allowed ? 'none' : 'InvalidName',
    );
  });
}

test('an input that is no JSON or too large is refused, and nothing starts', () => {
  const at = machine();
  for (const input of ['{', '', `"${'x'.repeat(262_144)}"`]) {
    assert.is(
      refusal(() => at.begin('r-1', input)),
      'InvalidExecutionInput',
    );
  }
  assert.is(at.engine.listExecutions({ stateMachineArn: at.stateMachineArn }).executions.length, 0);
});

test('an execution that runs keeps its definition; later ones have the new one', async () => {
  const at = machine({ ...wait, Output: 'old' });
  const old = at.begin('old').executionArn;
  await at.clock.settle();
  const definition = machineOf({ S: { ...wait, Output: 'new' } });
  at.engine.updateStateMachine({ stateMachineArn: at.stateMachineArn, definition });
  const later = at.begin('later').executionArn;
  await at.clock.advanceBy(60_000);
  assert.equal(
    [old, later].map(arn => resultOf(at.engine, arn).output),
    ['old', 'new'],
  );
});

test('a broken update is refused and leaves the machine as it was', async () => {
  const at = machine(end);
  const { stateMachineArn } = at;
  const definition = machineOf({ S: { Type: 'Pass' } });
  assert.is(
    refusal(() => at.engine.updateStateMachine({ stateMachineArn, definition })),
    'InvalidDefinition',
  );
  assert.is((await finish(at, at.begin('r-1').executionArn)).status, 'SUCCEEDED');
});

test('creating the same machine again is the same machine, with another definition a refusal', () => {
  const { engine, stateMachineArn } = machine(end);
  const again = (state: object) =>
    engine.createStateMachine({ name: 'm', definition: machineOf({ S: state }) });
  assert.is(again(end).stateMachineArn, stateMachineArn);
  assert.is(
    refusal(() => again(wait)),
    'StateMachineAlreadyExists',
  );
});

test('stopping tells when, and a second stop changes nothing', async () => {
  const at = machine();
  const { executionArn } = at.begin('r-1');
  await at.clock.advanceBy(1000);
  at.engine.stopExecution({ executionArn, error: 'E', cause: 'C' });
  await at.clock.advanceBy(1000);
  const { stopDate } = at.engine.stopExecution({ executionArn, error: 'other' });
  assert.is(stopDate.getTime(), start + 1000);
  assert.equal(resultOf(at.engine, executionArn), { status: 'ABORTED', error: 'E', cause: 'C' });
});

test('an execution stopped before it begins enters no state', async () => {
  const at = machine();
  const { executionArn } = at.begin('r-1');
  at.engine.stopExecution({ executionArn });
  await at.clock.settle();
  assert.is(at.engine.execution(executionArn).transitions, 0);
});

test('the live record names the current state', async () => {
  const at = machine();
  const { executionArn } = at.begin('r-1');
  await at.clock.settle();
  assert.is(at.engine.execution(executionArn).currentState, 'S');
});

test('each change of status is told once', async () => {
  const told: string[] = [];
  await play({ S: end }, {}, { onStatusChange: ({ status }) => told.push(status) });
  assert.equal(told, ['RUNNING', 'SUCCEEDED']);
});

const deleted = (
  kind: string,
  run: (engine: ReturnType<typeof setUp>['engine']) => unknown,
  expected: string,
) =>
  test(`${kind} is answered with ${expected}`, () =>
    assert.is(
      refusal(() => run(setUp().engine)),
      expected,
    ));
const arn = 'arn:aws:states:eu-central-1:111111111111:';
deleted(
  'an unknown machine',
  engine => engine.startExecution({ stateMachineArn: `${arn}stateMachine:m` }),
  'StateMachineDoesNotExist',
);
deleted(
  'an unknown execution',
  engine => engine.describeExecution({ executionArn: `${arn}execution:m:r` }),
  'ExecutionDoesNotExist',
);
deleted(
  'a strange ARN',
  engine => engine.describeExecution({ executionArn: `${arn}stateMachine:m` }),
  'InvalidArn',
);

const big = 'x'.repeat(262_144);
const limitCases: [string, object, string][] = [
  [
    'an Output beyond 262,144 bytes',
    { ...end, Output: `{% $pad('', ${big.length}, 'x') %}` },
    'States.DataLimitExceeded',
  ],
  ['a result beyond 262,144 bytes', { ...invoke('big'), End: true }, 'States.DataLimitExceeded'],
  ['bytes beyond, where characters are not', { ...end, Output: `{% $pad('', 100000, 'ö€') %}` }, 'none'],
];
for (const [what, state, expected] of limitCases) {
  test(`limits: ${what}`, async () => {
    const { result } = await play({ S: state }, {}, { functions: { big: () => big } });
    assert.is(result.error ?? 'none', expected);
  });
}

test('States.ALL catches a result that is too large, but not a state’s own output', async () => {
  const Catch = [{ ErrorEquals: ['States.ALL'], Output: 'caught', Next: 'T' }];
  const setup = { functions: { big: () => big, ok: () => ({}) } };
  const result = { ...invoke('big'), Catch, End: true };
  const output = { ...invoke('ok'), Output: `{% $pad('', ${big.length}, 'x') %}`, Catch, End: true };
  assert.is((await play({ S: result, T: end }, {}, setup)).result.output, 'caught');
  assert.is((await play({ S: output, T: end }, {}, setup)).result.error, 'States.DataLimitExceeded');
});

test('a history of 25,000 events ends the execution, past any Catch', async () => {
  const states = {
    S: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'T' }], Default: 'S' },
    T: end,
  };
  const world = setUp();
  const executionArn = begin(world.engine, states);
  const result = await finish(world, executionArn);
  assert.is(result.error, 'States.Runtime');
  assert.match(result.cause ?? '', /maximum number of history events \(25000\)/);
  assert.is(world.engine.execution(executionArn).events.length, 25_000);
  assert.is(eventsOf(world.engine, executionArn, 'ExecutionFailed').length, 1);
});

test('a thousand executions run side by side without disturbing one another', async () => {
  const at = machine({ ...wait, Seconds: '{% $states.input.n %}', Assign: { n: '{% $states.input.n %}' } });
  const arns = Array.from({ length: 1000 }, (_, n) => at.begin(`r-${n}`, JSON.stringify({ n })).executionArn);
  await at.clock.advanceBy(1_000_000);
  for (const [n, executionArn] of arns.entries()) {
    const { status, stopDate } = at.engine.describeExecution({ executionArn });
    assert.equal([status, stopDate?.getTime()], ['SUCCEEDED', start + n * 1000]);
  }
});

test.run();
