import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { alarmList } from '../../deploy/alarms/list.ts';
import { day, hour, minute } from '../../functions/domain/time.ts';
import type { IamGroupTarget } from '../../functions/grants/iam-group/description.ts';
import { names } from './support/events.ts';
import { measuredIn, tokensIn } from './support/logs.ts';
import { begin } from './support/story.ts';

const motoUrl = process.env.CURFEW_MOTO_URL;
if (!motoUrl) throw new Error('CURFEW_MOTO_URL is not set: run `npm run test:aws`, which starts moto');

const story = await begin(motoUrl);
const { clock, moto } = story;
const test = suite('what is deployed, from end to end');
test.after(() => story.close());

/** alice's user in Identity Center. */
const aliceId = '11111111-1111-1111-1111-111111111111';

await moto.addGroup(story.catalog.accounts.staging?.id ?? '', 'admin_RDS');
await moto.addGroup(story.catalog.accounts.production?.id ?? '', 'admin_RDS');

const granted = async (duration = '1h'): Promise<string> => {
  const requestId = await story.ask('alice', 'payments', 'DatabaseAdmin', duration);
  await story.clickCard('bob', 'Approve', 'C0PAYMENTS');
  await clock.advanceBy(2 * minute);
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

test('iam-group: from the form to memberships in two accounts, one of them through STS, and back at the end', async () => {
  const requestId = await story.ask('alice', 'payments', 'DatabaseAdmin', '1h');
  assert.is(await story.status(requestId), 'PENDING');
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [[], []]);

  await story.clickCard('bob', 'Approve', 'C0PAYMENTS');
  await clock.advanceBy(2 * minute);
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [['alice'], ['alice']]);
  assert.match(story.lastDm('alice'), 'You have');

  const { until = '' } = await story.record(requestId);
  await clock.advanceTo(Date.parse(until) - minute);
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [['alice'], ['alice']]);
  await clock.advanceTo(Date.parse(until) + minute);
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [[], []]);
  assert.is(await story.status(requestId), 'ENDED');
  assert.match(story.lastDm('alice'), 'Ended');
  assert.is(story.execution(requestId).status, 'SUCCEEDED');
});

test('permission-set: from the form to an assignment in both accounts, extended once, and back at "I\'m done"', async () => {
  const requestId = await story.ask('alice', 'platform', 'ReadOnly', '1h');
  await story.clickCard('carol', 'Approve', 'C0PLATFORM');
  await clock.advanceBy(5 * minute);
  assert.equal(await story.access('platform', 'ReadOnly'), [[aliceId], [aliceId]]);

  const { until: first = '' } = await story.record(requestId);
  await story.clickDm('alice', 'Extend…');
  await story.as('alice').modal().submit();
  await clock.advanceTo(Date.parse(first) + minute);
  assert.equal(await story.access('platform', 'ReadOnly'), [[aliceId], [aliceId]]);
  assert.ok(story.statesOf(requestId).includes('Extend'));

  await story.clickDm('alice', "I'm done");
  await clock.advanceBy(5 * minute);
  assert.equal(await story.access('platform', 'ReadOnly'), [[], []]);
  assert.is(await story.status(requestId), 'ENDED');
  assert.match(story.lastDm('alice'), 'Ended');
});

test('two people of two stages approve, and the assignment in the other account goes at its end', async () => {
  const requestId = await story.ask('alice', 'payments', 'ProductionAdmin', '30m');
  await story.clickCard('bob', 'Approve', 'C0PAYMENTS');
  assert.is(await story.status(requestId), 'PENDING');
  await story.clickCard('dave', 'Approve', 'C0PAYMENTS');
  await clock.advanceBy(5 * minute);
  assert.equal(await story.access('payments', 'ProductionAdmin'), [[aliceId]]);
  await clock.advanceBy(30 * minute);
  assert.equal(await story.access('payments', 'ProductionAdmin'), [[]]);
  assert.is(await story.status(requestId), 'ENDED');
});

test('Revoke before the end answers NotYet, and takes nothing', async () => {
  const requestId = await granted('1h');
  const revoke = { v: 1, state: 'Revoke', requestId, because: 'end' };
  const outcome = await story
    .lambda('revoke')
    .invoke(revoke)
    .then(
      () => 'revoked',
      (error: Error) => error.name,
    );
  assert.is(outcome, 'NotYet');
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [['alice'], ['alice']]);
  await clock.advanceBy(hour + minute);
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [[], []]);
});

test('an aborted execution: its event and the next tick of the schedule revoke access', async () => {
  const requestId = await granted('4h');
  story.abort(requestId);
  await clock.advanceBy(6 * minute);
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [[], []]);
  assert.is(await story.status(requestId), 'ENDED');
  assert.match(story.lastDm('alice'), 'Ended');
});

test('an aborted execution whose event is lost: the schedule alone revokes access after its end', async () => {
  const requestId = await granted('1h');
  const { until = '' } = await story.record(requestId);
  story.eventBridge.up = false;
  story.abort(requestId);
  story.eventBridge.up = true;
  await clock.advanceTo(Date.parse(until) - minute);
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [['alice'], ['alice']]);
  await clock.advanceTo(Date.parse(until) + 6 * minute);
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [[], []]);
  assert.is(await story.status(requestId), 'ENDED');
});

test('AWS refuses: the machine knows the name, does not try again, and the requester reads why', async () => {
  const requestId = await story.ask('alice', 'platform', 'LogReader', '1h');
  await clock.advanceBy(5 * minute);
  assert.equal(story.failuresOf(requestId, 'Grant'), ['Refused']);
  assert.is(await story.status(requestId), 'FAILED');
  assert.match(story.lastDm('alice'), 'There is no IAM group read_logs in staging');
  assert.is(story.execution(requestId).status, 'SUCCEEDED');
});

test('one account refuses: what was given in the other one is revoked', async () => {
  const role = story.role('payments', 'DatabaseAdmin');
  const [atHome, elsewhere] = role.targets as IamGroupTarget[];
  if (atHome === undefined || elsewhere === undefined) return assert.unreachable();
  await moto.removeGroup(elsewhere);
  const requestId = await story.ask('alice', 'payments', 'DatabaseAdmin', '1h');
  await story.clickCard('bob', 'Approve', 'C0PAYMENTS');
  await clock.advanceBy(15 * minute);
  assert.equal(story.failuresOf(requestId, 'Grant'), ['Refused']);
  assert.equal(await moto.members(atHome), []);
  assert.is(await story.status(requestId), 'FAILED');
  await moto.addGroup(elsewhere.account.id, elsewhere.group);
});

test('nobody answers: reminders, then it expires', async () => {
  const requestId = await story.ask('alice', 'payments', 'DatabaseAdmin', '1h');
  await clock.advanceBy(9 * hour);
  assert.is(await story.status(requestId), 'EXPIRED');
  assert.match(story.lastDm('alice'), 'Nobody decided');
  assert.equal(await story.access('payments', 'DatabaseAdmin'), [[], []]);
});

test('the audit of every request is one whole chain, and nothing is left to look after', async () => {
  await clock.advanceBy(day);
  for (const requestId of story.executions()) {
    const record = await story.record(requestId);
    assert.equal(record.outbox, {}, requestId);
    const entries = await story.audit.entries(requestId);
    assert.is(entries.length, record.auditSeq, requestId);
  }
  assert.equal(Object.values(await story.requests.due(clock.now() + day)).flat(), []);
});

test('nothing went wrong unseen: not in Slack, not in the sweeper', () => {
  assert.equal(story.slack.errors, []);
  assert.equal(story.background, []);
});

test('no log holds a secret, a task token or what a requester wrote', () => {
  const tokens = story.executions().flatMap(requestId => tokensIn(story.history(requestId)));
  assert.ok(tokens.length > story.executions().length);
  for (const secret of ['xoxb-story', 'story-signing-secret', 'INC-42', ...tokens])
    assert.not.ok(story.printed().includes(secret), secret);
});

test('what the Lambdas measured is what the alarms of the template watch, and nothing was unexpected or late', () => {
  const watched = alarmList(names).flatMap(({ metrics }) =>
    metrics.map(({ namespace, name, dimensions }) => `${namespace} ${name} ${String(dimensions.service)}`),
  );
  const measured = measuredIn(story.printed());
  const seen = [
    ...new Set(measured.map(({ namespace, name, service }) => `${namespace} ${name} ${service}`)),
  ].sort();
  assert.equal(
    seen,
    ['OverdueLive', 'RevokeLateness', 'SweepRuns', 'SweptLate'].map(name => `Curfew ${name} ${names.prefix}`),
  );
  for (const each of seen) assert.ok(watched.includes(each), each);
  // The longest is the one of the lost event: the schedule's next tick.
  const late = measured.filter(({ name, value }) => name === 'RevokeLateness' && value > 6 * 60);
  assert.equal(late, []);
});

test.run();
