import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { eventsOf, finish, named, setUp, start } from './support.ts';

const definition = readFileSync(
  new URL('../../../statemachines/access.asl.json', import.meta.url),
  'utf8',
).replace(/\$\{(\w+)\}/g, '$1');
const minute = 60_000;
const day = 1440 * minute;
const iso = (ms: number) => new Date(ms).toISOString();

interface Scenario {
  /** Minutes until access ends. */
  readonly minutes?: number;
  readonly auto?: boolean;
  readonly asks?: readonly number[];
  readonly functions?: Record<string, (count: number) => unknown>;
}

/** The real machine with handlers as small as can be, and a table that only holds tokens. */
const world = ({ minutes = 120, auto = false, asks = [60], functions = {} }: Scenario = {}) => {
  const said: string[] = [];
  const counts = new Map<string, number>();
  const tokens: Record<string, string> = {};
  const table = { status: 'PENDING', wake: undefined as string | undefined };
  const askedAt = () => asks.map(each => iso(start + each * minute));
  const until = start + minutes * minute;
  const ends = () => ({ until: iso(until), warnAt: iso(until - 15 * minute) });
  const defaults: Record<string, () => unknown> = {
    Open: () => ({
      next: auto ? 'go' : 'ask',
      asks: askedAt(),
      startAt: iso(start),
    }),
    Grant: ends,
  };
  const run = (payload: { state: string; token?: string }) => {
    const count = (counts.get(payload.state) ?? 0) + 1;
    counts.set(payload.state, count);
    said.push(payload.state);
    if (payload.token !== undefined) tokens[payload.state] = payload.token;
    return (functions[payload.state] ?? defaults[payload.state] ?? (() => ({})))(count);
  };
  const names = ['Open', 'Ask', 'Grant', 'Revoke', 'Notify'].map(name => `${name}FunctionArn`);
  const made = setUp({
    functions: Object.fromEntries(names.map(name => [name, run])),
    dynamodb: async (action, args) => {
      if (action === 'getItem') {
        const wake = table.wake === undefined ? {} : { wake: { S: table.wake } };
        const { until, warnAt } = ends();
        const ask = { status: { S: table.status }, asks: { L: askedAt().map(S => ({ S })) } };
        return { Item: { ...ask, until: { S: until }, warnAt: { S: warnAt }, ...wake } };
      }
      if (table.wake !== undefined)
        throw named('ConditionalCheckFailedException', 'The conditional request failed');
      const values = args.ExpressionAttributeValues as { ':token'?: { S: string } };
      if (values[':token']) tokens.Hold = values[':token'].S;
      return {};
    },
  });
  const { stateMachineArn } = made.engine.createStateMachine({ name: 'access', definition });
  const { executionArn } = made.engine.startExecution({
    stateMachineArn,
    name: 'r-1',
    input: JSON.stringify({ v: 1, requestId: 'r-1' }),
  });
  const approve = () => {
    table.status = 'APPROVED';
    made.engine.sendTaskSuccess({ taskToken: tokens.Ask ?? '', output: '{}' });
  };
  const states = () =>
    made.engine
      .execution(executionArn)
      .events.filter(event => event.type.endsWith('StateEntered'))
      .map(event => String(event.details?.name));
  return { ...made, executionArn, said, tokens, table, until, approve, states };
};

test('an approved request with one expiry warning takes 12 transitions', async () => {
  const at = world();
  await at.clock.settle();
  at.approve();
  assert.is((await finish(at, at.executionArn)).status, 'SUCCEEDED');
  assert.equal(at.states(), [
    'Open',
    'Which way?',
    'Ask',
    'Read the decision',
    'Decided?',
    'Grant',
    'Notify granted',
    'Hold',
    'Notify ending',
    'Hold to the end',
    'Revoke',
    'Notify ended',
  ]);
  assert.is(at.engine.execution(at.executionArn).transitions, 12);
  assert.is(at.clock.now(), at.until);
});

test('an automatic approval takes 9 transitions', async () => {
  const at = world({ auto: true });
  await finish(at, at.executionArn);
  assert.is(at.engine.execution(at.executionArn).transitions, 9);
});

test('one reminder takes one transition more and hands out a new token', async () => {
  const at = world({ asks: [10, 60] });
  await at.clock.settle();
  const first = at.tokens.Ask;
  await at.clock.advanceBy(11 * minute);
  assert.is.not(at.tokens.Ask, first);
  at.approve();
  await finish(at, at.executionArn);
  assert.is(at.engine.execution(at.executionArn).transitions, 13);
});

test('a resume in Hold leads by the ledger to Revoke', async () => {
  const at = world({ auto: true });
  await at.clock.settle();
  at.table.wake = 'end';
  at.engine.sendTaskSuccess({ taskToken: at.tokens.Hold ?? '', output: '{}' });
  await finish(at, at.executionArn);
  assert.equal(at.states().slice(-5), ['Hold', 'What changed?', 'Over?', 'Revoke', 'Notify ended']);
  assert.is(at.clock.now(), start);
});

test('a ledger that changed before Hold stored its token is read again', async () => {
  const at = world({ auto: true });
  at.table.wake = 'end';
  await finish(at, at.executionArn);
  assert.equal(at.states().slice(-6), [
    'Hold',
    'Wait a moment',
    'What changed?',
    'Over?',
    'Revoke',
    'Notify ended',
  ]);
  const failed = eventsOf(at.engine, at.executionArn, 'TaskFailed')[0]?.details;
  assert.is(failed?.error, 'DynamoDb.ConditionalCheckFailedException');
});

test('a grant that is still provisioning is asked again, each time for one transition', async () => {
  const done = { until: iso(start + day), warnAt: iso(start + day - minute) };
  const at = world({
    auto: true,
    functions: {
      Grant: count => {
        if (count < 4) throw named('StillProvisioning');
        return done;
      },
    },
  });
  await finish(at, at.executionArn);
  assert.is(at.engine.execution(at.executionArn).transitions, 12);
});

test('a grant that fails for good is revoked', async () => {
  const at = world({
    auto: true,
    functions: {
      Grant: () => {
        throw named('NotEligible');
      },
    },
  });
  await finish(at, at.executionArn);
  assert.equal(at.states(), ['Open', 'Which way?', 'Grant', 'Revoke', 'Notify ended']);
  assert.equal(at.said, ['Open', 'Grant', 'Revoke', 'Notify ended']);
});

const afterGrant = ['Notify granted', 'Hold', 'Notify ending', 'Hold to the end'];
for (const state of afterGrant) {
  test(`F78: an evaluation error in ${state} still reaches Revoke`, async () => {
    const at = world({ auto: true });
    at.engine.faults.failEvaluation(state);
    assert.is((await finish(at, at.executionArn)).status, 'SUCCEEDED');
    assert.ok(at.states().includes('Revoke'));
  });
}

test('a grant of 30 days ends to the second', async () => {
  const at = world({ auto: true, minutes: 30 * 1440 });
  await finish(at, at.executionArn);
  assert.is(at.clock.now(), start + 30 * day);
});

test.run();
