import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { logicalId } from '../../deploy/names.ts';
import { type LambdaName, lambdaNames, tableNames } from '../../statemachines/names.ts';
import { verdict } from './iam.ts';
import { account, machineArn, permissionsOf, region, resolve, roleIds, stack, table } from './stack.ts';

const everyone = [...lambdaNames, 'machine'] as const;
const allowedActions = (name: (typeof everyone)[number]): string[] =>
  permissionsOf(name).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));

for (const service of [
  'iam',
  'sso',
  'sso-directory',
  'identitystore',
  'ec2',
  'sts',
  'organizations',
  'lambda',
  's3',
  'secretsmanager',
  'ssm',
]) {
  test(`the Slack-facing Lambda may do nothing in ${service}`, () => {
    assert.equal(
      allowedActions('slack').filter(action => action.startsWith(`${service}:`)),
      [],
    );
  });
}

test('the Slack-facing Lambda works with its tables, the machine, its secrets and its log, and nothing else', () => {
  const services = new Set(allowedActions('slack').map(action => action.split(':')[0]));
  assert.equal([...services].sort(), ['dynamodb', 'kms', 'logs', 'states']);
  for (const name of ['holdings', 'audit']) {
    assert.is(verdict(permissionsOf('slack'), 'dynamodb:PutItem', table(name)), 'not allowed', name);
    assert.is(verdict(permissionsOf('slack'), 'dynamodb:UpdateItem', table(name)), 'not allowed', name);
  }
  assert.is(verdict(permissionsOf('slack'), 'dynamodb:UpdateItem', table('projects')), 'not allowed');
  assert.is(verdict(permissionsOf('slack'), 'states:StopExecution', machineArn), 'not allowed');
});

const needed: [LambdaName, string, string][] = [
  ['slack', 'dynamodb:PutItem', table('requests')],
  ['slack', 'dynamodb:UpdateItem', table('requests')],
  ['slack', 'dynamodb:Query', `${table('requests')}/index/by-requester`],
  ['slack', 'dynamodb:Query', `${table('requests')}/index/active`],
  ['slack', 'dynamodb:BatchGetItem', table('projects')],
  ['slack', 'states:StartExecution', machineArn],
  ['slack', 'states:SendTaskSuccess', machineArn],
  ['open', 'dynamodb:BatchGetItem', table('projects')],
  ['open', 'dynamodb:PutItem', table('audit')],
  ['ask', 'states:SendTaskSuccess', machineArn],
  ['grant', 'dynamodb:UpdateItem', table('holdings')],
  ['revoke', 'dynamodb:UpdateItem', table('holdings')],
  ['notify', 'dynamodb:UpdateItem', table('requests')],
  ['sweep', 'dynamodb:Query', `${table('requests')}/index/due`],
  ['sweep', 'states:StartExecution', machineArn],
  [
    'sweep',
    'states:DescribeExecution',
    `${machineArn.replace(':stateMachine:', ':execution:')}:11111111-2222-3333-4444-555555555555`,
  ],
  ['sweep', 'sqs:SendMessage', `arn:aws:sqs:${region}:${account}:curfew-prod-sweep-failures`],
];
for (const [name, action, resource] of needed) {
  test(`${name} may ${action} on ${resource.split(':').slice(5).join(':')}`, () => {
    assert.is(verdict(permissionsOf(name), action, resource), 'allowed');
  });
}

for (const name of everyone) {
  test(`${name} is allowed no action by a wildcard, and a resource * only to deliver a log`, () => {
    for (const statement of permissionsOf(name).filter(({ Effect }) => Effect === 'Allow')) {
      assert.equal(
        statement.Action.filter(action => action.includes('*')),
        [],
      );
      if (statement.Resource.includes('*')) {
        // AWS takes no narrower resource for either.
        const known: Record<string, RegExp> = { DeliverLogs: /^logs:/, LookForUsersById: /^iam:List/ };
        const allowed = known[statement.Sid];
        assert.ok(allowed !== undefined, `${name} ${statement.Sid}`);
        assert.ok(statement.Action.every(action => allowed?.test(action)));
      }
    }
  });

  test(`${name} may neither scan nor delete in the ledger`, () => {
    for (const tableName of tableNames) {
      for (const action of [
        'Scan',
        'DeleteItem',
        'BatchWriteItem',
        'DeleteTable',
        'UpdateTable',
        'PartiQLDelete',
      ]) {
        // The cross-check of holders against requests.
        if (`${name} ${action} ${tableName}` === 'sweep Scan holdings') continue;
        assert.is.not(
          verdict(permissionsOf(name), `dynamodb:${action}`, table(tableName)),
          'allowed',
          `${action} ${tableName}`,
        );
      }
    }
  });

  test(`${name} cannot change an audit entry in place`, () => {
    assert.is.not(verdict(permissionsOf(name), 'dynamodb:UpdateItem', table('audit')), 'allowed');
  });
}

for (const name of lambdaNames) {
  test(`${name} writes its own log and no other`, () => {
    const stream = (of: string) =>
      `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/curfew-prod-${of}:log-stream:x`;
    for (const other of lambdaNames) {
      const expected = other === name ? 'allowed' : 'not allowed';
      assert.is(verdict(permissionsOf(name), 'logs:PutLogEvents', stream(other)), expected, other);
    }
  });
}

test('every Lambda has an IAM role of its own, which only Lambda may assume', () => {
  const ids = lambdaNames.map(logicalId.role);
  assert.is(new Set(ids).size, lambdaNames.length);
  assert.equal(roleIds().sort(), [...ids, 'MachineRole'].sort());
  for (const id of ids) {
    const document = JSON.stringify(stack().Resources[id]?.Properties.AssumeRolePolicyDocument);
    assert.match(document, '"Principal":{"Service":"lambda.amazonaws.com"}');
    assert.not.match(document, 'AWS"');
  }
});

test('the state machine may invoke exactly the Lambdas behind its tasks', () => {
  const invoke = permissionsOf('machine').filter(({ Action }) => Action.includes('lambda:InvokeFunction'));
  assert.equal(
    invoke.flatMap(({ Resource }) => Resource).sort(),
    ['ask', 'grant', 'notify', 'open', 'revoke'].map(
      name => `arn:aws:lambda:${region}:${account}:function:curfew-prod-${name}`,
    ),
  );
});

test('the state machine reads and updates requests, and no other table', () => {
  for (const name of tableNames) {
    const expected = name === 'requests' ? 'allowed' : 'not allowed';
    assert.is(verdict(permissionsOf('machine'), 'dynamodb:UpdateItem', table(name)), expected);
    assert.is(verdict(permissionsOf('machine'), 'dynamodb:GetItem', table(name)), expected);
    assert.is(verdict(permissionsOf('machine'), 'dynamodb:PutItem', table(name)), 'not allowed');
  }
});

test('only this state machine may assume its role', () => {
  const document = stack().Resources.MachineRole?.Properties.AssumeRolePolicyDocument as {
    Statement: { Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::Sub': string } } } }[];
  };
  const condition = document.Statement[0]?.Condition.ArnEquals['aws:SourceArn'];
  assert.is(condition && resolve(condition), machineArn);
});

test.run();
