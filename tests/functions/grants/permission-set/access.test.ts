import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, second, toIso } from '../../../../functions/domain/time.ts';
import { permissionSetDescription } from '../../../../functions/grants/permission-set/description.ts';
import { permissionSetTarget } from '../../../../functions/grants/permission-set/target.ts';
import { permissionSet } from '../fixtures.ts';
import { createRig, failure } from '../rig.ts';

const test = suite('permission-set');
const userId = '90677e8f31-alice';
const rigged = (settings = {}) => createRig('permission-set', { settings });
const asked = (rig: ReturnType<typeof rigged>, call: string) =>
  rig.world.calls.filter(each => each.name === call).length;
const started = (rig: ReturnType<typeof rigged>, call: string) =>
  rig.world.calls.filter(each => each.name === call && each.answer === 'ok').length;

test('a slow creation is StillProvisioning, started once, with its id kept', async () => {
  const rig = rigged({ assignmentMs: 60 * second });
  assert.is(await failure(rig.grantOnce('req-1')), 'StillProvisioning');
  const operationId = '10000000-0000-4000-8000-000000000001';
  assert.is(rig.pending()?.operationId, operationId);
  assert.equal(rig.receipt('req-1'), { operationId });
  assert.is(await rig.kind.holds(rig.ctx('req-1'), permissionSet, userId), 'changing');
  await rig.grant();
  assert.is(started(rig, 'sso:CreateAccountAssignment'), 1);
  assert.equal(rig.receipt('req-1'), { operationId });
});

test('a slow deletion is StillRevoking, started once', async () => {
  const rig = rigged({ assignmentMs: 60 * second });
  await rig.grant();
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  await rig.revoke();
  assert.is(started(rig, 'sso:DeleteAccountAssignment'), 1);
});

test('while AWS works, however long, the answer is not known', async () => {
  const rig = rigged({ assignmentMs: 40 * minute });
  const holds = () => rig.kind.holds(rig.ctx('req-1'), permissionSet, userId);
  await failure(rig.grantOnce('req-1'));
  rig.advance(20 * minute);
  assert.is(await holds(), 'changing');
  rig.advance(20 * minute);
  assert.is(await holds(), 'yes');
});

test('an operation that succeeded but does not show yet is waited for, not repeated', async () => {
  const rig = rigged({ staleMs: 30 * second });
  await rig.grant();
  await rig.revoke();
  assert.is(asked(rig, 'sso:CreateAccountAssignment'), 1);
  assert.is(asked(rig, 'sso:DeleteAccountAssignment'), 1);
});

test('an operation that succeeds at once but does not show yet is not done', async () => {
  const rig = rigged({ assignmentMs: 0, staleMs: 30 * second });
  const grant = rig.kind.grant(rig.ctx('req-1'), permissionSet, userId, toIso(rig.now()));
  assert.is(await failure(grant), 'StillProvisioning');
  assert.is(await rig.kind.holds(rig.ctx('req-1'), permissionSet, userId), 'changing');
  await rig.grant();
  const revoke = rig.kind.revoke(rig.ctx('req-1'), permissionSet, userId, undefined);
  assert.is(await failure(revoke), 'StillRevoking');
  assert.is(await rig.kind.holds(rig.ctx('req-1'), permissionSet, userId), 'changing');
});

test('F26: an operation that never started is started by the next attempt, whatever others do', async () => {
  const rig = rigged({ assignmentMs: 60 * second });
  const others = rig.world.apis('grant').ssoAdmin(permissionSet.account, rig.ctx('other'));
  const ofBob = { ...permissionSet, accountId: '111111111111', userId: '90677e8f31-bob' };
  await others.createAccountAssignment(ofBob);
  rig.world.faults.crashBefore('sso:CreateAccountAssignment');
  await failure(rig.grantOnce('req-1'));
  assert.is(await failure(rig.grantOnce('req-1')), 'StillProvisioning');
  assert.is(started(rig, 'sso:CreateAccountAssignment'), 2);
  await rig.grant();
  await others.deleteAccountAssignment(ofBob);
  rig.world.faults.crashBefore('sso:DeleteAccountAssignment');
  await failure(rig.revokeOnce('req-1'));
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  assert.is(started(rig, 'sso:DeleteAccountAssignment'), 2);
});

test('F26: a creation that may yet appear is waited for before anything is deleted', async () => {
  const rig = rigged();
  rig.setPending({ op: 'grant', requestId: 'req-1', startedAt: toIso(rig.now()) });
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  assert.is(asked(rig, 'sso:DeleteAccountAssignment'), 0);
  rig.advance(5 * minute);
  assert.is(await failure(rig.revokeOnce('req-1')), undefined);
});

test('F75: what is listed after a lost deletion is created anew, not taken for access', async () => {
  const rig = rigged();
  rig.world.give('permission-set', permissionSet, userId, 0);
  rig.setPending({ op: 'revoke', requestId: 'req-0', startedAt: toIso(rig.now()) });
  assert.is(await failure(rig.grantOnce('req-1')), 'StillProvisioning');
  assert.is(asked(rig, 'sso:CreateAccountAssignment'), 0);
  rig.advance(5 * minute);
  await rig.grant();
  assert.is(asked(rig, 'sso:CreateAccountAssignment'), 1);
});

test('F42: "no such assignment" is not believed against a listing', async () => {
  const rig = rigged();
  await rig.grant();
  rig.world.faults.fail('sso:DeleteAccountAssignment', 'ResourceNotFoundException');
  const revoke = rig.kind.revoke(rig.ctx('req-1'), permissionSet, userId, undefined);
  assert.is(await failure(revoke), 'StillRevoking');
});

test('F42: "no such assignment" is not believed right after our own creation', async () => {
  const rig = rigged({ staleMs: minute });
  await failure(rig.grantOnce('req-1'));
  rig.advance(10 * second);
  rig.world.faults.fail('sso:DeleteAccountAssignment', 'ResourceNotFoundException');
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  assert.is(rig.pending()?.op, 'grant');
  await rig.revoke();
  rig.advance(10 * minute);
  assert.not(rig.has());
});

test('F27: a creation that ends FAILED is reported with AWS’s reason and leaves nothing', async () => {
  const rig = rigged();
  rig.world.faults.failAssignment('creation', 'Account 111111111111 is suspended');
  const message = await rig.grant().then(
    () => '',
    (error: Error) => `${error.name}: ${error.message}`,
  );
  assert.match(message, /^ProvisioningFailed: ReadOnly in staging: Account 111111111111 is suspended$/);
  assert.is(rig.pending(), undefined);
  assert.is(await rig.revoke(), 1);
  assert.not(rig.has());
});

test('F27: what failed for one request does not fail the next', async () => {
  const rig = rigged();
  rig.world.faults.failAssignment('creation', 'internal error');
  await failure(rig.grantOnce('req-1'));
  rig.advance(minute);
  await rig.grant('req-2');
  assert.ok(rig.has());
});

test('F74: an assignment still listed while its deletion is in progress is not access', async () => {
  const rig = rigged({ assignmentMs: 40 * second });
  await rig.grant();
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  assert.ok(rig.has());
  assert.is(await rig.kind.holds(rig.ctx('req-2'), permissionSet, userId), 'changing');
  assert.is(await failure(rig.grantOnce('req-2')), 'StillProvisioning');
  await rig.grant('req-2');
  assert.ok(rig.has());
  rig.advance(hour);
  assert.ok(rig.has());
});

test('F26: a creation whose id was lost is found by listing, among many', async () => {
  const rig = rigged({ assignmentMs: 60 * second, pageSize: 1 });
  const others = rig.world.apis('grant').ssoAdmin(permissionSet.account, rig.ctx('other'));
  for (const name of ['bob', 'carol'])
    await others.createAccountAssignment({
      ...permissionSet,
      accountId: '111111111111',
      userId: `90677e8f31-${name}`,
    });
  rig.world.faults.crashAfter('sso:CreateAccountAssignment');
  assert.is(await failure(rig.grantOnce('req-1')), 'CrashError');
  assert.equal(rig.pending()?.operationId, undefined);
  assert.is(await failure(rig.grantOnce('req-1')), 'StillProvisioning');
  await rig.grant();
  assert.is(started(rig, 'sso:CreateAccountAssignment'), 2);
  assert.ok(rig.has());
});

test('F26: revoke waits for a creation whose answer was lost instead of overtaking it', async () => {
  const rig = rigged({ assignmentMs: 60 * second });
  rig.world.faults.loseAnswer('sso:CreateAccountAssignment');
  assert.is(await failure(rig.grantOnce('req-1')), 'Busy');
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  await rig.revoke();
  rig.advance(hour);
  assert.not(rig.has());
});

test('F26: a creation that AWS certainly refused is not waited for', async () => {
  const rig = rigged();
  rig.world.faults.fail('sso:CreateAccountAssignment', 'ConflictException');
  assert.is(await failure(rig.grantOnce('req-1')), 'Busy');
  assert.is(rig.pending(), undefined);
  assert.is(await rig.revoke(), 1);
});

test('a failed deletion says why, and the next attempt deletes again', async () => {
  const rig = rigged();
  await rig.grant();
  rig.world.faults.failAssignment('deletion', 'internal error');
  const outcomes = [await failure(rig.revokeOnce('req-1'))];
  rig.advance(minute);
  outcomes.push(await failure(rig.revokeOnce('req-1')));
  assert.equal(outcomes, ['StillRevoking', 'ProvisioningFailed']);
  assert.ok(rig.has());
  await rig.revoke();
  assert.not(rig.has());
});

test('F41: a deletion that fails with "not found" is believed only when nothing is listed', async () => {
  const rig = rigged();
  await rig.grant();
  rig.world.faults.failAssignment('deletion', 'User 90677e8f31-alice not found in directory');
  await failure(rig.revokeOnce('req-1'));
  rig.advance(minute);
  assert.is(await failure(rig.revokeOnce('req-1')), 'ProvisioningFailed');
  rig.world.faults.failAssignment('deletion', 'User 90677e8f31-alice not found in directory');
  await failure(rig.revokeOnce('req-1'));
  rig.world.deleteDirectoryUser(userId);
  rig.advance(minute);
  assert.is(await failure(rig.revokeOnce('req-1')), undefined);
});

test('F28: an operation of someone else on the same user and account is Busy', async () => {
  const rig = rigged({ assignmentMs: 60 * second });
  const others = rig.world.apis('grant').ssoAdmin(permissionSet.account, rig.ctx('other'));
  await others.createAccountAssignment({
    ...permissionSet,
    permissionSetArn: permissionSet.permissionSetArn.replace(/f$/, '0'),
    accountId: '111111111111',
    userId,
  });
  assert.is(await failure(rig.grantOnce('req-1')), 'Busy');
  await rig.grant();
  assert.ok(rig.has());
});

test('sessions that last longer than access.yml says are refused', async () => {
  const rig = rigged();
  rig.world.addPermissionSet(permissionSet.permissionSetArn, 'ReadOnly', 'PT8H');
  assert.is(await failure(rig.grantOnce('req-1')), 'Refused');
  assert.not((await rig.kind.check(permissionSet)).ok);
  assert.ok((await rig.kind.check({ ...permissionSet, sessionMs: 8 * hour })).ok);
});

test('a residual session lasts as long as the session duration', () => {
  assert.is(permissionSetDescription.residualMs({ ...permissionSet, sessionMs: 4 * hour }), 4 * hour);
});

test('the link opens the account and permission set, however the start URL ends', () => {
  const url = (startUrl: string) =>
    permissionSetDescription.howTo({ ...permissionSet, startUrl }, userId, toIso(0)).link?.url;
  const expected = 'https://example.awsapps.com/start/#/console?account_id=111111111111&role_name=ReadOnly';
  for (const ending of ['', '/', '#', '/#/'])
    assert.is(url(`https://example.awsapps.com/start${ending}`), expected);
});

test('a start URL must be https', () => {
  const startUrl = 'http://example.awsapps.com/start';
  assert.not(permissionSetTarget.resolved.safeParse({ ...permissionSet, startUrl }).success);
});

test.run();
