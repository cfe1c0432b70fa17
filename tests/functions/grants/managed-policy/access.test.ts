import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, toIso } from '../../../../functions/domain/time.ts';
import { managedPolicyDescription } from '../../../../functions/grants/managed-policy/description.ts';
import { managedPolicyTarget } from '../../../../functions/grants/managed-policy/target.ts';
import { alice, staging } from '../fixtures.ts';
import { createRig, failure } from '../rig.ts';

const test = suite('managed-policy');
const rigged = (settings = {}) => createRig('managed-policy', { settings });
const { target: policy } = rigged();
const forRole = { ...policy, iamRole: 'deploy' };
const until = toIso(0);

const grantOther = (rig: ReturnType<typeof rigged>, change: object) =>
  failure(rig.kind.grant(rig.ctx('req-1'), { ...policy, ...change }, 'alice', until));

test('a policy that was deleted and made again since access.yml was written is refused, and check says so', async () => {
  const rig = rigged();
  const advice = await rig.kind.check(policy);
  const [, policyId = ''] = /policy_id: (ANPA\w+)/.exec(('advice' in advice && advice.advice) || '') ?? [];
  const known = { ...policy, policyId };
  assert.equal(await rig.kind.check(known), { ok: true });
  rig.world.deletePolicy(staging.id, String(policy.policyArn));
  rig.world.addPolicy(staging.id, String(policy.policyArn));
  assert.is(await grantOther(rig, { policyId }), 'Refused');
  assert.equal(rig.world.entries(), []);
  const problem = await rig.kind.check(known);
  assert.ok(!problem.ok && problem.problem.includes('deleted and made again'));
});

test('the audit has what was attached: the ids of policy and holder, and the version in force', async () => {
  const rig = rigged();
  await rig.grant();
  const { policyId, holderId, policyVersion } = rig.receipt('req-1') ?? {};
  assert.match(policyId ?? '', /^ANPA/);
  assert.match(holderId ?? '', /^AIDA/);
  assert.is(policyVersion, 'v1');
});

test('F14: a policy that only looks like the approved one is not attached', async () => {
  const rig = rigged();
  for (const policyArn of ['S3READ', 's3read', 'S3Read-x', 'S3'].map(
    name => `arn:aws:iam::111111111111:policy/${name}`,
  ))
    assert.is(await grantOther(rig, { policyArn }), 'Refused', policyArn);
  assert.equal(rig.world.entries(), []);
});

test('F31: an eleventh policy is refused by AWS, and nothing stays pending', async () => {
  const rig = rigged();
  for (let n = 1; n <= 10; n += 1) {
    const policyArn = `arn:aws:iam::111111111111:policy/P${n}`;
    rig.world.addPolicy(staging.id, policyArn);
    rig.world.give('managed-policy', { ...policy, policyArn }, 'alice', 0);
  }
  assert.is(await failure(rig.grant()), 'Refused');
  assert.is(rig.world.entries().length, 10);
  assert.is(rig.pending(), undefined);
});

test('a policy of AWS itself is attached like any other', async () => {
  const rig = rigged();
  const policyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  rig.world.addPolicy(staging.id, policyArn);
  const target = { ...policy, policyArn };
  const ctx = rig.ctx('req-1');
  const receipt = await rig.kind.grant(ctx, target, 'alice', until);
  assert.is(await rig.kind.holds(ctx, target, 'alice', receipt), 'yes');
  await rig.kind.revoke(rig.ctx('req-1'), target, 'alice', receipt);
  assert.equal(rig.world.entries(), []);
});

test('a policy is never deleted, nor taken from anybody else', async () => {
  const rig = rigged();
  rig.world.addUser(staging.id, 'bob');
  rig.world.give('managed-policy', policy, 'bob', 0);
  await rig.grant();
  await rig.revoke();
  assert.equal(
    rig.world.entries().map(({ who }) => who),
    ['bob'],
  );
  assert.ok((await rig.kind.check(policy)).ok);
});

test('F38: a user and an IAM role of one name are two holders, under two keys', async () => {
  const { resourceKey } = managedPolicyDescription;
  const target = policy as Parameters<typeof resourceKey>[0];
  assert.is.not(
    resourceKey(target, 'deploy', 'req-1'),
    resourceKey({ ...target, iamRole: 'deploy' }, 'deploy', 'req-1'),
  );
  assert.is(resourceKey(target, 'Alice', 'req-1'), resourceKey(target, 'alice', 'req-2'));
});

test('a policy on an IAM role is for whoever uses it, and every text says so', () => {
  const target = forRole as Parameters<typeof managedPolicyDescription.describe>[0];
  assert.is(
    managedPolicyDescription.describe(target),
    'S3Read for whoever uses the IAM role deploy in staging',
  );
  assert.equal(managedPolicyDescription.principal({ ...alice, principals: {} }, target), { found: 'deploy' });
  assert.match(
    managedPolicyDescription.howTo(target, 'deploy', until).steps.join(' '),
    'Assume the IAM role deploy',
  );
});

test('access ends at once, and not by itself', () => {
  const target = policy as Parameters<typeof managedPolicyDescription.residualMs>[0];
  assert.is(managedPolicyDescription.residualMs(target), 0);
  assert.not(managedPolicyDescription.endsItself(target));
});

test('F42: what a listing does not show yet is not believed to be gone', async () => {
  const rig = rigged({ staleMs: 2 * minute });
  await failure(rig.grantOnce('req-1'));
  assert.is(await failure(rig.revokeOnce('req-1')), 'StillRevoking');
  await rig.revoke();
  rig.advance(hour);
  assert.equal(rig.world.entries(), []);
});

const ctx = {
  account: (name: string) => (name === 'staging' ? staging : undefined),
  accountNames: ['staging'],
  identityCenter: undefined,
  policyTemplates: {},
};
const written = (entry: object) => managedPolicyTarget.written.safeParse({ account: 'staging', ...entry });

test('a policy is named by its name, its path and name, or its ARN', () => {
  const arns = ['S3Read', 'team/S3Read', 'arn:aws:iam::aws:policy/ReadOnlyAccess'].map(name => {
    const resolved = managedPolicyTarget.resolve({ account: 'staging', policy: name }, ctx);
    return 'target' in resolved ? resolved.target.policyArn : resolved.problem.message;
  });
  assert.equal(arns, [
    'arn:aws:iam::111111111111:policy/S3Read',
    'arn:aws:iam::111111111111:policy/team/S3Read',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
  ]);
});

test('a name is that of a policy in the partition of the account’s IAM roles', () => {
  const gov = { ...staging, grantRoleArn: 'arn:aws-us-gov:iam::111111111111:role/CurfewGrant' };
  const resolved = managedPolicyTarget.resolve(
    { account: 'staging', policy: 'S3Read' },
    { ...ctx, account: () => gov },
  );
  assert.is(
    'target' in resolved && resolved.target.policyArn,
    'arn:aws-us-gov:iam::111111111111:policy/S3Read',
  );
});

test('a policy of another account is refused where it is written', () => {
  const policyArn = 'arn:aws:iam::222222222222:policy/S3Read';
  const resolved = managedPolicyTarget.resolve({ account: 'staging', policy: policyArn }, ctx);
  assert.ok('problem' in resolved && resolved.problem.message.includes('of another account than staging'));
});

for (const [what, entry] of [
  ['a wildcard', { policy: 'S3*' }],
  ['a variable', { policy: ['$', '{aws:username}'].join('') }],
  ['an empty name', { policy: '' }],
  ['an ARN of something else', { policy: 'arn:aws:iam::111111111111:role/x' }],
  ['an ARN with a wildcard', { policy: 'arn:aws:iam::111111111111:policy/*' }],
  ['an id that is none', { policy: 'S3Read', policy_id: 'AIDA1234567890123' }],
  ['an IAM role with its path', { policy: 'S3Read', iam_role: 'team/deploy' }],
  ['an IAM role of Identity Center', { policy: 'S3Read', iam_role: 'AWSReservedSSO_ReadOnly_0123' }],
  ['an IAM role of a service', { policy: 'S3Read', iam_role: 'AWSServiceRoleForSupport' }],
  ['a key it does not know', { policy: 'S3Read', user: 'alice' }],
] as const)
  test(`F14: ${what} is refused where it is written`, () => {
    assert.not(written(entry).success);
  });

test.run();
