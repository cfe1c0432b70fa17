import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import { begin, type Story } from '../support/story.ts';

const account = '111111111111';

const granted = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve();
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

const changes: [what: string, change: (story: Story) => void][] = [
  ['the group', ({ aws }) => aws.renameGroup(account, 'admin_RDS', 'admin_databases')],
  ['the user', ({ aws }) => aws.renameUser(account, 'alice', 'alice.smith')],
];
for (const [what, change] of changes) {
  test(`F82: iam-group: ${what} is renamed while access is live: it is gone at its end, and only then ENDED`, async () => {
    const story = await begin();
    const requestId = await granted(story);
    change(story);
    await story.clock.advanceBy(50 * minute);
    assert.is(story.access().length, 1);
    await story.clock.advanceBy(20 * minute);
    assert.equal(story.access(), []);
    assert.is(await story.status(requestId), 'ENDED');
    await story.close();
  });
}

test('F82: iam-group: a user that is not found, and cannot be looked for, is STUCK and paged, and ENDED once it can', async () => {
  const story = await begin();
  const requestId = await granted(story);
  story.aws.renameUser(account, 'alice', 'alice.smith');
  const untilMs = story.clock.now() + 4 * hour;
  story.aws.faults.fail('iam:ListUsers', 'AccessDeniedException', { untilMs });
  await story.clock.advanceBy(3 * hour);
  assert.is(await story.status(requestId), 'STUCK');
  assert.is(story.access().length, 1);
  assert.ok(story.as('erin').messagesIn('C0SECURITY').length > 0);
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F82: iam-group: a group made again under its name, with the same member, is left alone', async () => {
  const story = await begin();
  const requestId = await granted(story);
  story.aws.deleteGroup(account, 'admin_RDS');
  story.aws.addGroup(account, 'admin_RDS');
  const target = { account: { name: 'staging', id: account, production: false }, group: 'admin_RDS' };
  story.aws.give('iam-group', target, 'alice');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.is(story.access().length, 1);
  await story.close();
});

test('F82: iam-group: what stood before stays, though its group had another name when a second request came', async () => {
  const story = await begin();
  const target = { account: { name: 'staging', id: account, production: false }, group: 'admin_RDS' };
  story.aws.give('iam-group', target, 'alice');
  await story.clock.advanceBy(20 * minute);
  const first = await granted(story);
  story.aws.renameGroup(account, 'admin_RDS', 'admin_databases');
  const second = await story.ask('alice', { duration: '30m' });
  await story.approve();
  await story.clock.advanceBy(2 * minute);
  assert.is(await story.status(second), 'FAILED');
  story.aws.renameGroup(account, 'admin_databases', 'admin_RDS');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(first), 'ENDED');
  assert.is(story.access().length, 1);
  await story.close();
});

test.run();
