import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, second, toIso } from '../../../../functions/domain/time.ts';
import { iamGroupDescription } from '../../../../functions/grants/iam-group/description.ts';
import { iamGroupTarget } from '../../../../functions/grants/iam-group/target.ts';
import { group, staging } from '../fixtures.ts';
import { createRig, failure } from '../rig.ts';

const test = suite('iam-group');
const rigged = (settings = {}) => createRig('iam-group', { settings });

test('F14: names with blanks, wildcards, paths or ARNs are no group names', () => {
  const names = [
    '',
    ' admin',
    'admin ',
    'a*',
    'a/b',
    '../admin',
    'a\nb',
    'arn:aws:iam::111111111111:group/x',
  ];
  for (const name of [...names, 'x'.repeat(129), ['$', '{aws:username}'].join(''), 'admin\u202e'])
    assert.not(iamGroupTarget.resolved.safeParse({ ...group, group: name }).success, name);
});

test('F14: a group that only looks like the approved one is not granted', async () => {
  const rig = rigged();
  for (const name of ['ADMIN_RDS', 'admin_rds', 'admin_RDS-x', 'admin']) {
    const granting = rig.kind.grant(rig.ctx('req-1'), { ...group, group: name }, 'alice', toIso(rig.now()));
    assert.is(await failure(granting), 'Refused', name);
  }
  assert.equal(rig.world.entries(), []);
  assert.not(rig.world.calls.some(call => call.name === 'iam:AddUserToGroup'));
});

test('F31: an eleventh group is refused before anything is changed', async () => {
  const rig = rigged();
  for (let n = 1; n <= 10; n += 1) {
    rig.world.addGroup(staging.id, `team${n}`);
    rig.world.give('iam-group', { ...group, group: `team${n}` }, 'alice', 0);
  }
  assert.is(await failure(rig.grant()), 'Refused');
  assert.is(rig.world.entries().length, 10);
  assert.not(rig.world.calls.some(call => call.name === 'iam:AddUserToGroup'));
  assert.is(rig.pending(), undefined);
});

test('F31: the tenth group filled meanwhile is refused by AWS, and nothing stays pending', async () => {
  const rig = rigged();
  rig.world.faults.fail('iam:AddUserToGroup', 'LimitExceededException');
  assert.is(await failure(rig.grant()), 'Refused');
  assert.is(rig.pending(), undefined);
});

test('someone in ten groups already, this one among them, may be granted it', async () => {
  const rig = rigged();
  for (const name of ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8', 't9', 'admin_RDS'])
    rig.world.give('iam-group', { ...group, group: name }, 'alice', 0);
  await rig.grant();
  assert.ok(rig.has());
});

test('a user that AWS does not know is refused by name', async () => {
  const rig = rigged();
  const granting = rig.kind.grant(rig.ctx('req-1'), group, 'mallory', toIso(rig.now()));
  const message = await granting.then(
    () => '',
    (error: Error) => error.message,
  );
  assert.match(message, 'no IAM user mallory in staging');
});

test('F42: a user whose groups AWS does not show yet is busy, not refused', async () => {
  const rig = rigged();
  rig.world.faults.fail('iam:ListGroupsForUser', 'NoSuchEntityException', { times: 2 });
  assert.is(await rig.kind.holds(rig.ctx('req-1'), group, 'alice'), 'changing');
  assert.is(await failure(rig.kind.grant(rig.ctx('req-2'), group, 'alice', toIso(0))), 'Busy');
});

test('F42: right after a grant NoSuchEntity on removal is not believed, and the membership goes', async () => {
  const rig = rigged();
  await rig.grant();
  rig.world.faults.fail('iam:RemoveUserFromGroup', 'NoSuchEntityException', { times: 3 });
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  assert.ok(rig.has());
  assert.ok((await rig.revoke()) >= 3);
  assert.not(rig.has());
});

test('F42: for a user younger than five minutes NoSuchEntity is not believed even without a receipt', async () => {
  const rig = rigged();
  rig.world.addUser(staging.id, 'alice', rig.now() - minute);
  rig.world.faults.fail('iam:RemoveUserFromGroup', 'NoSuchEntityException', { untilMs: rig.now() + hour });
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  rig.advance(5 * minute);
  assert.is(await failure(rig.revokeOnce('req-1')), undefined);
});

test('F42: a receipt alone shows that the membership is young', async () => {
  const rig = rigged();
  await rig.grant();
  for (const call of ['iam:RemoveUserFromGroup', 'iam:ListGroupsForUser'] as const)
    rig.world.faults.fail(call, 'NoSuchEntityException', { untilMs: rig.now() + minute });
  const receipt = rig.receipt('req-1');
  assert.is(await failure(rig.kind.revoke(rig.ctx('req-1'), group, 'alice', receipt)), 'StillRevoking');
});

test('F42: a grant that crashed shows by its pending entry that the membership is young', async () => {
  const rig = rigged();
  rig.world.faults.crashAfter('iam:AddUserToGroup');
  assert.is(await failure(rig.grantOnce('req-1')), 'CrashError');
  assert.is(rig.pending()?.op, 'grant');
  for (const call of ['iam:RemoveUserFromGroup', 'iam:ListGroupsForUser'] as const)
    rig.world.faults.fail(call, 'NoSuchEntityException', { untilMs: rig.now() + minute });
  assert.is(await failure(rig.kind.revoke(rig.ctx('req-1'), group, 'alice', undefined)), 'StillRevoking');
  await rig.revoke('req-1', false);
  assert.not(rig.has());
});

test('while reads contradict our own last change, the answer is not known', async () => {
  const rig = rigged({ staleMs: 30 * second });
  const holds = () => rig.kind.holds(rig.ctx('req-1'), group, 'alice');
  assert.is(await failure(rig.grantOnce('req-1')), 'StillProvisioning');
  assert.is(await holds(), 'changing');
  await rig.grant();
  rig.advance(10 * minute);
  assert.is(await holds(), 'yes');
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  assert.is(await holds(), 'changing');
  rig.advance(minute);
  assert.is(await holds(), 'no');
});

test('the receipt is persisted before the read-back can fail', async () => {
  const rig = rigged({ staleMs: 30 * second });
  assert.is(await failure(rig.grantOnce('req-1')), 'StillProvisioning');
  assert.equal(rig.receipt('req-1'), {
    userId: 'AIDA00000000000000001',
    groupId: 'AGPA00000000000000002',
    addedAt: toIso(rig.now()),
  });
});

test('F41: a deleted group is gone', async () => {
  const rig = rigged();
  await rig.grant();
  rig.advance(hour);
  rig.world.deleteGroup(staging.id, 'admin_RDS');
  assert.is(await rig.revoke(), 1);
});

test('a removal that reads do not show yet is waited for in seconds, not minutes', async () => {
  const rig = rigged({ staleMs: 8 * second });
  await rig.grant();
  const before = rig.now();
  await rig.revoke();
  assert.ok(rig.now() - before <= 20 * second);
});

test('F38: another spelling of the same user or group has the same resource key', () => {
  const { resourceKey } = iamGroupDescription;
  assert.is(
    resourceKey({ ...group, group: 'ADMIN_RDS' }, 'Alice', 'req-1'),
    resourceKey(group, 'alice', 'req-2'),
  );
});

test('the steps and the link name the account, the user and the group', () => {
  const { steps, link } = iamGroupDescription.howTo(group, 'alice', toIso(0));
  assert.match(steps.join('\n'), /staging.*111111111111.*alice[\s\S]*admin_RDS/);
  assert.is(link?.url, 'https://111111111111.signin.aws.amazon.com/console');
  assert.is(iamGroupDescription.residualMs(group), 0);
});

test('F35: an account without an IAM role of its own is not changed with another account’s credentials', async () => {
  const rig = rigged();
  const elsewhere = { ...group, account: { ...staging, id: '222222222222' } };
  const holding = async () => rig.kind.holds(rig.ctx('req-1'), elsewhere, 'alice');
  assert.is(await failure(holding()), 'Refused');
  assert.is(rig.world.calls.length, 0);
});

test('F35: a wrong ExternalId is refused, named', async () => {
  const rig = rigged();
  const account = {
    ...staging,
    id: '222222222222',
    grantRoleArn: 'arn:aws:iam::222222222222:role/curfew-grant',
    externalId: 'right',
  };
  rig.world.addAccount(account);
  rig.world.addUser(account.id, 'alice');
  rig.world.addGroup(account.id, 'admin_RDS');
  const grant = (externalId: string) =>
    rig.kind.grant(rig.ctx('req-1'), { ...group, account: { ...account, externalId } }, 'alice', toIso(0));
  assert.is(await failure(grant('wrong')), 'Refused');
  assert.equal(rig.world.entries(), []);
  assert.is(await failure(grant('right')), undefined);
  assert.is(rig.world.entries().length, 1);
});

test.run();
