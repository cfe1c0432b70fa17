import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Value } from '../../deploy/cloudformation.ts';
import { createNames } from '../../deploy/names.ts';
import { deniedEverywhere } from '../../deploy/roles/guard-rails.ts';
import { type KindPermissions, thisAccount } from '../../functions/grants/permissions.ts';
import { targetKinds } from '../../functions/grants/targets.ts';
import { verdict, type Written } from './iam.ts';
import {
  memberAccount,
  memberStatements,
  neededStatements,
  type RoleName,
  statementsOf,
} from './member-account.ts';
import { account, resolve } from './stack.ts';
import { strangersIn, written } from './strangers.ts';

const roles: RoleName[] = ['GrantRole', 'RevokeRole'];
const own = roles.map(role => `role/${memberAccount.Resources[role].Properties.RoleName}`);

const granted = { account: { name: 'member', id: account, production: false }, group: 'admin_RDS' };
const parameters: Record<string, string[]> = { GroupArns: [`arn:aws:iam::${account}:group/admin_RDS`] };

const valuesOf = (value: Value): string[] => {
  if (typeof value === 'string' || !('Ref' in value)) return [resolve(value)];
  const given = parameters[value.Ref];
  if (given === undefined) throw new Error(`What is ${value.Ref} here?`);
  return given;
};

const conditionOf = (condition: NonNullable<ReturnType<typeof statementsOf>[number]['Condition']>) =>
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [key, [values].flat().flatMap(valuesOf)]),
      ),
    ]),
  );

const permissionsOf = (role: RoleName): Written[] =>
  statementsOf(role).map(({ Action, Resource, Condition, ...statement }) => ({
    ...statement,
    Action: [Action].flat(),
    Resource: [Resource].flat().flatMap(valuesOf),
    ...(Condition !== undefined && { Condition: conditionOf(Condition) }),
  }));

for (const role of roles) {
  test(`${role} in another account is allowed what the kinds granted there need, and nothing else`, () => {
    const allowed = memberStatements(role).filter(text => text.startsWith('Allow'));
    assert.equal(allowed, neededStatements(role, targetKinds));
  });

  test(`${role} in another account is denied what the IAM roles at home are denied`, () => {
    const denied = permissionsOf(role).filter(({ Effect }) => Effect === 'Deny');
    assert.equal(
      denied,
      written(deniedEverywhere(own)).map(statement => ({ ...statement, Effect: 'Deny' })),
    );
  });

  for (const [action, resource] of [
    ['iam:PassRole', 'role/any'],
    ['iam:DeleteUserPermissionsBoundary', 'user/alice'],
    ['iam:PutRolePolicy', 'role/CurfewGrant'],
    ['iam:UpdateAssumeRolePolicy', 'role/CurfewRevoke'],
    ['sts:AssumeRole', 'role/CurfewRevoke'],
  ] as const)
    test(`${role} in another account is denied ${action} on ${resource}, even if someone allowed it everything`, () => {
      const anything: Written = { Sid: 'Mistake', Effect: 'Allow', Action: ['*'], Resource: ['*'] };
      const statements = [...permissionsOf(role), anything];
      assert.is(verdict(statements, action, `arn:aws:iam::${account}:${resource}`), 'denied');
    });

  test(`${role} in another account can be assumed only with the ExternalId`, () => {
    const trusts = memberAccount.Resources[role].Properties.AssumeRolePolicyDocument.Statement;
    const assuming = trusts.filter(({ Action }) => Action === 'sts:AssumeRole');
    assert.is(assuming.length, 1);
    for (const { Condition } of assuming)
      assert.equal(Condition, { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } });
    assert.equal(
      trusts.map(({ Action }) => Action),
      ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    );
  });
}

const trusted = (role: RoleName): string[] => {
  const arns = memberAccount.Resources[role].Properties.AssumeRolePolicyDocument.Statement.map(
    ({ Principal }) =>
      [Principal.AWS]
        .flat()
        .map(value => (typeof value === 'object' && 'Fn::Sub' in value ? value['Fn::Sub'] : '')),
  );
  const [first = [], ...others] = arns;
  for (const other of others) assert.equal(other, first);
  return first.map(arn => arn.split(':role/')[1] ?? '');
};

test('other accounts trust the Lambda that grants to grant, and those that revoke to revoke', () => {
  const names = createNames(`\${CurfewStage}`);
  assert.equal(trusted('GrantRole'), [names.role('grant')]);
  assert.equal(trusted('RevokeRole'), [names.role('revoke'), names.role('sweep')]);
});

test('in another account granting changes nothing that the parameters do not list', () => {
  assert.equal(strangersIn(permissionsOf('GrantRole'), [granted]), []);
});

test('no list of another account’s targets takes a wildcard', () => {
  const lists = Object.values(memberAccount.Parameters).filter(({ Type }) => Type === 'CommaDelimitedList');
  assert.ok(lists.length > 0);
  for (const { AllowedPattern = '.*' } of lists) {
    const pattern = new RegExp(`^${AllowedPattern}$`);
    for (const text of ['*', 'arn:aws:iam::222222222222:group/*', 'arn:aws:iam::222222222222:group/a?'])
      assert.not(pattern.test(text), text);
  }
  const pattern = new RegExp(`^${memberAccount.Parameters.GroupArns?.AllowedPattern}$`);
  for (const name of ['admin_RDS', 'team/data/admin_RDS'])
    assert.match(`arn:aws-us-gov:iam::222222222222:group/${name}`, pattern);
});

test('a kind that is granted in other accounts, and left out of their template, is found out', () => {
  const [like] = targetKinds;
  const policy = {
    Sid: 'AttachPolicies',
    Action: ['iam:AttachUserPolicy'],
    Resource: [`${thisAccount}:user/x`],
  };
  const permissions: KindPermissions = {
    credentials: 'target account',
    grant: () => [policy],
    revoke: () => [policy],
  };
  for (const role of roles) {
    const needed = neededStatements(role, [...targetKinds, { ...like, permissions }]);
    assert.is(needed.filter(text => !memberStatements(role).includes(text)).length, 1, needed.join('\n'));
  }
});

test('what a kind names in a condition is a list parameter of the template, as what it names as a resource is', () => {
  const [like] = targetKinds;
  const grant: KindPermissions['grant'] = ([target]) => [
    {
      Sid: 'AttachPolicies',
      Action: ['iam:AttachUserPolicy'],
      Resource: [`${thisAccount}:user/*`],
      Condition: {
        ArnEquals: { 'iam:PolicyARN': [JSON.stringify(target)] },
        StringEquals: { 'aws:RequestedRegion': ['eu-central-1'] },
      },
    },
  ];
  const permissions: KindPermissions = { credentials: 'target account', grant, revoke: () => [] };
  const [needed = ''] = neededStatements('GrantRole', [{ ...like, permissions }]);
  assert.match(needed, '"ArnEquals":{"iam:PolicyARN":["a list parameter"]}');
  assert.match(needed, '"StringEquals":{"aws:RequestedRegion":["eu-central-1"]}');
});

test.run();
