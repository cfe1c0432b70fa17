import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Retrier } from '../../../local/states/definition.ts';
import { StateFailure } from '../../../local/states/errors.ts';
import { createRetryCounter, matches, retryDelaySeconds } from '../../../local/states/retry.ts';
import { eventsOf, invoke, named, play, start } from './support.ts';

const failure = (error: string, more: object = {}) => new StateFailure({ error, ...more });
const retrier = (more: Partial<Retrier> = {}): Retrier => ({
  errors: ['States.ALL'],
  intervalSeconds: 1,
  maxAttempts: 3,
  backoffRate: 2,
  maxDelaySeconds: undefined,
  fullJitter: false,
  ...more,
});

const matching: [string, StateFailure, boolean][] = [
  ['Busy', failure('Busy'), true],
  ['Busy', failure('Busier'), false],
  ['busy', failure('Busy'), false],
  ['States.ALL', failure('Busy'), true],
  ['States.ALL', failure('States.Timeout'), true],
  ['States.ALL', failure('States.QueryEvaluationError'), true],
  ['States.ALL', failure('States.Runtime'), false],
  ['States.Runtime', failure('States.Runtime'), false],
  ['States.ALL', failure('States.DataLimitExceeded', { terminal: true }), false],
  ['States.DataLimitExceeded', failure('States.DataLimitExceeded', { terminal: true }), true],
  ['States.ALL', failure('States.DataLimitExceeded'), true],
  ['States.TaskFailed', failure('Busy'), true],
  ['States.TaskFailed', failure('States.QueryEvaluationError'), true],
  ['States.TaskFailed', failure('States.Timeout'), false],
  ['States.TaskFailed', failure('States.Runtime'), false],
  ['States.Timeout', failure('States.Timeout'), true],
  ['States.Timeout', failure('States.Timeout', { heartbeat: true }), true],
  ['States.HeartbeatTimeout', failure('States.Timeout', { heartbeat: true }), true],
  ['States.HeartbeatTimeout', failure('States.Timeout'), false],
  ['States.Timeout', failure('Busy'), false],
];
for (const [pattern, of, expected] of matching) {
  const kind = of.terminal ? 'terminal ' : of.heartbeat ? 'missed heartbeat ' : '';
  test(`${pattern} ${expected ? 'matches' : 'does not match'} ${kind}${of.error}`, () => {
    assert.is(matches(pattern, of), expected);
  });
}

const delays: [string, Partial<Retrier>, number[]][] = [
  ['the defaults', {}, [1, 2, 4]],
  ['a rate of 1', { intervalSeconds: 5, backoffRate: 1 }, [5, 5, 5]],
  ['a broken rate', { intervalSeconds: 2, backoffRate: 1.5 }, [2, 3, 4.5]],
  ['a limit', { intervalSeconds: 5, maxDelaySeconds: 8 }, [5, 8, 8]],
];
for (const [what, more, expected] of delays) {
  test(`delays grow by ${what}`, () => {
    const seconds = expected.map((_, attempt) => retryDelaySeconds(retrier(more), attempt, () => 1));
    assert.equal(seconds, expected);
  });
}

test('full jitter waits between nothing and the whole delay', () => {
  const rule = retrier({ fullJitter: true, maxDelaySeconds: 60 });
  fc.assert(
    fc.property(fc.nat(20), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, chance) => {
      const seconds = retryDelaySeconds(rule, attempt, () => chance);
      assert.ok(seconds >= 0 && seconds <= Math.min(60, 2 ** attempt));
    }),
  );
});

test('each retrier counts for itself, and one that is used up is not followed by another', () => {
  const counter = createRetryCounter(
    [retrier({ errors: ['A'], maxAttempts: 1 }), retrier({ maxAttempts: 2, intervalSeconds: 7 })],
    () => 1,
  );
  const outcomes = ['A', 'B', 'A', 'B', 'B'].map(error => counter.next(failure(error)));
  assert.equal(outcomes, [1, 7, undefined, 14, undefined]);
  assert.is(counter.count, 3);
});

test('no attempts means never again, and later retriers do not step in', () => {
  const counter = createRetryCounter([retrier({ errors: ['A'], maxAttempts: 0 }), retrier()], () => 1);
  assert.is(counter.next(failure('A')), undefined);
});

const failing = (times: number, name = 'Busy') => {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= times) throw named(name);
    return calls;
  };
};

test('a task is tried again after its intervals and then goes on', async () => {
  const state = { ...invoke('f'), Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3 }], End: true };
  const { engine, executionArn, result, clock } = await play(
    { S: state },
    {},
    { functions: { f: failing(2) } },
  );
  assert.is(result.status, 'SUCCEEDED');
  assert.is(clock.now(), start + 9000);
  assert.equal(
    eventsOf(engine, executionArn, 'TaskScheduled').map(event => event.at - start),
    [0, 3000, 9000],
  );
  assert.is(engine.execution(executionArn).transitions, 3);
});

test('a task that keeps failing fails with its last error', async () => {
  const state = { ...invoke('f'), Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }], End: true };
  const { engine, executionArn, result } = await play({ S: state }, {}, { functions: { f: failing(9) } });
  assert.is(result.error, 'Busy');
  assert.is(eventsOf(engine, executionArn, 'TaskFailed').length, 3);
});

test('each attempt computes its arguments anew and knows its number', async () => {
  const seen: unknown[] = [];
  const f = (payload: { at: number; retry: number; entered: string }) => {
    seen.push([payload.at - start, payload.retry, payload.entered]);
    throw named('Busy');
  };
  const payload = {
    at: '{% $millis() %}',
    retry: '{% $states.context.State.RetryCount %}',
    entered: '{% $states.context.State.EnteredTime %}',
  };
  await play(
    { S: { ...invoke('f', payload), Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }], End: true } },
    {},
    { functions: { f } },
  );
  const entered = '2027-01-04T09:00:00.000Z';
  assert.equal(seen, [
    [0, 0, entered],
    [1000, 1, entered],
    [3000, 2, entered],
  ]);
});

test('the count starts afresh when the state is entered again', async () => {
  const Retry = [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }];
  const Catch = [{ ErrorEquals: ['Busy'], Next: 'Again' }];
  const states = {
    S: { ...invoke('f'), Retry, Catch, End: true },
    Again: { ...invoke('f'), Retry, End: true },
  };
  const { result, engine, executionArn } = await play(states, {}, { functions: { f: failing(3) } });
  assert.equal(result, { ...result, status: 'SUCCEEDED' });
  assert.is(engine.execution(executionArn).transitions, 4);
});

test('jitter draws on the injected chance', async () => {
  const state = {
    ...invoke('f'),
    Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 10, JitterStrategy: 'FULL' }],
    End: true,
  };
  const { clock } = await play({ S: state }, {}, { functions: { f: failing(1) }, random: () => 0.25 });
  assert.is(clock.now(), start + 2500);
});

test.run();
