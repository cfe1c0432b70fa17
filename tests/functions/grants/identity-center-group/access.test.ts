import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, toIso } from '../../../../functions/domain/time.ts';
import {
  type IdentityCenterGroupTarget,
  identityCenterGroupDescription,
} from '../../../../functions/grants/identity-center-group/description.ts';
import { identityCenterGroupTarget } from '../../../../functions/grants/identity-center-group/target.ts';
import { staging } from '../fixtures.ts';
import { createRig, failure } from '../rig.ts';

const test = suite('identity-center-group');
const rigged = (settings = {}) => createRig('identity-center-group', { settings });
const group = rigged().target as IdentityCenterGroupTarget;
const setArn = 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef';

test('F28: a member that is there already is no conflict: what stood is left as it is', async () => {
  const rig = rigged();
  rig.world.give('identity-center-group', group, rig.principal, 0);
  const { identityStore } = rig.world.apis('grant');
  const membership = { ...group, userId: rig.principal };
  assert.is(await identityStore(staging, rig.ctx('req-1')).addToGroup(membership), 'done');
  assert.is(rig.world.entries().length, 1);
});

test('a group that bears another name now is refused before anything is changed', async () => {
  const rig = rigged();
  rig.world.renameDirectoryGroup(group.groupId, 'Everybody');
  assert.is(await failure(rig.grant()), 'Refused');
  assert.equal(rig.world.entries(), []);
});

test('F10: a disabled user is refused in words that say what to do', async () => {
  const rig = rigged();
  rig.world.disableDirectoryUser(rig.principal);
  const said = await rig.kind.grant(rig.ctx('req-1'), group, rig.principal, toIso(rig.now() + hour)).then(
    () => '',
    (error: Error) => `${error.name} ${error.message}`,
  );
  assert.match(said, /^Refused the Identity Center user alice is disabled: enable it first/);
  assert.equal(rig.world.entries(), []);
});

test('a disabled user still loses what was given', async () => {
  const rig = rigged();
  await rig.grant();
  rig.world.disableDirectoryUser(rig.principal);
  await rig.revoke();
  assert.equal(rig.world.entries(), []);
});

test('a membership that was made again meanwhile is removed by its id of today', async () => {
  const rig = rigged();
  await rig.grant();
  rig.world.take('identity-center-group', group, rig.principal);
  rig.advance(hour);
  rig.world.give('identity-center-group', group, rig.principal);
  await rig.revoke();
  assert.equal(rig.world.entries(), []);
});

for (const [what, error] of [
  ['the KMS key of the store is gone', { Reason: 'KMS_KEY_NOT_FOUND' }],
  ['the store itself is not found', { ResourceType: 'IDENTITY_STORE' }],
] as const)
  test(`E: when ${what}, nothing is believed to be gone`, async () => {
    const rig = rigged();
    await rig.grant();
    rig.advance(hour);
    for (const call of ['identitystore:GetGroupMembershipId', 'identitystore:DeleteGroupMembership'] as const)
      rig.world.faults.fail(call, 'ResourceNotFoundException', { untilMs: rig.now() + hour }, error);
    assert.is(await failure(rig.revokeOnce('req-1')), 'Refused');
    const receipt = rig.receipt('req-1');
    assert.is(await failure(rig.kind.holds(rig.ctx('req-1'), group, rig.principal, receipt)), 'Refused');
    rig.world.faults.clear();
    await rig.revoke();
    assert.equal(rig.world.entries(), []);
  });

test('plan names a permission set of the group whose sessions last longer than access.yml says', async () => {
  const rig = rigged();
  rig.world.addPermissionSet(setArn, 'PowerUser', 'PT4H');
  rig.world.assignToDirectoryGroup(group.groupId, setArn);
  const problem = await rig.kind.check(group);
  assert.ok(!problem.ok && problem.problem.includes('sessions of PowerUser'), JSON.stringify(problem));
  assert.equal(await rig.kind.check({ ...group, sessionMs: 4 * hour }), { ok: true });
});

test('plan says of a group that is assigned nothing that it gives nothing', async () => {
  const result = await rigged().kind.check(group);
  assert.match(JSON.stringify(result), 'can enter nothing');
});

test('plan warns of a group that is synced from outside', async () => {
  const rig = rigged();
  rig.world.addDirectoryGroup(group.groupId, group.group, staging.id, true);
  const result = await rig.kind.check(group);
  assert.ok(result.ok && result.advice?.includes('synced from outside'));
});

test('a running session may outlive the membership by the longest session of the group, and no more', () => {
  assert.is(identityCenterGroupDescription.residualMs({ ...group, sessionMs: 4 * hour }), 4 * hour);
});

test('F38: two roles that name one group for two accounts are one membership', () => {
  const { resourceKey } = identityCenterGroupDescription;
  const production = { ...staging, name: 'production', id: '222222222222', production: true };
  assert.is(resourceKey(group, 'u', 'req-1'), resourceKey({ ...group, account: production }, 'u', 'req-2'));
});

const ctx = {
  account: (name: string) => (name === 'staging' ? staging : undefined),
  accountNames: ['staging'],
  policyTemplates: {},
  identityCenter: {
    instanceArn: group.instanceArn,
    startUrl: group.startUrl,
    permissionSets: {},
    identityStoreId: 'd-1234567890' as string | undefined,
    groups: { DataAdmins: { id: group.groupId, sessionMs: hour } },
  },
};
const resolve = (name: string, change = {}) =>
  identityCenterGroupTarget.resolve(
    { account: 'staging', group: name },
    { ...ctx, identityCenter: { ...ctx.identityCenter, ...change } },
  );

test('a group is named as under identity_center.groups', () => {
  assert.equal(resolve('DataAdmins'), { target: group });
  const unknown = resolve('DataAdmin');
  assert.ok('problem' in unknown && unknown.problem.message.includes('no Identity Center group'));
});

test('a group needs the id of its store', () => {
  const without = resolve('DataAdmins', { identityStoreId: undefined });
  assert.ok('problem' in without && without.problem.message.includes('identity_store_id'));
});

test.run();
