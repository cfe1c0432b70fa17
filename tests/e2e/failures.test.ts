// slow: hours of retries
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, second } from '../../functions/domain/time.ts';
import { effort } from '../effort.ts';
import { begin, type Story } from './support/story.ts';

const database = { project: 'payments', role: 'DatabaseAdmin', duration: '1h' };
const readOnly = { project: 'platform', role: 'ReadOnly', duration: '1h' };

const grantedDatabase = async (story: Story) => {
  const requestId = await story.ask('alice', database);
  await story.approve('bob');
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

test('iam-group: a grant that AWS refuses is cleaned up, and the requester is notified', async () => {
  const story = await begin();
  story.aws.deleteGroup('111111111111', 'admin_RDS');
  const requestId = await story.ask('alice', database);
  await story.approve('bob');
  await story.clock.advanceBy(5 * minute);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', 'Nothing was left behind');
  await story.close();
});

test('F27: an assignment that ends FAILED fails the request, says why and leaves nothing', async () => {
  const story = await begin();
  story.aws.faults.failAssignment('creation', 'The account is suspended.', { times: 1 });
  const requestId = await story.ask('alice', readOnly);
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(10 * minute);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', 'suspended');
  await story.close();
});

test('F28: a storm of ConflictExceptions ends in access, within bounds', async () => {
  const story = await begin();
  const untilMs = story.clock.now() + 5 * minute;
  story.aws.faults.fail('sso:CreateAccountAssignment', 'ConflictException', { untilMs });
  const requestId = await story.ask('alice', readOnly);
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(10 * minute);
  assert.is(await story.status(requestId), 'GRANTED');
  const creations = story.aws.calls.filter(({ name }) => name === 'sso:CreateAccountAssignment');
  assert.ok(creations.length < 60, `${creations.length} calls`);
  await story.close();
});

test('F29: throttled for ten minutes, the grant waits, and its duration counts from the landing', async () => {
  const story = await begin();
  const untilMs = story.clock.now() + 10 * minute;
  story.aws.faults.fail('*', 'ThrottlingException', { untilMs });
  const requestId = await story.ask('alice', database);
  await story.approve('bob');
  await story.clock.advanceBy(15 * minute);
  const { status, grantedAt = '', until = '' } = await story.record(requestId);
  assert.is(status, 'GRANTED');
  assert.ok(Date.parse(grantedAt) >= untilMs);
  assert.is(Date.parse(until) - Date.parse(grantedAt), hour);
  await story.close();
});

test('F30: when one of two targets fails, the other is undone', async () => {
  const story = await begin();
  story.aws.suspendAccount('222222222222');
  const requestId = await story.ask('alice', readOnly);
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(15 * minute);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  await story.close();
});

const failing = [
  { kind: 'iam-group', asked: database, channel: 'C0PAYMENTS', call: 'iam:RemoveUserFromGroup' },
  { kind: 'permission-set', asked: readOnly, channel: 'C0PLATFORM', call: 'sso:DeleteAccountAssignment' },
] as const;

for (const { kind, asked, channel, call } of failing.slice(0, effort.kinds)) {
  test(`F48: ${kind}: a revocation that is refused for hours is STUCK, pages security, and succeeds in the end`, async () => {
    const story = await begin({ sweeping: false });
    const requestId = await story.ask('alice', asked);
    await story.approve('carol', channel);
    await story.clock.advanceBy(2 * minute);
    const given = story.access();
    assert.ok(given.length > 0);
    const untilMs = story.clock.now() + effort.failingHours * hour;
    story.aws.faults.fail(call, 'AccessDeniedException', { untilMs });
    await story.clock.advanceBy((effort.failingHours - 1) * hour);
    assert.is(await story.status(requestId), 'STUCK');
    assert.equal(story.access(), given);
    const pages = story.as('bob').messagesIn('C0SECURITY');
    assert.is(pages.filter(({ threadTs }) => threadTs === undefined).length, 1);
    assert.ok(pages.length > 1, 'every round speaks in the thread of the first page');
    assert.match(pages[0]?.reads ?? '', asked.role);
    assert.match(pages[0]?.reads ?? '', 'Last problem');
    assert.is(
      (await story.audit.entries(requestId)).filter(({ what }) => what === 'revocation begun').length,
      1,
    );
    assert.match(story.dms().at(-1) ?? '', 'Please do not use it');
    assert.ok(story.measured.some(({ name }) => name === 'StuckRevokes'));
    await story.clock.advanceBy(6 * hour);
    assert.is(await story.status(requestId), 'ENDED');
    assert.equal(story.access(), []);
    assert.match(story.dms().at(-1) ?? '', 'late');
    await story.close();
  });

  test(`F91: ${kind}: the first refusal that does not pass is STUCK and paged within a minute or so`, async () => {
    const story = await begin({ sweeping: false });
    const requestId = await story.ask('alice', asked);
    await story.approve('carol', channel);
    await story.clock.advanceBy(2 * minute);
    const untilMs = story.clock.now() + 3 * hour;
    story.aws.faults.fail(call, 'AccessDeniedException', { untilMs });
    const { until = '' } = await story.record(requestId);
    await story.clock.advanceTo(Date.parse(until) + 45 * second);
    assert.is(await story.status(requestId), 'STUCK');
    assert.is(story.as('bob').messagesIn('C0SECURITY').length, 1);
    await story.close();
  });

  test(`F90: ${kind}: a revocation that AWS puts off for hours is never STUCK, and security hears of it once an hour`, async () => {
    const story = await begin();
    const requestId = await story.ask('alice', asked);
    await story.approve('carol', channel);
    await story.clock.advanceBy(2 * minute);
    const { until = '' } = await story.record(requestId);
    const endsAt = Date.parse(until);
    story.aws.faults.fail(call, 'ThrottlingException', { untilMs: endsAt + 80 * minute });
    const statuses = new Set<string>();
    const said = () => story.as('bob').messagesIn('C0SECURITY').length;
    await story.clock.advanceTo(endsAt + 5 * minute);
    assert.is(said(), 0);
    for (let minutes = 10; minutes < 80; minutes += 5) {
      await story.clock.advanceTo(endsAt + minutes * minute);
      statuses.add(await story.status(requestId));
      if (minutes === 20) assert.is(said(), 1, 'within twenty minutes');
    }
    assert.equal([...statuses], ['REVOKING']);
    assert.is(said(), 2);
    assert.match(story.as('bob').messagesIn('C0SECURITY')[0]?.reads ?? '', 'Revocations wait for AWS');
    await story.clock.advanceTo(endsAt + 83 * minute);
    assert.is(await story.status(requestId), 'ENDED');
    assert.equal(story.access(), []);
    await story.close();
  });
}

for (const asked of [database, readOnly]) {
  const what = asked === readOnly ? 'permission-set' : 'iam-group';
  test(`F43: ${what}: an execution aborted in the console is revoked within one sweep`, async () => {
    const story = await begin();
    const requestId = await story.ask('alice', asked);
    await story.approve('carol', asked === readOnly ? 'C0PLATFORM' : 'C0PAYMENTS');
    await story.clock.advanceBy(2 * minute);
    assert.is(await story.status(requestId), 'GRANTED');
    story.abort(requestId);
    await story.clock.advanceBy(6 * minute);
    assert.equal(story.access(), []);
    // Identity Center takes its time: the next sweep sees that it is gone.
    await story.clock.advanceBy(5 * minute);
    assert.is(await story.status(requestId), 'ENDED');
    assert.match(story.dms().at(-1) ?? '', 'Ended');
    await story.close();
  });
}

test('F43: aborted while it waits for approval, the request is closed and says so', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', database);
  story.abort(requestId);
  await story.clock.advanceBy(6 * minute);
  assert.is(await story.status(requestId), 'CANCELLED');
  assert.match(story.dms().at(-1) ?? '', 'stopped');
  await story.close();
});

test('F43: aborted in the middle of granting, what was given is revoked', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', readOnly);
  await story.approve('carol', 'C0PLATFORM');
  assert.is(await story.status(requestId), 'GRANTING');
  story.abort(requestId);
  await story.clock.advanceBy(20 * minute);
  assert.equal(story.access(), []);
  assert.is(await story.status(requestId), 'FAILED');
  await story.close();
});

const statesAfterGrant = [
  'Grant',
  'Notify granted',
  'Hold',
  'Notify ending',
  'Hold to the end',
  'What changed?',
  'Revoke',
];

for (const state of statesAfterGrant) {
  test(`F78: an evaluation error in ${state} ends in revocation, by the machine or by the sweeper`, async () => {
    const story = await begin();
    story.engine.faults.failEvaluation(state);
    const requestId = await story.ask('alice', database);
    await story.approve('bob');
    await story.clock.advanceBy(50 * minute);
    if (state === 'What changed?') await story.clickDm('alice', "I'm done");
    await story.clock.advanceBy(40 * minute);
    assert.equal(story.access(), []);
    assert.ok(['ENDED', 'FAILED'].includes(await story.status(requestId)), await story.status(requestId));
    await story.close();
  });
}

test('the sweeper starts a request whose execution could not be started', async () => {
  let throttled = 1;
  const story = await begin({
    wire: machine => ({
      ...machine,
      start: async id => {
        throttled -= 1;
        return throttled >= 0 ? 'throttled' : machine.start(id);
      },
    }),
  });
  const modal = await story.fill('alice', database);
  await modal.submit();
  assert.equal(story.executions(), []);
  await story.clock.advanceBy(10 * minute);
  assert.is(story.executions().length, 1);
  await story.close();
});

test('the machine looks at the arbiter when someone went past it to Grant and Revoke', async () => {
  const story = await begin({ sweeping: false });
  const requestId = await story.ask('alice', database);
  const context = { getRemainingTimeInMillis: () => 115_000 };
  const alice = { teamId: 'T0EXAMPLE', userId: 'U0ALICE' };
  // All in the moment between the approval and the machine's next step.
  const resume = story.executionClient.resume;
  story.executionClient.resume = async () => 'gone';
  await story.byAccount.approve(requestId, { teamId: 'T0EXAMPLE', userId: 'U0BOB' });
  await story.lambdas.grant({ v: 1, state: 'Grant', requestId }, context);
  story.executionClient.resume = resume;
  await story.byAccount.end(requestId, alice);
  await story.clock.advanceBy(3 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.is(story.execution(requestId).status, 'SUCCEEDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('a request left REVOKING while its execution goes on is revoked by the sweeper', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', database);
  const account = (userId: string) => ({ teamId: 'T0EXAMPLE', userId });
  const resume = story.executionClient.resume;
  story.executionClient.resume = async () => 'gone';
  await story.byAccount.approve(requestId, account('U0BOB'));
  const context = { getRemainingTimeInMillis: () => 115_000 };
  await story.lambdas.grant({ v: 1, state: 'Grant', requestId }, context);
  await story.byAccount.end(requestId, account('U0ALICE'));
  story.aws.faults.fail('iam:RemoveUserFromGroup', 'ServiceFailureException', { times: 9 });
  const revoke = { v: 1, state: 'Revoke', requestId, because: 'end' };
  await story.lambdas.revoke(revoke, context).catch(() => undefined);
  assert.is(await story.status(requestId), 'REVOKING');
  story.aws.faults.clear();
  // An execution at work is left to it for half an hour.
  await story.clock.advanceBy(40 * minute);
  story.executionClient.resume = resume;
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('an empty ledger lets the sweeper revoke nothing', async () => {
  const story = await begin();
  story.aws.give(
    'iam-group',
    { account: { name: 'staging', id: '111111111111', production: false }, group: 'admin_RDS' },
    'erin',
  );
  await story.clock.advanceBy(hour);
  assert.equal(story.access(), ['erin has admin_RDS in 111111111111']);
  await story.close();
});

test('an unreadable ledger lets the sweeper revoke nothing, and the sweep fails loudly', async () => {
  const story = await begin();
  await grantedDatabase(story);
  story.dynamodb.faults.fail(action => action === 'Query', 1_000);
  let failed = false;
  await story.sweep().catch(() => {
    failed = true;
  });
  assert.ok(failed);
  assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
  story.dynamodb.faults.clear();
  await story.close();
});

test('Slack being down for ten minutes delays words, not the end of access', async () => {
  const story = await begin();
  const requestId = await grantedDatabase(story);
  await story.clock.advanceBy(55 * minute);
  story.slack.faults.down();
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), []);
  story.slack.faults.up();
  await story.clock.advanceBy(15 * minute);
  assert.is(await story.status(requestId), 'ENDED');
  assert.match(story.dms().at(-1) ?? '', 'Ended');
  await story.close();
});

test('the requester is notified once of a card that nobody can be shown, and it is posted as soon as it can', async () => {
  let reachable = false;
  const story = await begin({
    arm: (_, deps) => {
      const post: typeof deps.slack.post = (channel, ...rest) =>
        reachable || channel === 'U0ALICE'
          ? deps.slack.post(channel, ...rest)
          : Promise.reject(new Error('channel_not_found'));
      return { ...deps, slack: { ...deps.slack, post } };
    },
  });
  const requestId = await story.ask('alice', database);
  await story.clock.advanceBy(20 * minute);
  assert.is(story.dms().length, 1);
  assert.match(story.dms()[0] ?? '', 'nobody could be asked');
  reachable = true;
  await story.clock.advanceBy(10 * minute);
  await story.approve('bob');
  await story.clock.advanceBy(minute);
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

test('a requester who cannot be messaged is asked for, granted and revoked all the same', async () => {
  const story = await begin({
    sweepEveryMs: 20 * minute,
    arm: (_, deps) => {
      const post: typeof deps.slack.post = (channel, ...rest) =>
        channel.startsWith('U')
          ? Promise.reject(new Error('ratelimited'))
          : deps.slack.post(channel, ...rest);
      return { ...deps, slack: { ...deps.slack, post } };
    },
  });
  const requestId = await story.ask('alice', database);
  assert.equal(story.card().buttons, ['Approve', 'Deny…', 'Details']);
  await story.approve('bob');
  assert.is(await story.status(requestId), 'GRANTED');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  assert.equal(story.dms(), []);
  // Tried less and less often, every six hours at last; a day after the end it is given up.
  await story.clock.advanceBy(31 * hour);
  assert.is((await story.record(requestId)).due, undefined);
  assert.is((await story.audit.entries(requestId)).at(-1)?.what, 'could not be notified');
  await story.close();
});

test('Slack not answering when a later start comes delays the grant, and does not fail it', async () => {
  const story = await begin();
  const startAt = story.clock.now() + hour;
  const requestId = await story.ask('alice', { ...database, startAt });
  await story.approve('bob');
  await story.clock.advanceTo(startAt - minute);
  story.slack.faults.down();
  await story.clock.advanceBy(6 * minute);
  assert.equal(story.access(), []);
  story.slack.faults.up();
  await story.clock.advanceBy(5 * minute);
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

test('lateness is measured from the promised end to the read-back that shows it', async () => {
  const story = await begin();
  await grantedDatabase(story);
  story.aws.faults.fail('iam:RemoveUserFromGroup', 'ServiceFailureException', { times: 3 });
  await story.clock.advanceBy(2 * hour);
  const lateness = story.measured.find(({ name }) => name === 'RevokeLateness');
  assert.ok((lateness?.value ?? 0) > 0);
  assert.ok((lateness?.value ?? 0) < (5 * minute) / second);
  await story.close();
});

test.run();
