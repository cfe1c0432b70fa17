import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allowing } from '../../../../deploy/policy.ts';
import { managedPolicyPermissions } from '../../../../functions/grants/managed-policy/permissions.ts';
import type { Statement } from '../../../../functions/grants/permissions.ts';
import { verdict, write } from '../../../deploy/iam.ts';
import { account, resolve } from '../../../deploy/stack.ts';
import { staging } from '../fixtures.ts';

const policy = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const target = (name: string, iamRole?: string) => ({
  account: staging,
  policyArn: policy(name),
  ...(iamRole !== undefined && { iamRole }),
});
const granted = managedPolicyPermissions.grant([
  target('Read'),
  target('Deploy', 'deploy'),
  target('Audit', 'auditor'),
]);
const may = (statements: Statement[], action: string, resource: string, policyArn: string) =>
  verdict(
    write(statements.map(allowing), value => resolve(value)),
    action,
    resource,
    { 'iam:PolicyARN': policyArn },
  );
const attach = (to: string, name: string) =>
  may(granted, to.includes(':role/') ? 'iam:AttachRolePolicy' : 'iam:AttachUserPolicy', to, policy(name));

test('each IAM role can be given its own policies, whatever its path, and not those of another', () => {
  assert.is(attach(role('deploy'), 'Deploy'), 'allowed');
  assert.is(attach(role('team/ops/deploy'), 'Deploy'), 'allowed');
  assert.is(attach(role('auditor'), 'Audit'), 'allowed');
  assert.is(attach(role('auditor'), 'Deploy'), 'not allowed');
  assert.is(attach(role('deploy'), 'Read'), 'not allowed');
  assert.is(attach(role('deploy2'), 'Deploy'), 'not allowed');
});

test('a user can be given the policies for users, and not those for IAM roles', () => {
  const alice = `arn:aws:iam::${account}:user/alice`;
  assert.is(attach(alice, 'Read'), 'allowed');
  assert.is(attach(alice, 'Deploy'), 'not allowed');
  assert.is(attach(alice, 'Read2'), 'not allowed');
});

test('revoking detaches what has left access.yml, and attaches nothing', () => {
  const revoking = managedPolicyPermissions.revoke([target('Read')]);
  assert.is(may(revoking, 'iam:DetachRolePolicy', role('deploy'), policy('Gone')), 'allowed');
  assert.is(may(revoking, 'iam:AttachRolePolicy', role('deploy'), policy('Read')), 'not allowed');
});

test.run();
