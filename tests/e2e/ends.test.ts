import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ExecutionClient } from '../../functions/domain/ports.ts';
import { hour, minute, second } from '../../functions/domain/time.ts';
import { begin, type Story } from './support/story.ts';

const granted = async (story: Story, duration = '1h') => {
  const requestId = await story.ask('alice', { duration });
  await story.approve('bob');
  return requestId;
};

const account = { teamId: 'T0EXAMPLE', userId: 'U0ALICE' };

test('F70: the end asked for while people are notified of the grant is carried out', async () => {
  let story: Story | undefined;
  let asked: Promise<unknown> | undefined;
  story = await begin({
    onInvoke: (name, payload) => {
      const { state, requestId } = payload as { state: string; requestId: string };
      if (name === 'notify' && state === 'Notify granted') {
        asked ??= story?.byAccount.end(requestId, account);
      }
    },
  });
  const requestId = await granted(story);
  await asked;
  await story.clock.advanceBy(minute);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('the end asked for while access is still being granted leaves nothing behind', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { project: 'platform', role: 'ReadOnly', duration: '1h' });
  await story.approve('carol', 'C0PLATFORM');
  assert.is(await story.status(requestId), 'GRANTING');
  const acted = await story.byAccount.end(requestId, account);
  assert.ok(acted.ok);
  await story.clock.advanceBy(10 * minute);
  assert.is(await story.status(requestId), 'CANCELLED');
  assert.equal(story.access(), []);
  await story.close();
});

test('a Grant that was overtaken by Revoke, before it held the lease, calls nothing in AWS', async () => {
  let story: Story | undefined;
  let overtaken = false;
  story = await begin({
    arm: (name, deps) => {
      if (name !== 'grant') return deps;
      const lease: typeof deps.holdings.lease = async (...given) => {
        const [requestId] = story?.executions() ?? [];
        if (!overtaken && story !== undefined && requestId !== undefined) {
          overtaken = true;
          await story.byAccount.end(requestId, account);
          const payload = { v: 1, state: 'Revoke', requestId, because: 'end' };
          await story.lambdas.revoke(payload, { getRemainingTimeInMillis: () => 115_000 });
        }
        return deps.holdings.lease(...given);
      };
      return { ...deps, holdings: { ...deps.holdings, lease } };
    },
  });
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  await story.clock.advanceBy(minute);
  assert.ok(overtaken);
  assert.is(await story.status(requestId), 'CANCELLED');
  assert.equal(story.access(), []);
  assert.equal(
    story.aws.calls.filter(({ name }) => name === 'iam:AddUserToGroup'),
    [],
  );
  await story.close();
});

for (const before of [45 * second, 31 * second, 29 * second, 5 * second, 0]) {
  test(`F71: an extension ${before / second} s before the end wins wholly or not at all`, async () => {
    const story = await begin();
    const requestId = await granted(story);
    const until = Date.parse((await story.record(requestId)).until ?? '');
    await story.clock.advanceTo(until - before);
    const acted = await story.byAccount.extend(requestId, account, 30 * minute);
    await story.clock.advanceTo(until + minute);
    const record = await story.record(requestId);
    if (acted.ok) {
      assert.is(record.status, 'GRANTED');
      assert.is(Date.parse(record.until ?? ''), until + 30 * minute);
      assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
    } else {
      assert.is(record.status, 'ENDED');
      assert.equal(story.access(), []);
    }
    await story.clock.advanceTo(until + 31 * minute);
    assert.equal(story.access(), []);
    await story.close();
  });
}

test('F71: an extension that fails in AWS leaves the old end standing, and says so', async () => {
  const story = await begin();
  const requestId = await granted(story);
  const until = Date.parse((await story.record(requestId)).until ?? '');
  story.dynamodb.faults.fail(
    (action, input) => action === 'UpdateItem' && String(input.TableName).includes('holdings'),
    1_000,
  );
  await story.clickDm('alice', 'Extend…');
  await story.as('alice').modal().submit();
  await story.clock.advanceBy(5 * minute);
  story.dynamodb.faults.clear();
  assert.match(story.dms().at(-1) ?? '', 'could not be extended');
  assert.is(Date.parse((await story.record(requestId)).until ?? ''), until);
  await story.clock.advanceTo(until + minute);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

/** Loses the next resumes. */
const lost = () => {
  const state = { lost: 0 };
  const wire = (machine: ExecutionClient): ExecutionClient => ({
    ...machine,
    resume: async token => {
      if (state.lost === 0) return machine.resume(token);
      state.lost -= 1;
      throw new Error('connection reset');
    },
  });
  return { state, wire };
};

test('F72: a lost resume after an approval only delays the grant', async () => {
  const { state, wire } = lost();
  const story = await begin({ wire });
  const requestId = await story.ask();
  state.lost = 1;
  await story.approve('bob');
  assert.is(await story.status(requestId), 'APPROVED');
  await story.clock.advanceBy(10 * minute);
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

test('F72: a lost resume after "I\'m done" only delays the end', async () => {
  const { state, wire } = lost();
  const story = await begin({ wire });
  const requestId = await granted(story);
  state.lost = 1;
  await story.clickDm('alice', "I'm done");
  assert.is(await story.status(requestId), 'GRANTED');
  await story.clock.advanceBy(10 * minute);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F72: a lost resume after a denial still closes the execution and notifies the requester', async () => {
  const { state, wire } = lost();
  const story = await begin({ wire });
  const requestId = await story.ask();
  state.lost = 1;
  await story.clickCard('bob', 'Deny…');
  await story.as('bob').modal().type('reason', 'not today');
  await story.as('bob').modal().submit();
  await story.clock.advanceBy(10 * minute);
  assert.is(story.execution(requestId).status, 'SUCCEEDED');
  assert.match(story.dms().at(-1) ?? '', 'not today');
  await story.close();
});

const forged = [
  { decision: 'APPROVED' },
  { decision: 'DENIED' },
  { then: 'extend' },
  { then: 'end' },
  { Item: { until: { S: '2099-01-01T00:00:00.000Z' } } },
];

for (const output of forged) {
  test(`F73: a forged callback with ${JSON.stringify(output)} grants, ends and extends nothing`, async () => {
    const story = await begin();
    const requestId = await story.ask('alice', { duration: '1h' });
    const askToken = (await story.record(requestId)).askToken ?? '';
    story.engine.sendTaskSuccess({ taskToken: askToken, output: JSON.stringify(output) });
    await story.clock.settle();
    assert.is(await story.status(requestId), 'PENDING');
    assert.equal(story.access(), []);

    await story.clock.advanceBy(second);
    await story.approve('bob');
    const before = await story.record(requestId);
    story.engine.sendTaskSuccess({ taskToken: before.holdToken ?? '', output: JSON.stringify(output) });
    await story.clock.advanceBy(minute);
    const after = await story.record(requestId);
    assert.is(after.status, 'GRANTED');
    assert.is(after.until, before.until);
    assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
    await story.clock.advanceBy(hour);
    assert.is(await story.status(requestId), 'ENDED');
    assert.equal(story.access(), []);
    await story.close();
  });
}

test('F73: a forged failure on a live token grants, ends and extends nothing', async () => {
  const story = await begin();
  const requestId = await granted(story);
  const { holdToken = '', until } = await story.record(requestId);
  story.engine.sendTaskFailure({ taskToken: holdToken, error: 'NotYet', cause: 'forged' });
  await story.clock.advanceBy(10 * minute);
  assert.is(await story.status(requestId), 'GRANTED');
  assert.is((await story.record(requestId)).until, until);
  await story.clock.advanceBy(hour);
  assert.equal(story.access(), []);
  await story.close();
});

test("an extension beyond the role's longest total is refused with what is left", async () => {
  const story = await begin();
  const requestId = await granted(story, '4h');
  const acted = await story.byAccount.extend(requestId, account, 5 * hour);
  assert.not.ok(acted.ok);
  assert.match(acted.message, '4 h');
  await story.close();
});

for (const reason of ['', '  ', '\u200B']) {
  test(`an owner who ends access without a readable reason (${JSON.stringify(reason)}) is refused`, async () => {
    const story = await begin();
    const requestId = await granted(story);
    const acted = await story.byAccount.end(requestId, { teamId: 'T0EXAMPLE', userId: 'U0BOB' }, reason);
    assert.is(String(acted.ok || acted.code), 'needs-reason');
    assert.match(acted.message, /reason/i);
    assert.is(await story.status(requestId), 'GRANTED');
    await story.close();
  });
}

test('only the requester or an owner can end access, and only the requester can extend it', async () => {
  const story = await begin();
  const requestId = await granted(story);
  const stranger = { teamId: 'T0EXAMPLE', userId: 'U0ERIN' };
  assert.is((await story.byAccount.end(requestId, stranger)).ok, false);
  assert.is((await story.byAccount.extend(requestId, stranger, hour)).ok, false);
  const bob = { teamId: 'T0EXAMPLE', userId: 'U0BOB' };
  assert.is((await story.byAccount.end(requestId, bob, 'The incident is over.')).ok, true);
  await story.clock.advanceBy(minute);
  assert.equal(story.access(), []);
  await story.close();
});

test.run();
