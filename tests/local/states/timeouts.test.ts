import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { begin, eventsOf, finish, invoke, play, setUp, start, typesOf } from './support.ts';

type Sleeping = { sleep: (ms: number) => Promise<void> };
const end = { Type: 'Pass', End: true };

/** A function that takes so many seconds of virtual time. */
const slow =
  (seconds: number, done: () => void = () => undefined) =>
  async (_: unknown, { sleep }: Sleeping) => {
    await sleep(seconds * 1000);
    done();
    return { slow: true };
  };

test('a task that takes longer than its time fails with States.Timeout at that time', async () => {
  const state = { ...invoke('f'), TimeoutSeconds: 5, End: true };
  const { engine, executionArn, result, clock } = await play(
    { S: state },
    {},
    { functions: { f: slow(200) } },
  );
  assert.equal(result, { status: 'FAILED', error: 'States.Timeout' });
  assert.is(clock.now(), start + 5000);
  assert.is(eventsOf(engine, executionArn, 'TaskScheduled')[0]?.details?.timeoutInSeconds, 5);
});

test('a timeout does not stop the function, and its late result is ignored', async () => {
  let returned = false;
  const f = slow(200, () => {
    returned = true;
  });
  const Catch = [{ ErrorEquals: ['States.Timeout'], Output: 'timed out', Next: 'T' }];
  const states = {
    S: { ...invoke('f'), TimeoutSeconds: 5, Catch, End: true },
    T: { Type: 'Wait', Seconds: 600, End: true },
  };
  const { engine, executionArn, result } = await play(states, {}, { functions: { f } });
  assert.ok(returned);
  assert.equal(result, { status: 'SUCCEEDED', output: 'timed out' });
  assert.not.ok(typesOf(engine, executionArn).includes('TaskSucceeded'));
});

test('a task that ends within its time leaves no timer behind', async () => {
  const state = { ...invoke('f'), TimeoutSeconds: 500, End: true };
  const { clock, result } = await play({ S: state }, {}, { functions: { f: slow(3) } });
  assert.is(result.status, 'SUCCEEDED');
  assert.is(clock.now(), start + 3000);
  assert.is(clock.nextAt(), undefined);
});

test('the time is computed for each attempt', async () => {
  const state = {
    ...invoke('f'),
    TimeoutSeconds: '{% $states.context.State.RetryCount = 0 ? 10 : 20 %}',
    Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }],
    End: true,
  };
  const { engine, executionArn, clock } = await play({ S: state }, {}, { functions: { f: slow(100) } });
  assert.equal(
    eventsOf(engine, executionArn, 'TaskScheduled').map(event => event.details?.timeoutInSeconds),
    [10, 20],
  );
  assert.is(clock.now(), start + 31_000);
});

test('Cause is empty in what a catcher sees of a timeout', async () => {
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'T' }];
  const states = { S: { ...invoke('f'), TimeoutSeconds: 5, Catch, End: true }, T: end };
  const { result } = await play(states, {}, { functions: { f: slow(9) } });
  assert.equal(result.output, { Error: 'States.Timeout', Cause: '' });
});

test('the machine’s own timeout ends the execution past any Catch', async () => {
  const world = setUp({ functions: { f: slow(600) } });
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'T' }];
  const executionArn = begin(
    world.engine,
    { S: { ...invoke('f'), Catch, End: true }, T: end },
    {},
    { TimeoutSeconds: 60 },
  );
  assert.equal(await finish(world, executionArn), { status: 'TIMED_OUT' });
  assert.is(typesOf(world.engine, executionArn).at(-1), 'ExecutionTimedOut');
  assert.is(world.clock.now(), start + 60_000);
});

const waits: [string, object, number][] = [
  ['Seconds', { Seconds: 90 }, 90],
  ['no time at all', { Seconds: 0 }, 0],
  ['computed Seconds', { Seconds: '{% $states.input.n * 2 %}' }, 20],
  ['a Timestamp', { Timestamp: '2027-01-04T09:01:00Z' }, 60],
  ['a Timestamp of another zone', { Timestamp: '2027-01-04T10:01:00+01:00' }, 60],
  ['a computed Timestamp', { Timestamp: '{% $fromMillis($millis() + 1500) %}' }, 1.5],
  ['a Timestamp that has passed', { Timestamp: '2026-01-01T00:00:00Z' }, 0],
  ['30 days', { Seconds: 30 * 86_400 }, 30 * 86_400],
];
for (const [what, fields, seconds] of waits) {
  test(`a Wait takes as long as it says: ${what}`, async () => {
    const { clock, result } = await play({ S: { Type: 'Wait', ...fields, End: true } }, { n: 10 });
    assert.equal(result, { status: 'SUCCEEDED', output: { n: 10 } });
    assert.is(clock.now(), start + seconds * 1000);
  });
}

test.run();
