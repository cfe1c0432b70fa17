import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../functions/domain/time.ts';
import { begin } from './support/story.ts';

const kinds = [
  {
    kind: 'iam-group',
    asked: { project: 'payments', role: 'DatabaseAdmin', duration: '1h' },
    approver: 'bob',
    channel: 'C0PAYMENTS',
    given: ['alice has admin_RDS in 111111111111'],
  },
  {
    kind: 'permission-set',
    asked: { project: 'platform', role: 'ReadOnly', duration: '1h' },
    approver: 'carol',
    channel: 'C0PLATFORM',
    given: ['alice has ReadOnly in 111111111111', 'alice has ReadOnly in 222222222222'],
  },
] as const;

for (const { kind, asked, approver, channel, given } of kinds) {
  test(`${kind}: a request goes from the Slack form to granted access, and to revoked access at its end`, async () => {
    const story = await begin();
    const requestId = await story.ask('alice', asked);
    assert.is(await story.status(requestId), 'PENDING');
    assert.equal(story.access(), []);
    assert.match(story.dms().join('\n'), 'You have no access yet');

    await story.approve(approver, channel);
    await story.clock.advanceBy(2 * minute);
    assert.is(await story.status(requestId), 'GRANTED');
    assert.equal(story.access(), given);

    await story.clock.advanceBy(hour + 2 * minute);
    assert.is(await story.status(requestId), 'ENDED');
    assert.equal(story.access(), []);
    assert.match(story.dms().at(-1) ?? '', 'Ended');
    assert.equal(story.slack.errors, []);
    await story.close();
  });

  test(`${kind}: the card stays one card, without buttons that decide once it is decided, and one thread line an outcome`, async () => {
    const story = await begin();
    await story.ask('alice', asked);
    const before = story.card(approver, channel);
    assert.equal(before.buttons, ['Approve', 'Deny…', 'Details']);
    await story.approve(approver, channel);
    await story.clock.advanceBy(2 * hour);
    const after = story.card(approver, channel);
    assert.is(after.ts, before.ts);
    assert.equal(after.buttons, ['Details']);
    const thread = story
      .as(approver)
      .messagesIn(channel)
      .filter(({ threadTs }) => threadTs === before.ts)
      .map(({ reads }) => reads);
    assert.is(thread.length, 2);
    assert.match(thread[0] ?? '', 'Access is live');
    assert.match(thread[1] ?? '', 'Ended');
    await story.close();
  });

  test(`${kind}: ended early, access goes at once`, async () => {
    const story = await begin();
    const requestId = await story.ask('alice', asked);
    await story.approve(approver, channel);
    await story.clock.advanceBy(10 * minute);
    await story.clickDm('alice', "I'm done");
    await story.clock.advanceBy(minute);
    assert.is(await story.status(requestId), 'ENDED');
    assert.equal(story.access(), []);
    await story.close();
  });

  test(`${kind}: extended, access ends at the new end and not before`, async () => {
    const story = await begin();
    const requestId = await story.ask('alice', asked);
    await story.approve(approver, channel);
    await story.clock.advanceBy(50 * minute);
    const { until = '' } = await story.record(requestId);
    await story.clickDm('alice', 'Extend…');
    await story.as('alice').modal().submit();
    await story.clock.advanceBy(minute);
    const extended = (await story.record(requestId)).until ?? '';
    assert.is(Date.parse(extended) - Date.parse(until), 30 * minute);
    await story.clock.advanceTo(Date.parse(until) + 10 * minute);
    assert.equal(story.access(), given);
    await story.clock.advanceTo(Date.parse(extended) + minute);
    assert.equal(story.access(), []);
    await story.close();
  });
}

test('a normal approved request takes at most 12 transitions, an automatic one 9', async () => {
  const story = await begin();
  const asked = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  const auto = await story.ask('alice', { project: 'platform', role: 'LogReader', duration: '1h' });
  await story.clock.advanceBy(2 * hour);
  assert.is(story.execution(asked).transitions, 12);
  assert.is(story.execution(auto).transitions, 9);
  await story.close();
});

test.run();
