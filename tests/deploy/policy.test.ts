import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toValue } from '../../deploy/cloudformation.ts';
import { allowing, denying, role } from '../../deploy/policy.ts';
import { iamArn, type Statement, thisAccount } from '../../functions/grants/permissions.ts';

const user: Statement = {
  Sid: 'Attach',
  Action: ['iam:AttachUserPolicy'],
  Resource: [iamArn(thisAccount, 'user/*')],
};
const pinned: Statement = {
  ...user,
  Condition: { ArnEquals: { 'iam:PolicyARN': [iamArn('aws', 'policy/ReadOnlyAccess'), 'plain'] } },
};

test('the partition and the account of a kind’s ARNs are those of the stack', () => {
  assert.equal(allowing(user).Resource, [
    { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:user/*` },
  ]);
});

test('an ARN that is known already stays a text', () => {
  assert.is(toValue('arn:aws:sso:::instance/ssoins-1'), 'arn:aws:sso:::instance/ssoins-1');
});

test('a variable that IAM works out is left to it', () => {
  assert.is(toValue(`user/\${aws:username}`), `user/\${aws:username}`);
  assert.equal(toValue(iamArn(thisAccount, `user/\${aws:username}`)), {
    'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:user/\${!aws:username}`,
  });
});

test('the condition of a kind’s statement stands in the template, filled in as its ARNs are', () => {
  assert.equal(allowing(pinned).Condition, {
    ArnEquals: {
      'iam:PolicyARN': [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/ReadOnlyAccess` }, 'plain'],
    },
  });
  assert.not('Condition' in allowing(user));
});

test('denying says what allowing says, with the other effect', () => {
  assert.equal(denying(pinned), { ...allowing(pinned), Effect: 'Deny' });
});

test('conditions count when a policy is measured', () => {
  const values = Array.from({ length: 600 }, (_, n) => `a-value-of-a-condition-${n}`);
  const long = { ...user, Condition: { StringEquals: { 'aws:username': values } } };
  const made = (statement: Statement) =>
    role({ name: 'r', description: 'd', service: 'lambda.amazonaws.com', statements: [allowing(statement)] });
  assert.throws(() => made(long), /10240/);
  assert.is(made(pinned).Type, 'AWS::IAM::Role');
});

test.run();
