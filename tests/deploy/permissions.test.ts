import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { accessFilePath, grantedBy } from '../../deploy/granted.ts';
import type { PolicyStatement } from '../../deploy/policy.ts';
import type { Fragment } from '../../deploy/template.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import { lambdaNames } from '../../statemachines/names.ts';
import { allowedOn, verdict, type Written, write } from './iam.ts';
import { account, catalog, group, permissionsOf, resolve, stack, table } from './stack.ts';

const instance = 'arn:aws:sso:::instance/ssoins-1111111111111111';
const readOnly = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111';
const administrator = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-2222222222222222';
const retired = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-9999999999999999';
const staging = 'arn:aws:sso:::account/111111111111';
const production = 'arn:aws:sso:::account/222222222222';

const giving = [
  'iam:AddUserToGroup',
  'sso:CreateAccountAssignment',
  'iam:AttachUserPolicy',
  'iam:PutUserPolicy',
];

for (const name of lambdaNames.filter(each => each !== 'grant')) {
  test(`${name} cannot give access`, () => {
    for (const action of giving) {
      for (const resource of [
        group('admin_RDS'),
        instance,
        readOnly,
        staging,
        `arn:aws:iam::${account}:user/alice`,
      ]) {
        assert.is.not(verdict(permissionsOf(name), action, resource), 'allowed', `${action} ${resource}`);
      }
    }
  });
}

test('grant adds to the groups that access.yml names, whatever their path, and to no other', () => {
  const may = (name: string) => verdict(permissionsOf('grant'), 'iam:AddUserToGroup', group(name));
  for (const name of ['admin_RDS', 'team/data/admin_RDS', 'read_logs']) assert.is(may(name), 'allowed', name);
  for (const name of ['admin_RDS2', 'xadmin_RDS', 'ADMIN_RDS', 'admin', 'admin_RDS/other']) {
    assert.is(may(name), 'not allowed', name);
  }
  const elsewhere = 'arn:aws:iam::222222222222:group/admin_RDS';
  assert.is(verdict(permissionsOf('grant'), 'iam:AddUserToGroup', elsewhere), 'not allowed');
});

test('grant assigns a permission set only in the accounts that access.yml names it with', () => {
  const may = (set: string, where: string) =>
    allowedOn(permissionsOf('grant'), 'sso:CreateAccountAssignment', [instance, set, where]);
  assert.ok(may(administrator, production));
  assert.ok(may(readOnly, staging));
  assert.ok(may(readOnly, production));
  assert.not.ok(may(administrator, staging));
  assert.not.ok(may(retired, staging));
});

test('grant cannot revoke access', () => {
  assert.is(verdict(permissionsOf('grant'), 'iam:RemoveUserFromGroup', group('admin_RDS')), 'not allowed');
  assert.is(verdict(permissionsOf('grant'), 'sso:DeleteAccountAssignment', readOnly), 'not allowed');
});

for (const name of ['revoke', 'sweep'] as const) {
  test(`F77: ${name} still revokes what has left access.yml`, () => {
    assert.is(verdict(permissionsOf(name), 'iam:RemoveUserFromGroup', group('left_access_yml')), 'allowed');
    const assignment = [instance, retired, 'arn:aws:sso:::account/333333333333'];
    assert.ok(allowedOn(permissionsOf(name), 'sso:DeleteAccountAssignment', assignment));
  });

  test(`${name} enters other accounts through their IAM role to revoke, never through the one to grant`, () => {
    const enter = (role: string) =>
      verdict(permissionsOf(name), 'sts:AssumeRole', `arn:aws:iam::222222222222:role/${role}`);
    assert.is(enter('CurfewRevoke'), 'allowed');
    assert.is(enter('CurfewGrant'), 'not allowed');
  });
}

test('grant enters other accounts through their IAM role to grant, never through the one to revoke', () => {
  const enter = (role: string) =>
    verdict(permissionsOf('grant'), 'sts:AssumeRole', `arn:aws:iam::222222222222:role/${role}`);
  assert.is(enter('CurfewGrant'), 'allowed');
  assert.is(enter('CurfewRevoke'), 'not allowed');
});

const anything: Written = { Sid: 'Mistake', Effect: 'Allow', Action: ['*'], Resource: ['*'] };
const forbidden: [string, string][] = [
  ['iam:PassRole', 'arn:aws:iam::111111111111:role/any'],
  ['iam:DeleteUserPermissionsBoundary', 'arn:aws:iam::111111111111:user/alice'],
  ['iam:PutRolePermissionsBoundary', 'arn:aws:iam::111111111111:role/any'],
  ['iam:PutRolePolicy', 'arn:aws:iam::111111111111:role/curfew-prod-slack'],
  ['iam:UpdateAssumeRolePolicy', 'arn:aws:iam::111111111111:role/curfew-prod-grant'],
  ['sts:AssumeRole', 'arn:aws:iam::111111111111:role/curfew-prod-grant'],
  ['iam:AddUserToGroup', 'arn:aws:iam::111111111111:group/curfew-prod-operators'],
  ['iam:RemoveUserFromGroup', 'arn:aws:iam::111111111111:group/curfew-prod-operators'],
  ['dynamodb:DeleteTable', table('requests')],
  ['dynamodb:DeleteItem', table('audit')],
  ['dynamodb:UpdateContinuousBackups', table('audit')],
];
for (const name of ['grant', 'revoke', 'sweep'] as const) {
  for (const [action, resource] of forbidden) {
    test(`${name} is denied ${action} on ${resource.split(':').slice(5).join(':')}, even if someone allowed it everything`, () => {
      assert.is(verdict([...permissionsOf(name), anything], action, resource), 'denied');
    });
  }
}

test('an access.yml without Identity Center gives no permissions in it, and without groups none in IAM', () => {
  const none = grantedBy({ ...catalog, accounts: {}, projects: {} });
  for (const name of lambdaNames) {
    const actions = permissionsOf(name, stack(none)).flatMap(({ Effect, Action }) =>
      Effect === 'Allow' ? Action : [],
    );
    assert.equal(
      actions.filter(action => /^(iam|sso|sts):/.test(action)),
      [],
      name,
    );
  }
});

const withGroups = (count: number): Catalog => {
  const crowded = structuredClone(catalog);
  const role = crowded.projects.platform?.roles.find(({ name }) => name === 'LogReader');
  const [target] = role?.targets ?? [];
  if (role === undefined || target === undefined) throw new Error('The example has no LogReader.');
  role.targets = Array.from({ length: count }, (_, n) => ({ ...target, group: `group_number_${n}` }));
  return crowded;
};

test('an access.yml too large for one IAM role is refused with the way out', () => {
  const crowded = withGroups(1_000);
  assert.throws(() => stack(grantedBy(crowded)), /curfew-prod-grant .* 71680[\s\S]*grant_role_arn/);
});

const sizes = (from: Fragment): number[] =>
  Object.values(from.Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .map(
      ({ Properties }) =>
        JSON.stringify(
          write((Properties.PolicyDocument as Document).Statement, value => resolve(value, from)),
        ).length,
    );
type Document = { Statement: PolicyStatement[] };

test('what does not fit into a role goes into managed policies of it, each within its limit', () => {
  const crowded = withGroups(200);
  const made = stack(grantedBy(crowded));
  assert.ok(sizes(made).length > 0);
  for (const size of sizes(made)) assert.ok(size <= 6_144, `${size} characters`);
  const statements = permissionsOf('grant', made);
  for (const n of [0, 99, 199])
    assert.is(verdict(statements, 'iam:AddUserToGroup', group(`group_number_${n}`)), 'allowed');
  assert.is.not(verdict(statements, 'iam:AddUserToGroup', group('group_number_200')), 'allowed');
  assert.is(verdict([...statements, anything], 'dynamodb:DeleteTable', table('requests')), 'denied');
  const sids = statements.map(({ Sid }) => Sid);
  assert.is(new Set(sids).size, sids.length);
});

test('a managed policy has no description, whose change would replace it under the same name', () => {
  const crowded = withGroups(200);
  const managed = Object.values(stack(grantedBy(crowded)).Resources).filter(
    ({ Type }) => Type === 'AWS::IAM::ManagedPolicy',
  );
  assert.ok(managed.length > 0);
  for (const { Properties } of managed)
    assert.equal(Object.keys(Properties).sort(), ['ManagedPolicyName', 'PolicyDocument']);
});

test('10 permission sets in 200 accounts fit, and each can be assigned in each of them', () => {
  const large = structuredClone(catalog);
  const role = large.projects.payments?.roles.find(({ name }) => name === 'ProductionAdmin');
  const [target] = role?.targets ?? [];
  if (role === undefined || target === undefined) throw new Error('The example has no ProductionAdmin.');
  const idOf = (n: number) => String(300_000_000_000 + n);
  const setOf = (n: number) => `${readOnly.slice(0, -16)}${String(n).padStart(16, '3')}`;
  const accounts = Array.from({ length: 200 }, (_, n) => ({
    ...target.account,
    name: `account-${n}`,
    id: idOf(n),
    grantRoleArn: `arn:aws:iam::${idOf(n)}:role/CurfewGrant`,
    revokeRoleArn: `arn:aws:iam::${idOf(n)}:role/CurfewRevoke`,
  }));
  for (const each of accounts) large.accounts[each.name] = each;
  role.targets = accounts.flatMap(of =>
    Array.from({ length: 10 }, (_, n) => ({ ...target, account: of, permissionSetArn: setOf(n) })),
  );
  const made = stack(grantedBy(large));
  for (const size of sizes(made)) assert.ok(size <= 6_144, `${size} characters`);
  assert.ok(sizes(made).length > 0 && sizes(made).length <= 3 * 10);
  const statements = permissionsOf('grant', made);
  const assigns = statements.filter(({ Action }) => Action.includes('sso:CreateAccountAssignment'));
  const assignable = (set: string, id: string) =>
    assigns.some(
      ({ Resource }) => Resource.includes(set) && Resource.includes(`arn:aws:sso:::account/${id}`),
    );
  for (const { id } of accounts) for (let n = 0; n < 10; n += 1) assert.ok(assignable(setOf(n), id));
  assert.not(assignable(setOf(0), '111111111111'));
  for (const name of ['grant', 'revoke', 'sweep'] as const)
    assert.is(
      verdict(
        permissionsOf(name, made),
        'sts:AssumeRole',
        `arn:aws:iam::${idOf(199)}:role/${name === 'grant' ? 'CurfewGrant' : 'CurfewRevoke'}`,
      ),
      'allowed',
    );
});

test('a deployment without access.yml is refused; packaging takes the example', () => {
  assert.is(
    accessFilePath(true, () => true),
    'access.yml',
  );
  assert.is(
    accessFilePath(false, () => false),
    'access.example.yml',
  );
  assert.throws(() => accessFilePath(true, () => false), /no access\.yml/);
});

test.run();
