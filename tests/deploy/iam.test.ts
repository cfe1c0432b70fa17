import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allowedOn, matches, matchesArn, verdict, type Written, type WrittenCondition } from './iam.ts';

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

test('a star within a part of an ARN stays in it, and one that ends the part goes on over colons', () => {
  assert.not.ok(matchesArn('arn:aws:iam::1:group/*/a', 'arn:aws:iam::1:group/x:y/a'));
  assert.ok(matchesArn('arn:aws:iam::1:group/*/a', 'arn:aws:iam::1:group/x/y/a'));
  assert.ok(matchesArn('arn:aws:logs:*', 'arn:aws:logs:eu-central-1:1:log-group:x'));
  assert.ok(matchesArn('*', 'arn:aws:iam::1:group/a'));
  assert.not.ok(matchesArn('arn:aws:iam::1?:group/a', 'arn:aws:iam::1::group/a'));
});

const when = (Condition: WrittenCondition, Effect: 'Allow' | 'Deny' = 'Allow'): Written[] => [
  { ...says(Effect, 'iam:AttachUserPolicy', 'user/*'), Condition },
];
const attach = (condition: WrittenCondition, context: Record<string, string>) =>
  verdict(when(condition), 'iam:AttachUserPolicy', 'user/alice', context);

test('a statement with a condition allows only where the condition holds', () => {
  const equals = { StringEquals: { 'iam:PolicyARN': ['policy/a', 'policy/b'] } };
  assert.is(attach(equals, { 'iam:PolicyARN': 'policy/b' }), 'allowed');
  assert.is(attach(equals, { 'IAM:policyarn': 'policy/b' }), 'allowed');
  assert.is(attach(equals, { 'iam:PolicyARN': 'policy/c' }), 'not allowed');
  assert.is(attach(equals, { 'iam:PolicyARN': 'policy/*' }), 'not allowed');
  assert.is(attach(equals, {}), 'not allowed');
});

test('every key of every operator of a condition must hold', () => {
  const both = {
    StringEquals: { 'aws:RequestedRegion': ['eu-central-1'], 'aws:SourceAccount': ['1'] },
    Null: { 'aws:TokenIssueTime': ['true'] },
  };
  const context = { 'aws:RequestedRegion': 'eu-central-1', 'aws:SourceAccount': '1' };
  assert.is(attach(both, context), 'allowed');
  assert.is(attach(both, { ...context, 'aws:SourceAccount': '2' }), 'not allowed');
  assert.is(attach(both, { ...context, 'aws:TokenIssueTime': 'now' }), 'not allowed');
});

test('StringLike knows wildcards, StringEquals does not', () => {
  assert.is(attach({ StringLike: { 'aws:username': ['al*'] } }, { 'aws:username': 'alice' }), 'allowed');
  assert.is(attach({ StringLike: { 'aws:username': ['al?'] } }, { 'aws:username': 'alice' }), 'not allowed');
  assert.is(
    attach({ StringEquals: { 'aws:username': ['al*'] } }, { 'aws:username': 'alice' }),
    'not allowed',
  );
});

for (const operator of ['ArnEquals', 'ArnLike']) {
  test(`${operator} compares each part of an ARN with its own pattern`, () => {
    const policy = (pattern: string) => ({ [operator]: { 'iam:PolicyARN': [pattern] } });
    const readOnly = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/ReadOnly' };
    assert.is(attach(policy('arn:aws:iam::aws:policy/Read*'), readOnly), 'allowed');
    assert.is(attach(policy('arn:aws:iam::*:policy/ReadOnly'), readOnly), 'allowed');
    assert.is(attach(policy('arn:aws:iam:*:policy/ReadOnly'), readOnly), 'not allowed');
    assert.is(attach(policy('arn:aws:iam::aws:policy/Read'), readOnly), 'not allowed');
    assert.is(attach(policy('arn:aws:iam::aws:policy/*'), { 'iam:PolicyARN': 'none' }), 'not allowed');
    assert.is(attach(policy('arn:aws:iam::aws:policy/*'), {}), 'not allowed');
  });
}

test('Null asks whether a key is there', () => {
  assert.is(attach({ Null: { 'aws:MultiFactorAuthAge': ['true'] } }, {}), 'allowed');
  assert.is(attach({ Null: { 'aws:MultiFactorAuthAge': ['false'] } }, {}), 'not allowed');
  const present = { 'aws:MultiFactorAuthAge': '1' };
  assert.is(attach({ Null: { 'aws:MultiFactorAuthAge': ['false'] } }, present), 'allowed');
});

test('a deny with a condition denies only where it holds', () => {
  const statements = [
    says('Allow', '*', '*'),
    ...when({ StringEquals: { 'aws:username': ['alice'] } }, 'Deny'),
  ];
  const attachAs = (name: string) =>
    verdict(statements, 'iam:AttachUserPolicy', 'user/x', { 'aws:username': name });
  assert.is(attachAs('alice'), 'denied');
  assert.is(attachAs('bob'), 'allowed');
});

test('an operator that is not known here is an error, whatever else the statement says', () => {
  for (const operator of ['StringNotEquals', 'StringEqualsIfExists', 'ForAllValues:StringLike', 'toString']) {
    const statements = when({ [operator]: { 'aws:username': ['alice'] } });
    const context = { 'aws:username': 'alice' };
    assert.throws(() => verdict(statements, 'iam:AttachUserPolicy', 'user/x', context), /operator/);
    assert.throws(() => verdict(statements, 's3:GetObject', 'bucket/x', {}), /operator/);
  }
});

test.run();
