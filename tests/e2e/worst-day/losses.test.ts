import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import { begin, type Story } from '../support/story.ts';
import { backup, itemsOf, lose } from '../support/tables.ts';

const alice = 'alice has admin_RDS in 111111111111';
/** What the example's role grants, given or taken by somebody else. */
const target = { account: { name: 'staging', id: '111111111111', production: false }, group: 'admin_RDS' };
const pages = (story: Story) =>
  story
    .as('erin')
    .messagesIn('C0SECURITY')
    .map(({ reads }) => reads);

/** A request of alice that bob has approved and that is granted. */
const granted = async (story: Story, asked = { duration: '1h' }): Promise<string> => {
  const requestId = await story.ask('alice', asked);
  await story.approve();
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

test('F83: all holders lost while a grant is live: it ends on time, access is gone, and someone is paged once', async () => {
  const story = await begin();
  const requestId = await granted(story);
  assert.is(await lose(story, 'holdings'), 1);
  await story.clock.advanceBy(2 * hour);
  assert.equal(story.access(), []);
  assert.is(await story.status(requestId), 'ENDED');
  const lateBy =
    Date.parse((await story.record(requestId)).endedAt ?? '') -
    Date.parse((await story.record(requestId)).until ?? '');
  assert.ok(lateBy < minute, `${lateBy} ms late`);
  assert.is(pages(story).length, 1);
  assert.match(pages(story)[0] ?? '', /alice/);
  await story.close();
});

test('F83: holders lost between two grants of one thing: neither takes it for pre-existing, and it ends with the last', async () => {
  const story = await begin();
  const first = await granted(story);
  await lose(story, 'holdings');
  await story.clock.advanceBy(30 * minute);
  const second = await granted(story);
  await story.clock.advanceBy(45 * minute);
  assert.is(await story.status(first), 'ENDED');
  assert.equal(story.access(), [alice]);
  await story.clock.advanceBy(hour);
  assert.is(await story.status(second), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F83: holders lost while two requests hold one thing: it stays until the last of them ends', async () => {
  const story = await begin();
  const first = await granted(story);
  await story.clock.advanceBy(20 * minute);
  const second = await granted(story);
  await lose(story, 'holdings');
  await story.clock.advanceBy(50 * minute);
  assert.is(await story.status(first), 'ENDED');
  assert.equal(story.access(), [alice]);
  await story.clock.advanceBy(hour);
  assert.is(await story.status(second), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F83: access that stood before stays, though the holders were lost', async () => {
  const story = await begin();
  story.aws.give('iam-group', target, 'alice');
  const requestId = await granted(story);
  await lose(story, 'holdings');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), [alice]);
  await story.close();
});

test('F83: holders restored from before the grant: an ended request does not hold, and access ends on time', async () => {
  const story = await begin();
  const first = await granted(story);
  const restore = await backup(story, 'holdings');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(first), 'ENDED');
  const second = await granted(story);
  await restore();
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(second), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F83: holders restored from when access stood before us: what we gave since is removed all the same', async () => {
  const story = await begin();
  story.aws.give('iam-group', target, 'alice');
  const first = await granted(story);
  const restore = await backup(story, 'holdings');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(first), 'ENDED');
  story.aws.take('iam-group', target, 'alice');
  await story.clock.advanceBy(20 * minute);
  const second = await granted(story);
  await restore();
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(second), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F83: holders and the record of what was given are lost: what nobody explains is STUCK and paged', async () => {
  const story = await begin();
  const requestId = await granted(story);
  await lose(story, 'holdings');
  const [item] = await itemsOf(story, 'requests');
  const { progress } = await story.record(requestId);
  const empty = Object.fromEntries(Object.keys(progress).map(key => [key, { M: {} }]));
  await story.dynamodb.call('putItem', {
    TableName: 'curfew-requests',
    Item: { ...item, progress: { M: empty } },
  });
  await story.clock.advanceBy(6 * hour);
  assert.is(await story.status(requestId), 'STUCK');
  assert.ok(pages(story).length >= 1);
  await story.close();
});

test('F85: requests restored from yesterday: an ended request revokes nothing of what the same person has today', async () => {
  const story = await begin();
  const old = await granted(story);
  const restore = await backup(story, 'requests');
  await story.clock.advanceBy(6 * hour);
  const today = await granted(story, { duration: '2h' });
  const kept = (await itemsOf(story, 'requests')).find(item => item.requestId?.S === today);
  await restore();
  await story.dynamodb.call('putItem', { TableName: 'curfew-requests', Item: kept ?? {} });
  await story.clock.advanceBy(hour);
  assert.equal(story.access(), [alice]);
  assert.is(await story.status(today), 'GRANTED');
  assert.is(await story.status(old), 'GRANTED', 'nothing is written on its word');
  assert.ok(pages(story).some(page => /alice/.test(page)));
  await story.close();
});

test('F85: requests restored from yesterday: one that was cancelled since is not granted at its start', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 5 * hour;
  const requestId = await story.ask('alice', { startAt });
  await story.approve();
  assert.is(await story.status(requestId), 'APPROVED');
  const restore = await backup(story, 'requests');
  await story.clock.advanceBy(hour);
  const { requester } = await story.record(requestId);
  const cancelled = await story.byAccount.cancel(requestId, requester);
  assert.ok(cancelled.ok);
  await story.clock.advanceBy(10 * minute);
  await restore();
  await story.clock.advanceBy(6 * hour);
  assert.equal(story.access(), []);
  assert.is(pages(story).length > 0, true);
  await story.close();
});

test('F85: requests and holders restored from yesterday: nothing is granted or revoked on their word', async () => {
  const story = await begin();
  await granted(story);
  const restore = [await backup(story, 'requests'), await backup(story, 'holdings')];
  await story.clock.advanceBy(6 * hour);
  await granted(story, { duration: '4h' });
  for (const table of restore) await table();
  await story.clock.advanceBy(hour);
  assert.equal(story.access(), [alice]);
  assert.ok(pages(story).length > 0);
  await story.close();
});

test('F85: the catalog restored from yesterday: nothing is granted by its rules, until it is applied again', async () => {
  const story = await begin();
  const restore = await backup(story, 'projects');
  const current = await story.catalog.load();
  if (current === undefined) throw new Error('no catalog');
  assert.is(await story.apply({ ...current, hash: 'newer' }), 'saved');
  const requestId = await story.ask('alice', { duration: '1h' });
  await restore();
  await story.approve();
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), []);
  assert.ok(pages(story).length > 0);
  assert.is.not(await story.status(requestId), 'GRANTED');
  await story.close();
});

test('the audit lost while a grant is live: access ends on time', async () => {
  const story = await begin();
  const requestId = await granted(story);
  assert.ok((await lose(story, 'audit')) > 0);
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test.run();
