import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shortName } from '../../../../functions/aws/short-name.ts';
import { hour, minute, second, toIso } from '../../../../functions/domain/time.ts';
import {
  type OwnSet,
  permissionSetDescription,
} from '../../../../functions/grants/permission-set/description.ts';
import { permissionSetTarget } from '../../../../functions/grants/permission-set/target.ts';
import { ownPolicy } from '../../../../functions/grants/policy/own.ts';
import { verdict } from '../../../deploy/iam.ts';
import { staging } from '../fixtures.ts';
import { createRig, failure, type Rig } from '../rig.ts';

const test = suite('permission-set: of its own');
const rigged = (settings = {}) => createRig('permission-set: of its own', { settings });
const target = rigged().target as OwnSet;
const userId = '90677e8f31-alice';
const nameFor = (requestId: string) =>
  shortName(permissionSetDescription.resourceKey(target, userId, requestId));

const sso = (rig: Rig) => rig.world.apis('grant').ssoAdmin(staging, rig.ctx('test'));
const find = (rig: Rig, requestId = 'req-1') =>
  sso(rig).findPermissionSet(target.instanceArn, nameFor(requestId));
const changes = (rig: Rig, from: number) =>
  rig.world.calls.slice(from).flatMap(({ name }) => (/:(Get|List|Describe)/.test(name) ? [] : [name]));

/** What AWS answers in the account, whose policy is the one that was last brought there; `at` in epoch ms. */
const mayRead = (rig: Rig, at: number): string => {
  const [document] = rig.world.policiesIn(staging.id);
  return verdict(
    JSON.parse(document ?? '{"Statement":[]}').Statement,
    's3:GetObject',
    'arn:aws:s3:::reports/a',
    {
      'aws:CurrentTime': toIso(at),
    },
  );
};
const extendOnce = (rig: Rig, until: number) =>
  rig.kind.extend(
    rig.ctx('req-1'),
    { target, principal: userId, receipt: rig.receipt('req-1') ?? {} },
    toIso(until),
    toIso(until + 2 * hour),
  );
const extend = async (rig: Rig, until: number) => {
  while ((await failure(extendOnce(rig, until))) === 'StillProvisioning') rig.advance(5 * second);
  return extendOnce(rig, until);
};

test('C: AWS itself ends it at the end that people read, in open sessions too, though nobody revokes', async () => {
  const rig = rigged();
  await rig.grant();
  const until = Date.parse(rig.receipt('req-1')?.until ?? '');
  assert.is(mayRead(rig, until - second), 'allowed');
  assert.is(mayRead(rig, until), 'denied');
  assert.is(permissionSetDescription.residualMs(target), 0);
  assert.ok(permissionSetDescription.endsItself(target));
});

test('from the end on everything is denied, whatever else the set gives; another IAM role at any time', () => {
  const until = toIso(Date.parse('2026-11-20T11:00:00.000Z'));
  const admin = { Sid: 'Admin', Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] };
  const asked = (action: string, at: number) =>
    verdict(
      [...JSON.parse(ownPolicy([], until)).Statement, admin],
      action,
      'arn:aws:iam::111111111111:role/x',
      {
        'aws:CurrentTime': toIso(at),
      },
    );
  assert.is(asked('iam:GetRole', Date.parse(until) - second), 'allowed');
  assert.is(asked('iam:GetRole', Date.parse(until)), 'denied');
  assert.is(asked('sts:AssumeRole', Date.parse(until) - hour), 'denied');
});

test('nobody is assigned before the set holds what it gives, and its end', async () => {
  const rig = rigged();
  await rig.grant();
  const made = changes(rig, 0);
  assert.equal(made, [
    'sso:CreatePermissionSet',
    'sso:AttachManagedPolicyToPermissionSet',
    'sso:PutInlinePolicyToPermissionSet',
    'sso:CreateAccountAssignment',
  ]);
});

test('F26: its ARN is noted in the very next write, so nothing has to be searched for', async () => {
  const rig = rigged();
  rig.crashAtWrite(3, 'before');
  await failure(rig.grantOnce('req-1'));
  assert.ok(rig.receipt('req-1')?.permissionSetArn);
  const before = rig.world.calls.length;
  await rig.revoke();
  assert.not(rig.world.calls.slice(before).some(({ name }) => name === 'sso:ListPermissionSets'));
  assert.is(await find(rig), undefined);
});

test('F26: a set whose ARN was lost is found by its name, and deleted', async () => {
  const rig = rigged();
  rig.world.faults.crashAfter('sso:CreatePermissionSet');
  await failure(rig.grantOnce('req-1'));
  assert.is(rig.receipt('req-1')?.permissionSetArn, undefined);
  assert.ok(await find(rig));
  await rig.revoke('req-1', false);
  assert.is(await find(rig), undefined);
});

test('a name that somebody else has taken is refused, and theirs is left alone', async () => {
  const rig = rigged();
  const theirs = 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-aaaaaaaaaaaaaaaa';
  rig.world.addPermissionSet(theirs, nameFor('req-1'));
  assert.is(await failure(rig.grant()), 'Refused');
  await rig.revoke();
  assert.is(await find(rig), theirs);
});

test('an extension reaches the account, as often as people extend', async () => {
  const rig = rigged();
  await rig.grant();
  for (let count = 1; count <= 3; count += 1) {
    const until = rig.now() + count * hour;
    const receipt = await extend(rig, until);
    assert.is(receipt.until, toIso(until));
    assert.is(rig.pending(), undefined);
    assert.is(mayRead(rig, until - second), 'allowed');
    assert.is(mayRead(rig, until), 'denied');
  }
  await rig.revoke();
  assert.is(await find(rig), undefined);
});

test('an extension is not done before AWS has brought it into the account', async () => {
  const rig = rigged({ assignmentMs: 60 * second });
  await rig.grant();
  const old = Date.parse(rig.receipt('req-1')?.until ?? '');
  assert.is(await failure(extendOnce(rig, old + hour)), 'StillProvisioning');
  assert.is(mayRead(rig, old), 'denied', 'the old end still holds');
  await extend(rig, old + hour);
  assert.is(mayRead(rig, old), 'allowed');
  assert.is(changes(rig, 0).filter(name => name === 'sso:ProvisionPermissionSet').length, 1);
});

test('F27: an extension that AWS could not bring into the account is ProvisioningFailed, and may be tried again', async () => {
  const rig = rigged();
  await rig.grant();
  const until = rig.now() + 2 * hour;
  rig.world.faults.failAssignment('provisioning', 'Internal failure.');
  await failure(extendOnce(rig, until));
  rig.advance(minute);
  assert.is(await failure(extendOnce(rig, until)), 'ProvisioningFailed');
  assert.is(rig.pending(), undefined);
  await extend(rig, until);
  assert.is(mayRead(rig, until - second), 'allowed');
});

for (const when of ['Before', 'After'] as const)
  test(`F26: a crash ${when.toLowerCase()} any call of an extension converges, and is revoked`, async () => {
    for (let nth = 1; nth <= 8; nth += 1) {
      const rig = rigged();
      await rig.grant();
      const until = rig.now() + 2 * hour;
      rig.world.faults[`crash${when}`]('*', nth);
      while ((await failure(extendOnce(rig, until))) !== undefined) rig.advance(5 * second);
      rig.world.faults.clear();
      assert.is(mayRead(rig, until - second), 'allowed', `${when} ${nth}`);
      await rig.revoke();
      assert.is(await find(rig), undefined);
      assert.is(rig.pending(), undefined);
    }
  });

test('F71: an end while an extension is on its way revokes all the same', async () => {
  const rig = rigged({ assignmentMs: 60 * second });
  await rig.grant();
  await failure(extendOnce(rig, rig.now() + 2 * hour));
  assert.is(rig.pending()?.op, 'extend');
  await rig.revoke();
  assert.equal(rig.world.entries(), []);
  assert.is(await find(rig), undefined);
});

test('a set that AWS still says is provisioned is asked for again', async () => {
  const rig = rigged();
  await rig.grant();
  rig.world.faults.fail('sso:DeletePermissionSet', 'ConflictException', { times: 5 });
  await rig.revoke();
  assert.is(await find(rig), undefined);
});

test('F38, F39: two requests for the same have two sets, and the end of one leaves the other', async () => {
  const rig = rigged();
  await rig.grant('req-1');
  await rig.grant('req-2');
  await rig.revoke('req-1');
  assert.is(rig.world.entries().length, 1);
  assert.ok(await find(rig, 'req-2'));
  await rig.revoke('req-2');
  assert.equal(rig.world.entries(), []);
});

test('a grant that AWS was slower with than it was for is refused, and leaves nothing', async () => {
  const rig = rigged({ assignmentMs: 90 * minute });
  await failure(rig.grantOnce('req-1'));
  rig.advance(70 * minute);
  assert.is(await failure(rig.grantOnce('req-1')), 'Refused');
  rig.world.settings.assignmentMs = 8 * second;
  await rig.revoke();
  assert.equal(rig.world.entries(), []);
  assert.is(await find(rig), undefined);
});

test('F35: a policy that AWS does not have is refused by name, and the set is deleted', async () => {
  const rig = rigged();
  const said = await rig.kind.grant(rig.ctx('req-1'), rig.missing, userId, toIso(rig.now() + 3 * hour)).then(
    () => '',
    (error: Error) => error.message,
  );
  assert.match(said, 'AWS has no policy arn:aws:iam::aws:policy/None');
});

const ctx = {
  account: (name: string) => (name === 'staging' ? staging : undefined),
  accountNames: ['staging'],
  identityCenter: {
    instanceArn: target.instanceArn,
    startUrl: target.startUrl,
    permissionSets: {},
    identityStoreId: undefined,
    groups: {},
  },
  policyTemplates: {
    Read: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: ['$', '{arn}'].join('') },
    }),
  },
};
const resolve = (entry: object, change: object = {}) =>
  permissionSetTarget.resolve({ account: 'staging', ...entry }, { ...ctx, ...change });
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

test('a target of its own names AWS’s policies, a template, or both', () => {
  const both = { managed_policies: [admin], template: 'Read', arns: ['arn:aws:s3:::a/b'] };
  const resolved = resolve(both);
  assert.ok('target' in resolved, JSON.stringify(resolved));
  assert.equal('target' in resolved && (resolved.target as OwnSet).gives, [
    'AdministratorAccess',
    'Read on arn:aws:s3:::a/b',
  ]);
  const alone = resolve({ managed_policies: [admin] });
  assert.ok(
    'target' in alone &&
      permissionSetDescription.describe(alone.target as OwnSet) === 'AdministratorAccess in staging',
  );
});

for (const [what, entry, key] of [
  ['neither a set nor what one of its own gives', {}, 'permission_set'],
  ['a policy beside a set', { permission_set: 'X', managed_policies: [admin] }, 'managed_policies'],
  ['a template beside a set', { permission_set: 'X', template: 'Read' }, 'template'],
  ['ARNs without a template', { managed_policies: [admin], arns: ['arn:aws:s3:::a'] }, 'arns'],
  ['an unknown template', { template: 'Write', arns: ['arn:aws:s3:::a'] }, 'template'],
  ['a template without its ARNs', { template: 'Read' }, 'arns'],
] as const)
  test(`F14: ${what}: refused at \`${key}\``, () => {
    const resolved = resolve(entry);
    assert.is('problem' in resolved && resolved.problem.key, key);
  });

test('without Identity Center in access.yml there is no set of its own', () => {
  const resolved = resolve({ managed_policies: [admin] }, { identityCenter: undefined });
  assert.ok('problem' in resolved && resolved.problem.message.includes('identity_center'));
});

for (const policy of ['AdministratorAccess', 'arn:aws:iam::111111111111:policy/Mine', `${admin}*`])
  test(`F14: ${policy} is none of AWS's own policies`, () => {
    assert.not(
      permissionSetTarget.written.safeParse({ account: 'staging', managed_policies: [policy] }).success,
    );
  });

test.run();
