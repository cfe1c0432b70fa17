import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { minute, second } from '../../../functions/domain/time.ts';
import { type AwsWorldSettings, createAwsWorld } from '../../../local/aws/index.ts';
import { fakeKind } from '../../../local/aws/kinds/index.ts';
import { createClock } from '../../../local/clock.ts';

const test = suite('the AWS world in memory');
const account = { name: 'staging', id: '111111111111', production: false };
const place = {
  instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
  permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef',
};
const group = { account, group: 'admin_RDS' };
const set = { account, ...place };
const of = { ...place, accountId: account.id, userId: 'u-alice' };

const opened = (settings: Partial<AwsWorldSettings> = {}) => {
  const clock = createClock({ startAt: Date.parse('2026-11-20T10:00:00.000Z') });
  const reported: string[] = [];
  const world = createAwsWorld({ now: clock.now, at: clock.at, homeAccountId: account.id, settings });
  world.addUser(account.id, 'alice');
  world.addGroup(account.id, 'admin_RDS');
  world.addPermissionSet(place.permissionSetArn, 'ReadOnly');
  for (const name of ['alice', 'bob']) world.addDirectoryUser(`u-${name}`, name);
  const calling = {
    requestId: 'req-1',
    remainingMs: () => 2 * minute,
    called: (id: string) => reported.push(id),
  };
  const { iam, ssoAdmin } = world.apis('grant');
  return { clock, world, reported, calling, iam: iam(account, calling), sso: ssoAdmin(account, calling) };
};

const nameOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing thrown',
    (error: Error) => error.name,
  );

test('memberships name account, user, group and since when', async () => {
  const { world, iam, clock } = opened();
  await iam.addUserToGroup('alice', 'admin_RDS');
  const [entry, ...others] = world.entries();
  assert.equal(others, []);
  assert.is(entry?.key, fakeKind('iam-group').keyOf(group, 'Alice'));
  assert.is(entry?.accountId, account.id);
  assert.equal([entry?.who, entry?.what, entry?.through], ['alice', 'admin_RDS', 'IAM group']);
  assert.equal([entry?.state, entry?.since], ['there', clock.now()]);
});

test('an assignment is being created, assigned, being deleted, gone', async () => {
  const { world, sso, clock } = opened({ assignmentMs: 30 * second });
  const key = fakeKind('permission-set').keyOf(set, 'u-alice');
  const seen = () =>
    world.entries().map(each => [each.key === key, each.who, each.what, each.through, each.state]);
  const entry = [true, 'alice', 'ReadOnly', 'permission set'];
  await sso.createAccountAssignment(of);
  assert.equal(seen(), [[...entry, 'being created']]);
  await clock.advanceBy(30 * second);
  assert.equal(seen(), [[...entry, 'there']]);
  await sso.deleteAccountAssignment(of);
  assert.equal(seen(), [[...entry, 'being deleted']]);
  assert.ok(world.has('permission-set', set, 'u-alice'));
  await clock.advanceBy(30 * second);
  assert.equal(seen(), []);
});

test('listeners hear of every change, also of one that time brings, until they stop', async () => {
  const { world, sso, iam, clock } = opened({ assignmentMs: 30 * second });
  let heard = 0;
  const stop = world.onChange(() => {
    heard += 1;
  });
  await iam.addUserToGroup('alice', 'admin_RDS');
  assert.is(heard, 1);
  await sso.createAccountAssignment(of);
  assert.is(heard, 2);
  await clock.advanceBy(30 * second);
  assert.is(heard, 3);
  world.take('iam-group', group, 'alice');
  assert.is(heard, 4);
  stop();
  world.give('iam-group', group, 'alice');
  assert.is(heard, 4);
});

test('reads are as old as staleMs says, writes and what is true are not', async () => {
  const { world, iam, clock } = opened({ staleMs: 10 * second });
  await iam.addUserToGroup('alice', 'admin_RDS');
  assert.equal(await iam.listGroupsForUser('alice'), []);
  assert.ok(world.has('iam-group', group, 'alice'));
  await clock.advanceBy(10 * second);
  assert.equal(
    (await iam.listGroupsForUser('alice'))?.map(({ name }) => name),
    ['admin_RDS'],
  );
  assert.is(await iam.removeUserFromGroup('alice', 'admin_RDS'), 'done');
  assert.equal(
    (await iam.listGroupsForUser('alice'))?.map(({ name }) => name),
    ['admin_RDS'],
  );
});

test('a user created just now is not found by stale reads', async () => {
  const { world, iam, clock } = opened({ staleMs: 10 * second });
  world.addUser(account.id, 'bob', clock.now());
  assert.is(await iam.getUser('bob'), undefined);
  await clock.advanceBy(10 * second);
  assert.is((await iam.getUser('bob'))?.createdAt, clock.now() - 10 * second);
});

test('one user in one account is changed by one operation at a time', async () => {
  const { sso, clock } = opened({ assignmentMs: 30 * second });
  await sso.createAccountAssignment(of);
  assert.is(await nameOf(sso.createAccountAssignment(of)), 'Busy');
  assert.is(await nameOf(sso.deleteAccountAssignment(of)), 'Busy');
  await sso.createAccountAssignment({ ...of, userId: 'u-bob' });
  await clock.advanceBy(30 * second);
  assert.is((await sso.createAccountAssignment(of)).status, 'IN_PROGRESS');
});

test('more than ten outstanding operations are throttled', async () => {
  const { sso } = opened();
  for (let n = 0; n < 10; n += 1) await sso.createAccountAssignment({ ...of, userId: `u-${n}` });
  assert.is(await nameOf(sso.createAccountAssignment(of)), 'Throttled');
});

test('running operations are listed by id', async () => {
  const { sso, clock } = opened({ assignmentMs: 30 * second, pageSize: 1 });
  const first = await sso.createAccountAssignment(of);
  const other = await sso.createAccountAssignment({ ...of, userId: 'u-bob' });
  assert.equal(await sso.listRunning('creation', place.instanceArn), [first.id, other.id]);
  assert.equal(await sso.listRunning('deletion', place.instanceArn), []);
  await clock.advanceBy(30 * second);
  assert.equal(await sso.listRunning('creation', place.instanceArn), []);
});

test('an operation fails for a person who left, a suspended account, or as told', async () => {
  const { world, sso, clock } = opened();
  const outcome = async () => {
    const { id } = await sso.createAccountAssignment(of);
    await clock.advanceBy(minute);
    return (await sso.describeOperation('creation', place.instanceArn, id))?.reason;
  };
  world.faults.failAssignment('creation', 'as told');
  assert.is(await outcome(), 'as told');
  world.suspendAccount(account.id);
  assert.match((await outcome()) ?? '', 'suspended');
  world.deleteDirectoryUser('u-alice');
  assert.match((await outcome()) ?? '', 'not found in directory');
  assert.equal(world.entries(), []);
});

test('F31: the eleventh group is refused', async () => {
  const { world, iam } = opened();
  for (let n = 1; n <= 11; n += 1) world.addGroup(account.id, `team${n}`);
  for (let n = 1; n <= 10; n += 1) assert.is(await iam.addUserToGroup('alice', `team${n}`), 'done');
  assert.is(await nameOf(iam.addUserToGroup('alice', 'team11')), 'Refused');
});

test('a fault happens as often as told, or until told, and can be taken back', async () => {
  const { world, iam, clock } = opened();
  world.faults.fail('iam:GetUser', 'ThrottlingException', { times: 2 });
  const get = () => nameOf(iam.getUser('alice'));
  assert.equal([await get(), await get(), await get()], ['Throttled', 'Throttled', 'nothing thrown']);
  world.faults.fail('*', 'ConflictException', { untilMs: clock.now() + minute });
  assert.is(await get(), 'Busy');
  await clock.advanceBy(minute);
  assert.is(await get(), 'nothing thrown');
  world.faults.fail('*', 'AccessDenied', { times: 9 });
  world.faults.clear();
  assert.is(await get(), 'nothing thrown');
});

test('a crash comes before or after the effect of the nth call, as told', async () => {
  const { world, iam } = opened();
  world.faults.crashBefore('iam:AddUserToGroup');
  assert.is(await nameOf(iam.addUserToGroup('alice', 'admin_RDS')), 'CrashError');
  assert.not(world.has('iam-group', group, 'alice'));
  world.faults.crashAfter('*', 2);
  await iam.getUser('alice');
  assert.is(await nameOf(iam.addUserToGroup('alice', 'admin_RDS')), 'CrashError');
  assert.ok(world.has('iam-group', group, 'alice'));
});

test('a lost answer has its effect, and nobody learns its AWS request id', async () => {
  const { world, iam, reported } = opened();
  world.faults.loseAnswer('iam:AddUserToGroup');
  assert.is(await nameOf(iam.addUserToGroup('alice', 'admin_RDS')), 'Busy');
  assert.ok(world.has('iam-group', group, 'alice'));
  assert.equal(reported, []);
});

test('a delayed call waits in virtual time before its effect', async () => {
  const { clock, calling } = opened();
  const sleep = (ms: number) => new Promise<void>(resolve => clock.at(clock.now() + ms, resolve));
  const world = createAwsWorld({ now: clock.now, sleep, homeAccountId: account.id });
  world.addUser(account.id, 'alice');
  world.faults.delay('iam:GetUser', 40 * second);
  const started = clock.now();
  const asked = world.apis('grant').iam(account, calling).getUser('alice');
  const ended = asked.then(() => clock.now());
  await clock.advanceBy(minute);
  assert.is((await ended) - started, 40 * second);
});

test('calls are logged with what they were told, and their ids are the same in every run', async () => {
  const run = async () => {
    const { world, iam, reported } = opened();
    await iam.addUserToGroup('alice', 'admin_RDS');
    await iam.getUser('nobody');
    return { calls: world.calls.map(call => [call.name, call.answer, call.awsRequestId]), reported };
  };
  const { calls, reported } = await run();
  assert.equal(calls, [
    ['iam:AddUserToGroup', 'ok', '00000000-0000-4000-8000-000000000001'],
    ['iam:GetUser', 'NoSuchEntityException', '00000000-0000-4000-8000-000000000002'],
  ]);
  assert.is(reported.length, 2);
  assert.equal(await run(), { calls, reported });
});

test.run();
