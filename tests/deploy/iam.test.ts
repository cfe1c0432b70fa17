import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allowedOn, matches, verdict, type Written } from './iam.ts';

const says = (Effect: 'Allow' | 'Deny', Action: string, ...Resource: string[]): Written => ({
  Sid: 'Test',
  Effect,
  Action: [Action],
  Resource,
});

test('a star in a pattern is any text and everything else is literal', () => {
  assert.ok(matches('arn:aws:iam::1:group/*', 'arn:aws:iam::1:group/a/b'));
  assert.not.ok(matches('group/a.c', 'group/abc'));
  assert.not.ok(matches('group/a', 'group/ab'));
  assert.ok(matches('group/?', 'group/a'));
});

test('actions are matched ignoring case, resources are not', () => {
  const statements = [says('Allow', 'iam:get*', 'group/a')];
  assert.is(verdict(statements, 'IAM:GetGroup', 'group/a'), 'allowed');
  assert.is(verdict(statements, 'iam:GetGroup', 'group/A'), 'not allowed');
});

test('a deny beats every allow, and silence is no', () => {
  const statements = [says('Allow', '*', '*'), says('Deny', 'iam:PassRole', '*')];
  assert.is(verdict(statements, 'iam:PassRole', 'role/x'), 'denied');
  assert.is(verdict(statements, 'iam:GetRole', 'role/x'), 'allowed');
  assert.is(verdict([], 'iam:GetRole', 'role/x'), 'not allowed');
});

test('an action on several resources needs one statement that names them all', () => {
  const apart = [
    says('Allow', 'sso:Do', 'set/a', 'account/1'),
    says('Allow', 'sso:Do', 'set/b', 'account/2'),
  ];
  assert.ok(allowedOn(apart, 'sso:Do', ['set/a', 'account/1']));
  assert.not.ok(allowedOn(apart, 'sso:Do', ['set/a', 'account/2']));
});

test.run();
