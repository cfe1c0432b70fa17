import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { begin, finish, invoke, invokeWithToken, named, play, setUp, start, typesOf } from './support.ts';

const end = { Type: 'Pass', End: true };
const branch = (states: Record<string, object>) => ({ StartAt: Object.keys(states)[0], States: states });
const parallel = (...branches: Record<string, object>[]) => ({
  Type: 'Parallel',
  Branches: branches.map(branch),
  End: true,
});
const map = (states: Record<string, object>, fields: object = {}) => ({
  Type: 'Map',
  ItemProcessor: branch(states),
  End: true,
  ...fields,
});
const fail = { Type: 'Fail', Error: 'Bad', Cause: 'no' };
const wait = (seconds: number) => ({ Type: 'Wait', Seconds: seconds, End: true });

test('a Parallel gives each branch its input and collects results in order of the branches', async () => {
  const state = parallel(
    { A: { Type: 'Wait', Seconds: 9, Next: 'A2' }, A2: { ...end, Output: 'slow' } },
    { B: { ...end, Output: '{% $states.input.n + 1 %}' } },
  );
  const { result, clock } = await play({ S: state }, { n: 1 });
  assert.equal(result.output, ['slow', 2]);
  assert.is(clock.now(), start + 9000);
});

test('Arguments of a Parallel take the place of the input', async () => {
  const state = { ...parallel({ A: end }), Arguments: { x: '{% $states.input.n %}' } };
  assert.equal((await play({ S: state }, { n: 1 })).result.output, [{ x: 1 }]);
});

test('the first branch that fails stops the others and fails the Parallel', async () => {
  const state = parallel({ A: { Type: 'Wait', Seconds: 5, Next: 'A2' }, A2: fail }, { B: wait(600) });
  const { result, clock, engine, executionArn } = await play({ S: state });
  assert.equal(result, { status: 'FAILED', error: 'Bad', cause: 'no' });
  assert.is(clock.now(), start + 5000);
  assert.is(clock.nextAt(), undefined, 'the other branch waits no more');
  assert.equal(typesOf(engine, executionArn).slice(-4), [
    'FailStateEntered',
    'WaitStateAborted',
    'ParallelStateFailed',
    'ExecutionFailed',
  ]);
});

test('a stopped branch has its token closed', async () => {
  const tokens: string[] = [];
  const world = setUp({ functions: { keep: ({ token }: { token: string }) => void tokens.push(token) } });
  const state = parallel(
    { A: { Type: 'Wait', Seconds: 5, Next: 'A2' }, A2: fail },
    { B: { ...invokeWithToken('keep'), End: true } },
  );
  const executionArn = begin(world.engine, { S: state });
  await finish(world, executionArn);
  assert.throws(
    () => world.engine.sendTaskSuccess({ taskToken: tokens[0] ?? '', output: '{}' }),
    (error: Error) => error.name === 'TaskTimedOut',
  );
});

test('a Parallel is retried as a whole and caught as a whole', async () => {
  let calls = 0;
  const f = () => {
    calls += 1;
    throw named('Busy');
  };
  const state = {
    ...parallel({ A: { ...invoke('f'), End: true } }, { B: end }),
    Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ['Busy'], Output: 'caught', Next: 'T' }],
  };
  const { result } = await play({ S: state, T: end }, {}, { functions: { f } });
  assert.equal([calls, result.output], [3, 'caught']);
});

test('a Map runs its flow for each item and keeps the order', async () => {
  const state = map(
    { I: { ...end, Output: '{% $states.input * 10 %}' } },
    { Items: '{% $states.input.list %}' },
  );
  assert.equal((await play({ S: state }, { list: [3, 1, 2] })).result.output, [30, 10, 20]);
});

test('a Map without Items goes over its input', async () => {
  assert.equal((await play({ S: map({ I: end }) }, [1, 2])).result.output, [1, 2]);
});

test('a Map over no items gives an empty list', async () => {
  const { result, engine, executionArn } = await play({ S: map({ I: end }) }, []);
  assert.equal(result.output, []);
  assert.ok(typesOf(engine, executionArn).includes('MapStateSucceeded'));
});

test('a Map over what is no list is an evaluation error', async () => {
  assert.is((await play({ S: map({ I: end }) }, {})).result.error, 'States.QueryEvaluationError');
});

test('ItemSelector and the states within see the item and its index', async () => {
  const item = '{% $states.context.Map.Item %}';
  const state = map(
    { I: { ...end, Output: { selected: '{% $states.input %}', within: item } } },
    { ItemSelector: { s: item } },
  );
  const one = { Index: 0, Value: 'a' };
  assert.equal((await play({ S: state }, ['a'])).result.output, [{ selected: { s: one }, within: one }]);
});

for (const [limit, seconds] of [
  [1, 40],
  [2, 20],
  [3, 20],
  [0, 10],
  ['{% 1 + 1 %}', 20],
] as const) {
  test(`four items of 10 seconds with MaxConcurrency ${limit} take ${seconds} seconds`, async () => {
    const state = map({ I: wait(10) }, { MaxConcurrency: limit });
    const { clock } = await play({ S: state }, [1, 2, 3, 4]);
    assert.is(clock.now(), start + seconds * 1000);
  });
}

test('an iteration that fails stops the others and fails the Map', async () => {
  const f = ({ n }: { n: number }) => {
    if (n === 2) throw named('Bad');
    return n;
  };
  const state = map(
    { I: { ...invoke('f', { n: '{% $states.input %}' }), End: true } },
    { MaxConcurrency: 1 },
  );
  const { result, engine, executionArn } = await play({ S: state }, [1, 2, 3], { functions: { f } });
  assert.is(result.error, 'Bad');
  const types = typesOf(engine, executionArn);
  assert.is(types.filter(type => type === 'MapIterationStarted').length, 2);
  assert.equal(types.slice(-4), [
    'MapIterationFailed',
    'TaskStateAborted',
    'MapStateFailed',
    'ExecutionFailed',
  ]);
});

test('an inner scope reads outer variables; its own stay within', async () => {
  const states = {
    S: { Type: 'Pass', Assign: { outer: 5 }, Next: 'P' },
    P: {
      ...parallel(
        {
          A: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'A2' },
          A2: { ...end, Output: '{% $inner %}' },
        },
        { B: { ...end, Output: '{% $exists($inner) %}' } },
      ),
      End: undefined,
      Next: 'T',
    },
    T: { ...end, Output: { branches: '{% $states.input %}', inner: '{% $exists($inner) %}' } },
  };
  assert.equal((await play(states)).result.output, { branches: [6, false], inner: false });
});

test('Parallel and Map nest', async () => {
  const inner = map({ I: { ...end, Output: '{% $states.input + 1 %}' } }, { Items: '{% $states.input %}' });
  assert.equal((await play({ S: parallel({ A: inner }, { B: end }) }, [1, 2])).result.output, [
    [2, 3],
    [1, 2],
  ]);
});

test('stopping the execution stops every branch', async () => {
  const world = setUp();
  const executionArn = begin(world.engine, { S: parallel({ A: wait(60) }, { B: wait(90) }) });
  await world.clock.settle();
  world.engine.stopExecution({ executionArn });
  await world.clock.settle();
  assert.is(world.clock.nextAt(), undefined);
  assert.is(typesOf(world.engine, executionArn).at(-1), 'ExecutionAborted');
});

test.run();
