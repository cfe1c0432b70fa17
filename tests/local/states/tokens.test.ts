import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  begin,
  eventsOf,
  finish,
  invokeWithToken,
  named,
  resultOf,
  setUp,
  start,
  typesOf,
} from './support.ts';

/** A machine of one token task, whose function is given. */
const waiting = (
  fields: object = {},
  f: (payload: { token: string }) => unknown = () => ({ posted: true }),
) => {
  const tokens: string[] = [];
  const world = setUp({
    functions: {
      f: (payload: { token: string }) => {
        tokens.push(payload.token);
        return f(payload);
      },
    },
  });
  const executionArn = begin(world.engine, { S: { ...invokeWithToken('f'), ...fields, End: true } });
  const answer = (index: number, output: unknown = { ok: true }) =>
    world.engine.sendTaskSuccess({ taskToken: tokens.at(index) ?? '', output: JSON.stringify(output) });
  return { ...world, executionArn, tokens, answer };
};

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).name;
  }
  return 'none';
};

test('the answer is the result; what the function returned is discarded', async () => {
  const at = waiting();
  await at.clock.settle();
  at.answer(0, { ok: true });
  assert.equal(await finish(at, at.executionArn), { status: 'SUCCEEDED', output: { ok: true } });
});

test('a task without a timeout waits for ever', async () => {
  const at = waiting();
  assert.is((await finish(at, at.executionArn)).status, 'RUNNING');
  assert.is(at.clock.nextAt(), undefined);
});

test('a token answered before its function returns works, and the late return changes nothing', async () => {
  const at = waiting({}, async ({ token }) => {
    at.engine.sendTaskSuccess({ taskToken: token, output: '"early"' });
    await new Promise(resolve => setImmediate(resolve));
    throw named('Late');
  });
  assert.equal(await finish(at, at.executionArn), { status: 'SUCCEEDED', output: 'early' });
  await at.clock.settle();
  assert.not.ok(typesOf(at.engine, at.executionArn).includes('TaskFailed'));
});

test('a function that fails fails the task and closes its token', async () => {
  const at = waiting({}, () => {
    throw named('Superseded');
  });
  assert.is((await finish(at, at.executionArn)).error, 'Superseded');
  assert.is(
    refusal(() => at.answer(0)),
    'TaskTimedOut',
  );
});

test('a failure sent to the token is the error of the task', async () => {
  const at = waiting();
  await at.clock.settle();
  at.engine.sendTaskFailure({ taskToken: at.tokens[0] ?? '', error: 'Denied', cause: 'by bob' });
  assert.equal(await finish(at, at.executionArn), { status: 'FAILED', error: 'Denied', cause: 'by bob' });
});

test('a failure may come without error and cause', async () => {
  const at = waiting({ Catch: undefined });
  await at.clock.settle();
  at.engine.sendTaskFailure({ taskToken: at.tokens[0] ?? '' });
  assert.equal(await finish(at, at.executionArn), { status: 'FAILED' });
});

test('a token is answered once', async () => {
  const at = waiting();
  await at.clock.settle();
  at.answer(0);
  assert.is(
    refusal(() => at.answer(0)),
    'TaskTimedOut',
  );
});

test('F24: each attempt has a token of its own, and the earlier ones are closed', async () => {
  const at = waiting({ TimeoutSeconds: 60, Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }] });
  await at.clock.advanceBy(61_000);
  assert.is(at.tokens.length, 2);
  assert.is(
    refusal(() => at.answer(0)),
    'TaskTimedOut',
  );
  at.answer(1);
  assert.is((await finish(at, at.executionArn)).status, 'SUCCEEDED');
});

test('between two attempts no token is open', async () => {
  const at = waiting({
    TimeoutSeconds: 60,
    Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 100 }],
  });
  await at.clock.advanceBy(90_000);
  assert.is(
    refusal(() => at.answer(-1)),
    'TaskTimedOut',
  );
});

test('a heartbeat puts off the heartbeat timeout but not the timeout', async () => {
  const at = waiting({ TimeoutSeconds: 25, HeartbeatSeconds: 10 });
  for (let beat = 0; beat < 2; beat++) {
    await at.clock.advanceBy(9000);
    at.engine.sendTaskHeartbeat({ taskToken: at.tokens[0] ?? '' });
  }
  assert.is(resultOf(at.engine, at.executionArn).status, 'RUNNING');
  assert.is((await finish(at, at.executionArn)).error, 'States.Timeout');
  assert.is(at.clock.now(), start + 25_000);
});

test('a missed heartbeat is a States.Timeout that a catcher for States.HeartbeatTimeout takes', async () => {
  const at = setUp({ functions: { f: () => ({}) } });
  const executionArn = begin(at.engine, {
    S: {
      ...invokeWithToken('f'),
      HeartbeatSeconds: 10,
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Output: 'missed', Next: 'T' }],
      End: true,
    },
    T: { Type: 'Pass', End: true },
  });
  assert.is((await finish(at, executionArn)).output, 'missed');
  assert.is(eventsOf(at.engine, executionArn, 'TaskTimedOut')[0]?.details?.error, 'States.Timeout');
});

const strange: [string, string, string][] = [
  ['text', 'not-a-token', 'InvalidToken'],
  ['nothing', '', 'InvalidToken'],
  ['text of the right beginning', 'AQC8e30', 'InvalidToken'],
  ['more than 2,048 characters', `AQC8${'a'.repeat(2048)}`, 'InvalidToken'],
];
for (const [what, taskToken, expected] of strange) {
  test(`${what} is no token`, () => {
    assert.is(
      refusal(() => setUp().engine.sendTaskSuccess({ taskToken, output: '{}' })),
      expected,
    );
  });
}

test('a token of another engine names no task here', async () => {
  const at = waiting();
  await at.clock.settle();
  const taskToken = at.tokens[0] ?? '';
  assert.is(
    refusal(() => setUp().engine.sendTaskSuccess({ taskToken, output: '{}' })),
    'TaskDoesNotExist',
  );
});

test('an answer that is no JSON or too large is refused and the token stays open', async () => {
  const at = waiting();
  await at.clock.settle();
  const taskToken = at.tokens[0] ?? '';
  for (const output of ['{', `"${'x'.repeat(262_144)}"`]) {
    assert.is(
      refusal(() => at.engine.sendTaskSuccess({ taskToken, output })),
      'InvalidOutput',
    );
  }
  at.answer(0);
  assert.is((await finish(at, at.executionArn)).status, 'SUCCEEDED');
});

test('tokens are opaque and at most 2,048 characters long', async () => {
  const at = waiting();
  await at.clock.settle();
  assert.match(at.tokens[0] ?? '', /^[A-Za-z0-9_-]{20,2048}$/);
});

test('stopping an execution closes its tokens', async () => {
  const at = waiting();
  await at.clock.settle();
  at.engine.stopExecution({ executionArn: at.executionArn });
  assert.is(
    refusal(() => at.answer(0)),
    'TaskTimedOut',
  );
});

test('a token task on DynamoDB stores its token and waits', async () => {
  const stored: unknown[] = [];
  const world = setUp({
    dynamodb: async (action, args) => {
      stored.push(action, args);
      return { $metadata: { attempts: 1 }, Attributes: { a: { S: 'x' } } };
    },
  });
  const executionArn = begin(world.engine, {
    S: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
      Arguments: {
        TableName: 'requests',
        Key: { id: { S: 'r-1' } },
        ExpressionAttributeValues: { ':t': { S: '{% $states.context.Task.Token %}' } },
      },
      TimeoutSeconds: 600,
      End: true,
    },
  });
  await world.clock.settle();
  const [action, args] = stored as [string, { ExpressionAttributeValues: { ':t': { S: string } } }];
  assert.is(action, 'updateItem');
  const submitted = eventsOf(world.engine, executionArn, 'TaskSubmitted')[0]?.details;
  assert.equal(
    { ...submitted, output: JSON.parse(String(submitted?.output)) },
    {
      resource: 'updateItem.waitForTaskToken',
      resourceType: 'aws-sdk:dynamodb',
      output: { Attributes: { a: { S: 'x' } } },
      outputDetails: { truncated: false },
    },
  );
  world.engine.sendTaskSuccess({ taskToken: args.ExpressionAttributeValues[':t'].S, output: '{}' });
  assert.is((await finish(world, executionArn)).status, 'SUCCEEDED');
});

test.run();
