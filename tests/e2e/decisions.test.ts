import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, toIso } from '../../functions/domain/time.ts';
import { withPerson, withRole } from './support/catalogs.ts';
import { begin, exampleCatalog } from './support/story.ts';

test('a denied request grants nothing, and the requester is notified of the reason', async () => {
  const story = await begin();
  const requestId = await story.ask();
  await story.clickCard('bob', 'Deny…');
  await story.as('bob').modal().type('reason', 'use the replica');
  await story.as('bob').modal().submit();
  await story.clock.settle();
  assert.is(await story.status(requestId), 'DENIED');
  assert.match(story.dms().at(-1) ?? '', 'use the replica');
  assert.equal(story.card().buttons, ['Details']);
  assert.equal(story.access(), []);
  await story.close();
});

test('a cancelled request can no longer be approved', async () => {
  const story = await begin();
  const requestId = await story.ask();
  const stale = story.card();
  await story.clickDm('alice', 'Cancel');
  assert.is(await story.status(requestId), 'CANCELLED');
  assert.is(story.execution(requestId).status, 'SUCCEEDED');
  assert.match(story.dms().at(-1) ?? '', 'cancelled');
  await story.as('bob').click(stale, 'Approve', { asSeen: true });
  await story.clock.settle();
  assert.is(await story.status(requestId), 'CANCELLED');
  assert.match(story.as('bob').ephemerals().at(-1)?.reads ?? '', /cancelled/i);
  assert.equal(story.access(), []);
  await story.close();
});

test('a request nobody decides is reminded of and then expires', async () => {
  const story = await begin();
  const requestId = await story.ask();
  await story.clock.advanceBy(3 * hour);
  const reminders = () =>
    story
      .as('bob')
      .messagesIn('C0PAYMENTS')
      .filter(({ threadTs, reads }) => threadTs !== undefined && reads.includes('still waiting'));
  assert.is(reminders().length, 2);
  assert.is(await story.status(requestId), 'PENDING');
  await story.clock.advanceBy(5 * hour);
  assert.is(await story.status(requestId), 'EXPIRED');
  assert.is(story.execution(requestId).status, 'SUCCEEDED');
  assert.match(story.dms().at(-1) ?? '', 'Nobody decided');
  await story.close();
});

test('an automatic rule grants without a card, and the audit names the rule', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { project: 'platform', role: 'LogReader', duration: '1h' });
  assert.is(await story.status(requestId), 'GRANTED');
  assert.equal(story.as('carol').messagesIn('C0PLATFORM'), []);
  const opened = (await story.audit.entries(requestId)).find(({ what }) => what === 'opened');
  assert.match(String(opened?.detail?.rule), 'auto');
  await story.close();
});

test('a later start is approved now, granted then, and counts its duration from then', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  assert.is(await story.status(requestId), 'APPROVED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', 'Approved by @bob');
  assert.match(story.dms().at(-1) ?? '', 'Starts');
  await story.clock.advanceTo(startAt + minute);
  assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
  assert.is((await story.record(requestId)).until, toIso(startAt + hour));
  await story.clock.advanceTo(startAt + hour + minute);
  assert.equal(story.access(), []);
  await story.close();
});

test('a request approved for later and then cancelled never grants', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  await story.clickDm('alice', 'Cancel');
  await story.clock.advanceTo(startAt + hour);
  assert.is(await story.status(requestId), 'CANCELLED');
  assert.equal(
    story.aws.calls.filter(({ name }) => name === 'iam:AddUserToGroup'),
    [],
  );
  assert.equal(story.access(), []);
  await story.close();
});

test('F16: an owner cannot approve their own request', async () => {
  const story = await begin();
  const requestId = await story.ask('bob');
  await story.approve('bob');
  assert.is(await story.status(requestId), 'PENDING');
  assert.match(story.as('bob').ephemerals().at(-1)?.reads ?? '', 'cannot decide on your own request');
  await story.close();
});

test('F16: an alias of the requester cannot approve', async () => {
  const catalog = withPerson(await exampleCatalog(), 'dave', {
    principals: { iamUser: { staging: 'carol' } },
  });
  const story = await begin({ catalog: withApprover(catalog, 'dave') });
  const requestId = await story.ask('carol');
  await story.approve('dave');
  assert.is(await story.status(requestId), 'PENDING');
  assert.match(story.as('dave').ephemerals().at(-1)?.reads ?? '', /own request/i);
  await story.close();
});

test('F16: a delegate of the requester cannot approve in their place', async () => {
  const until = toIso(Date.UTC(2027, 0, 1));
  const catalog = withPerson(await exampleCatalog(), 'bob', { delegate: { to: 'dave', until } });
  const story = await begin({ catalog });
  const requestId = await story.ask('bob');
  await story.approve('dave');
  assert.is(await story.status(requestId), 'PENDING');
  assert.equal(story.access(), []);
  await story.close();
});

test('an approver who is away is stood in for by their delegate', async () => {
  const until = toIso(Date.UTC(2027, 0, 1));
  const catalog = withPerson(await exampleCatalog(), 'bob', { delegate: { to: 'dave', until } });
  const story = await begin({ catalog });
  const requestId = await story.ask('alice');
  await story.approve('dave');
  assert.is(await story.status(requestId), 'GRANTED');
  assert.is((await story.record(requestId)).decisions['T0EXAMPLE/U0DAVE']?.onBehalfOf?.person, 'bob');
  await story.close();
});

test('F17: an approver removed since the request cannot approve', async () => {
  const story = await begin();
  const requestId = await story.ask();
  const catalog = await exampleCatalog();
  await story.apply(
    withRole({ ...catalog, hash: 'without bob' }, 'payments', 'DatabaseAdmin', {
      approval: {
        mode: 'ask',
        stages: [{ key: 'a set', need: 1, from: ['carol'] }],
        deadlineMs: 8 * hour,
        remindMs: [],
      },
    }),
  );
  await story.approve('bob');
  assert.is(await story.status(requestId), 'PENDING');
  assert.match(story.as('bob').ephemerals().at(-1)?.reads ?? '', 'carol');
  await story.close();
});

test('F17: an approver removed between the approval and a later start grants nothing', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  const catalog = await exampleCatalog();
  const { bob: _, ...people } = catalog.people;
  await story.apply({ ...catalog, hash: 'without bob', people });
  await story.clock.advanceTo(startAt + hour);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', 'bob');
  await story.close();
});

test('F18: a request of someone deactivated before the approval is cancelled, not granted', async () => {
  const story = await begin();
  const requestId = await story.ask();
  story.slack.changeUser('U0ALICE', { deleted: true });
  await story.approve('bob');
  assert.is(await story.status(requestId), 'CANCELLED');
  assert.equal(story.access(), []);
  assert.match(story.as('bob').ephemerals().at(-1)?.reads ?? '', /no longer/i);
  await story.close();
});

test('F18: someone deactivated between the approval and a later start gets nothing', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  story.slack.changeUser('U0ALICE', { deleted: true });
  await story.clock.advanceTo(startAt + hour);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F19: an approval and a denial clicked at the same moment have one winner, and the card says whose', async () => {
  const story = await begin({ sweeping: false });
  for (let race = 0; race < 10; race += 1) {
    const requestId = await story.ask('alice', { duration: '15m' });
    const account = (userId: string) => ({ teamId: 'T0EXAMPLE', userId });
    const deny = () => story.byAccount.deny(requestId, account('U0CAROL'), 'no');
    const approve = () => story.as('bob').click(story.card(), 'Approve');
    await Promise.all(race % 2 === 0 ? [approve(), deny()] : [deny(), approve()]);
    await story.clock.settle();
    const { status, decisions } = await story.record(requestId);
    assert.is(Object.keys(decisions).length, 1);
    const [winner] = Object.values(decisions);
    assert.is(status, winner?.verdict === 'approve' ? 'GRANTED' : 'DENIED');
    assert.equal(story.access(), status === 'GRANTED' ? ['alice has admin_RDS in 111111111111'] : []);
    assert.match(story.card().reads, winner?.verdict === 'approve' ? 'Approved by @bob' : 'Denied by @carol');
    await story.clock.advanceBy(hour);
  }
  await story.close();
});

test('F20: a double approval grants once', async () => {
  const story = await begin();
  const requestId = await story.ask();
  const card = story.card();
  await Promise.all([
    story.as('bob').click(card, 'Approve', { asSeen: true }),
    story.as('bob').click(card, 'Approve', { asSeen: true }),
    story.as('carol').click(card, 'Approve', { asSeen: true }),
  ]);
  await story.clock.settle();
  assert.is(await story.status(requestId), 'GRANTED');
  assert.is(Object.keys((await story.record(requestId)).decisions).length, 1);
  assert.is(story.aws.calls.filter(({ name }) => name === 'iam:AddUserToGroup').length, 1);
  await story.close();
});

test('F21: an approval after the deadline is refused on the server', async () => {
  const story = await begin();
  const requestId = await story.ask();
  const stale = story.card();
  await story.clock.advanceBy(8 * hour + minute);
  await story.as('bob').click(stale, 'Approve', { asSeen: true });
  await story.clock.settle();
  assert.is(await story.status(requestId), 'EXPIRED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F22: a rule tightened between the request and the click decides at the click', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { duration: '2h' });
  const tight = withRole({ ...(await exampleCatalog()), hash: 'tight' }, 'payments', 'DatabaseAdmin', {
    maxMs: hour,
    choicesMs: [hour],
  });
  await story.apply(tight);
  await story.approve('bob');
  assert.is(await story.status(requestId), 'PENDING');
  assert.match(story.as('bob').ephemerals().at(-1)?.reads ?? '', 'at most 1 h');
  await story.close();
});

test('two stages are decided by different people, and only then access is given', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { role: 'ProductionAdmin', duration: '30m' });
  await story.approve('bob');
  assert.is(await story.status(requestId), 'PENDING');
  assert.equal(story.access(), []);
  await story.approve('dave');
  await story.clock.advanceBy(minute);
  assert.is(await story.status(requestId), 'GRANTED');
  assert.equal(story.access(), ['alice has Administrator in 222222222222']);
  await story.close();
});

test('F24: a click between two tokens is recorded and applied once', async () => {
  const story = await begin();
  const requestId = await story.ask();
  const stored = (await story.record(requestId)).askToken ?? '';
  await story.clock.advanceBy(29 * minute);
  // The token of the stage that is about to time out is gone by the time the click resumes.
  story.engine.sendTaskFailure({ taskToken: stored, error: 'Gone' });
  await story.approve('bob');
  assert.is(await story.status(requestId), 'APPROVED');
  await story.clock.advanceBy(10 * minute);
  assert.is(await story.status(requestId), 'GRANTED');
  assert.is(story.aws.calls.filter(({ name }) => name === 'iam:AddUserToGroup').length, 1);
  await story.close();
});

function withApprover(catalog: Awaited<ReturnType<typeof exampleCatalog>>, name: string) {
  const stages = [{ key: 'a set', need: 1, from: ['bob', name] }];
  const approval = { mode: 'ask' as const, stages, deadlineMs: 8 * hour, remindMs: [] };
  return withRole(catalog, 'payments', 'DatabaseAdmin', { approval });
}

test.run();
