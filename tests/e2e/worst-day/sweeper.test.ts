// slow: hundreds of requests
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dueShard } from '../../../functions/domain/schedule.ts';
import { hour, minute } from '../../../functions/domain/time.ts';
import { rejectsNamed } from '../../../tooling/test/assert.ts';
import { effort } from '../../effort.ts';
import { putOverdue, putStuck, putUntold } from '../support/overdue.ts';
import { begin, type Story } from '../support/story.ts';

const shard = dueShard('live');

/** Ids that stand in the same shard as the live request, or in any. */
const ids = (prefix: string, count: number, sameShard: boolean): string[] => {
  const found: string[] = [];
  for (let index = 0; found.length < count; index += 1) {
    const id = `${prefix}-${index}`;
    if (!sameShard || dueShard(id) === shard) found.push(id);
  }
  return found;
};

const all = async (put: (id: string) => Promise<void>, list: string[]): Promise<void> => {
  for (const id of list) await put(id);
};

const start = () => begin({ sweeping: false });
const liveOnes = (story: Story) => story.access().filter(access => !access.startsWith('stuck'));

for (const [what, count, sameShard] of [
  ['25 in its shard', 25, true],
  [`${effort.crowd} anywhere`, effort.crowd, false],
] as const) {
  test(`F79: ${what} whose messages cannot be delivered do not hold up a live one`, async () => {
    const story = await start();
    story.slack.faults.failNext('*', 'internal_error', 100_000);
    await all(id => putUntold(story, id), ids('untold', count, sameShard));
    await putOverdue(story, 'live');
    await story.sweep();
    assert.equal(story.access(), []);
    assert.is(await story.status('live'), 'ENDED');
    await story.close();
  });
}

test('F81: after Slack has failed twice, nobody else of that sweep asks Slack', async () => {
  const story = await start();
  const planned = story.slack.faults.failNext('*', 'internal_error', 100_000);
  await all(id => putUntold(story, id), ids('untold', 40, false));
  await story.sweep();
  // Each of the two is tried at up to three places: the requester, the card and its thread.
  assert.ok(planned.struck >= 2 && planned.struck <= 6, `${planned.struck} calls`);
  await story.close();
});

test('F81: nothing that may be live waits for Slack: all is revoked before anyone is notified', async () => {
  const story = await start();
  await all(id => putOverdue(story, id), ids('live', 40, false));
  const left: number[] = [];
  story.slack.onChange(() => left.push(story.access().length));
  await story.sweep();
  assert.equal(story.access(), []);
  assert.ok(left.length > 0, 'people were to be notified');
  assert.equal(
    left.filter(count => count > 0),
    [],
  );
  await story.close();
});

test('F79: 30 STUCK ones in its shard do not hold up a live one', async () => {
  const story = await start();
  await all(id => putStuck(story, id), ids('stuck', 30, true));
  await putOverdue(story, 'live');
  let first: string | undefined;
  story.aws.onChange(() => {
    first ??= liveOnes(story).length === 0 ? 'live' : 'stuck';
  });
  await story.sweep();
  assert.is(await story.status('live'), 'ENDED');
  assert.is(first, 'live', 'what may be live comes before what is STUCK');
  await story.close();
});

test(`F80: ${effort.crowd} aborted grants are all revoked in one sweep`, async () => {
  const story = await start();
  await all(id => putOverdue(story, id), ids('aborted', effort.crowd, false));
  await story.sweep();
  assert.equal(story.access(), []);
  await story.close();
});

test('the one that is latest comes first, across all shards', async () => {
  const story = await start();
  const list = ids('late', 40, false);
  for (const [index, id] of list.entries()) {
    await putOverdue(story, id, { overMs: (index + 1) * 10 * minute });
  }
  const gone: string[] = [];
  let before = story.access();
  story.aws.onChange(() => {
    const now = story.access();
    gone.push(...before.filter(access => !now.includes(access)).map(access => access.split(' ')[0] ?? ''));
    before = now;
  });
  await story.sweep();
  const latest = list.slice(-16).reverse();
  assert.equal(gone.slice(0, 16).sort(), [...latest].sort());
  await story.close();
});

test('30 requests that hold one membership end in one sweep, never two at it at once', async () => {
  const story = await start();
  const list = ids('same', 30, false);
  for (const id of list) await putOverdue(story, id, { user: 'shared' });
  await story.sweep();
  assert.equal(story.access(), []);
  for (const id of list) assert.is(await story.status(id), 'ENDED');
  await story.close();
});

test('one that fails is put off, longer each time, and a live one never longer than ten minutes', async () => {
  const story = await start();
  const untilMs = story.clock.now() + 48 * hour;
  story.aws.faults.fail('iam:RemoveUserFromGroup', 'InternalServerException', { untilMs });
  await putOverdue(story, 'live');
  for (let run = 0; run < 12; run += 1) {
    await story.sweep();
    const { due = '' } = await story.record('live');
    const wait = Date.parse(due.split('/')[0] ?? '') - story.clock.now();
    assert.ok(wait > 0 && wait <= 10 * minute, `${wait} ms`);
    await story.clock.advanceBy(11 * minute);
  }
  await story.close();
});

test('F79: one whose messages cannot be delivered is put off for ten minutes, then twice as long, to six hours', async () => {
  const story = await start();
  story.slack.faults.failNext('*', 'internal_error', 100_000);
  await putUntold(story, 'untold');
  const waits: number[] = [];
  for (let run = 0; run < 8; run += 1) {
    await story.sweep();
    const { due } = await story.record('untold');
    if (due === undefined) break;
    const wait = Date.parse(due.split('/')[0] ?? '') - story.clock.now();
    waits.push(wait / minute);
    await story.clock.advanceBy(wait);
  }
  assert.equal(waits.slice(0, 7), [10, 20, 40, 80, 160, 320, 360]);
  await story.close();
});

test('whom nobody could notify for a day, counted from the end of the request, is given up', async () => {
  const story = await start();
  story.slack.faults.failNext('*', 'internal_error', 100_000);
  await putUntold(story, 'untold');
  for (let run = 0; run < 12; run += 1) {
    await story.sweep();
    await story.clock.advanceBy(6 * hour);
  }
  assert.is((await story.record('untold')).due, undefined);
  await story.close();
});

test('of two sweeps at once, one works', async () => {
  const story = await start();
  await putOverdue(story, 'live');
  const [first, second] = await Promise.all([story.sweep(), story.sweep()]);
  assert.equal([Object.keys(first as object).length, Object.keys(second as object).length].sort(), [0, 1]);
  await story.close();
});

test('a sweep that died leaves its lease, and the next one begins within two minutes', async () => {
  const story = await start();
  await putOverdue(story, 'live');
  const planned = story.dynamodb.faults.fail(action => action === 'Query', 100);
  await rejectsNamed(story.sweep(), 'InternalServerError');
  assert.ok(planned.struck > 0);
  story.dynamodb.faults.clear();
  await story.clock.advanceBy(2 * minute + 1);
  await story.sweep();
  assert.equal(story.access(), []);
  await story.close();
});

test.run();
