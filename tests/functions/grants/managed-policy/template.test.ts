import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, second, toIso } from '../../../../functions/domain/time.ts';
import { managedPolicyTarget } from '../../../../functions/grants/managed-policy/target.ts';
import { datedPolicy } from '../../../../functions/grants/policy/dated.ts';
import { fillTemplate, readTemplate } from '../../../../functions/grants/policy/fill.ts';
import { verdict } from '../../../deploy/iam.ts';
import { staging } from '../fixtures.ts';

const test = suite('managed-policy from a template');
const end = Date.parse('2026-11-20T11:00:00.000Z');
const bound = end + 2 * hour;
const dates = { until: toIso(end), bound: toIso(bound) };

/** A placeholder as a template writes it. */
const slot = (name: string) => ['$', `{${name}}`].join('');

const shipped = ['S3ReadOnlyPolicy', 'S3ReadWritePolicy', 'S3ListPolicy'];
const textOf = (name: string) => readFileSync(`policies/${name}.json`, 'utf8');
const policyOf = (text: string) => {
  const read = readTemplate(text);
  if ('flaw' in read) throw new Error(read.flaw);
  return read.policy;
};
const filled = (text: string, values: object = { bucket: ['reports', 'invoices'] }) => {
  const result = fillTemplate(policyOf(text), { partition: 'aws', ...values });
  if ('problem' in result) throw new Error(`${result.problem.key} ${result.problem.message}`);
  return result.statements;
};
const documentOf = (name: string, values?: object) =>
  JSON.parse(datedPolicy(filled(textOf(name), values), dates)).Statement;

const asks = (name: string, action: string, resource: string, at: number) =>
  verdict(documentOf(name), action, resource, { 'aws:CurrentTime': toIso(at) });

const may: [name: string, action: string, on: 'bucket' | 'object', allowed: boolean][] = [
  ['S3ReadOnlyPolicy', 's3:ListBucket', 'bucket', true],
  ['S3ReadOnlyPolicy', 's3:GetObject', 'object', true],
  ['S3ReadOnlyPolicy', 's3:PutObject', 'object', false],
  ['S3ReadOnlyPolicy', 's3:DeleteObject', 'object', false],
  ['S3ReadOnlyPolicy', 's3:PutBucketPolicy', 'bucket', false],
  ['S3ReadWritePolicy', 's3:ListBucket', 'bucket', true],
  ['S3ReadWritePolicy', 's3:GetObject', 'object', true],
  ['S3ReadWritePolicy', 's3:PutObject', 'object', true],
  ['S3ReadWritePolicy', 's3:DeleteObject', 'object', true],
  ['S3ReadWritePolicy', 's3:PutObjectAcl', 'object', false],
  ['S3ReadWritePolicy', 's3:DeleteBucket', 'bucket', false],
  ['S3ReadWritePolicy', 's3:PutBucketPolicy', 'bucket', false],
  ['S3ListPolicy', 's3:ListBucket', 'bucket', true],
  ['S3ListPolicy', 's3:GetObject', 'object', false],
  ['S3ListPolicy', 's3:PutObject', 'object', false],
];
for (const [name, action, on, allowed] of may) {
  test(`${name} ${allowed ? 'allows' : 'does not allow'} ${action}, on the buckets it is filled with and no other`, () => {
    const of = (bucket: string) => `arn:aws:s3:::${bucket}${on === 'object' ? '/2026/a.csv' : ''}`;
    for (const bucket of ['reports', 'invoices'])
      assert.is(asks(name, action, of(bucket), end - second), allowed ? 'allowed' : 'not allowed');
    for (const bucket of ['payroll', 'reports2', 'report', 'reports.'])
      assert.is(asks(name, action, of(bucket), end - second), 'not allowed', bucket);
  });
}

for (const name of shipped) {
  test(`F49: ${name} allows until the end, and from the bound on denies the same, whatever else would give it`, () => {
    const object = 'arn:aws:s3:::reports';
    const elsewhere = { Sid: 'Standing', Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] };
    const at = (ms: number, extra: (typeof elsewhere)[] = []) =>
      verdict([...documentOf(name), ...extra], 's3:ListBucket', object, { 'aws:CurrentTime': toIso(ms) });
    assert.is(at(end - second), 'allowed');
    assert.is(at(end), 'not allowed');
    assert.is(at(end, [elsewhere]), 'allowed', 'what others gave is not touched by the end');
    assert.is(at(bound - second), 'not allowed');
    assert.is(at(bound), 'denied');
    assert.is(at(bound + 365 * 24 * hour, [elsewhere]), 'denied');
  });

  test(`${name} takes nothing that it did not give: other access goes on after the end and the bound`, () => {
    const standing = { Sid: 'Standing', Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] };
    const at = { 'aws:CurrentTime': toIso(bound + minute) };
    for (const [action, resource] of [
      ['s3:ListBucket', 'arn:aws:s3:::payroll'],
      ['s3:PutBucketPolicy', 'arn:aws:s3:::reports'],
      ['ec2:StartInstances', 'arn:aws:ec2:eu-central-1:111111111111:instance/i-1'],
    ] as const)
      assert.is(verdict([...documentOf(name), standing], action, resource, at), 'allowed');
  });
}

test('an evaluator that meets an operator or a date it does not know throws', () => {
  const statement = (Condition: object) => [
    { Sid: 'X', Effect: 'Allow' as const, Action: ['*'], Resource: ['*'], Condition } as never,
  ];
  const asked = (Condition: object, now: string) =>
    verdict(statement(Condition), 's3:GetObject', 'arn:aws:s3:::a', { 'aws:CurrentTime': now });
  const until = { 'aws:CurrentTime': ['2026-11-20T11:00:00Z'] };
  assert.throws(() => asked({ DateLessThanIfExists: until }, toIso(end)), /DateLessThanIfExists/);
  assert.throws(() => asked({ DateLessThan: { 'aws:CurrentTime': ['tomorrow'] } }, toIso(end)), /no date/);
});

test('dates are written as IAM reads them: ISO 8601 with a Z, and no fraction of a second', () => {
  const found = JSON.stringify(documentOf('S3ListPolicy')).match(/2026-[^"]*/g) ?? [];
  assert.equal([...new Set(found)], ['2026-11-20T11:00:00Z', '2026-11-20T13:00:00Z']);
});

test('a condition of the template stays, and is dated besides', () => {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${slot('bucket')}/*`,
      Condition: {
        Bool: { 'aws:SecureTransport': true },
        DateLessThan: { 'aws:TokenIssueTime': '2030-01-01' },
      },
    },
  });
  const [allow] = JSON.parse(datedPolicy(filled(text), dates)).Statement;
  assert.equal(allow.Condition, {
    Bool: { 'aws:SecureTransport': ['true'] },
    DateLessThan: { 'aws:TokenIssueTime': ['2030-01-01'], 'aws:CurrentTime': ['2026-11-20T11:00:00Z'] },
  });
});

test('a Deny of the template stays as it is', () => {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${slot('bucket')}` },
      { Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' },
    ],
  });
  const statements = JSON.parse(datedPolicy(filled(text), dates)).Statement;
  assert.is(statements.length, 3);
  assert.equal(statements[1], { Effect: 'Deny', Action: ['s3:DeleteBucket'], Resource: ['*'] });
});

const allow = (change: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...change }],
  });
const now = (key: string) => ({ DateLessThan: { [key]: '2030-01-01T00:00:00Z' } });
const flawed: [what: string, text: string, said: string][] = [
  ['no JSON', '{', 'is no JSON'],
  ['no policy', '{}', 'is no policy'],
  ['an old version of the language', allow({}).replace('2012-10-17', '2008-10-17'), 'Version'],
  ['NotAction', allow({ NotAction: 's3:*' }), 'NotAction'],
  ['NotResource', allow({ NotResource: '*' }), 'NotResource'],
  ['a principal', allow({ Principal: '*' }), 'Principal'],
  ['a Sid that IAM refuses', allow({ Sid: 'read-only' }), 'letters and digits'],
  ['every action', allow({ Action: '*' }), 'allows *'],
  ['IAM', allow({ Action: ['s3:GetObject', 'iam:CreateUser'] }), 'allows iam:CreateUser'],
  ['IAM in other letters', allow({ Action: 'IAM:PassRole' }), 'allows IAM:PassRole'],
  ['IAM behind a wildcard', allow({ Action: 'i*:PassRole' }), 'allows i*:PassRole'],
  ['another IAM role', allow({ Action: 'sts:AssumeRole' }), 'allows sts:AssumeRole'],
  ['Identity Center', allow({ Action: 'sso:*' }), 'allows sso:*'],
  ['a date of its own', allow({ Condition: now('aws:CurrentTime') }), 'Curfew writes the dates'],
  ['a date in other letters', allow({ Condition: now('AWS:currenttime') }), 'Curfew writes the dates'],
  ['an unknown placeholder', allow({ Resource: `arn:aws:s3:::${slot('table')}` }), `holds ${slot('table')}`],
  [
    'two placeholders in one text',
    allow({ Resource: `${slot('bucket')}/${slot('arn')}` }),
    'two kinds of placeholders',
  ],
  ['only a Deny', allow({ Effect: 'Deny' }), 'allows nothing'],
];
for (const [what, text, said] of flawed)
  test(`F14: a template with ${what} is refused, saying so`, () => {
    const read = readTemplate(text);
    assert.ok('flaw' in read && read.flaw.includes(said), JSON.stringify(read));
  });

test('F14: whatever a value is, it is one text in the policy and changes nothing else of it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), bucket => {
      const statements = filled(textOf('S3ReadOnlyPolicy'), { bucket });
      const again = JSON.parse(JSON.stringify(statements));
      assert.is(again.length, 2);
      for (const [index, { Effect, Action, Resource }] of again.entries()) {
        assert.is(Effect, 'Allow');
        assert.equal(Action, policyOf(textOf('S3ReadOnlyPolicy')).Statement[index]?.Action);
        assert.equal(
          Resource,
          bucket.map(name => `arn:aws:s3:::${name}${index === 1 ? '/*' : ''}`),
        );
      }
    }),
  );
});

const ctx = {
  account: (name: string) => (name === 'staging' ? staging : undefined),
  accountNames: ['staging'],
  identityCenter: undefined,
  policyTemplates: Object.fromEntries([
    ...shipped.map(name => [name, textOf(name)]),
    ['Tables', allow({ Action: 'dynamodb:GetItem', Resource: slot('arn') })],
    ['Broken', '{'],
  ]),
};
const resolve = (entry: object) => managedPolicyTarget.resolve({ account: 'staging', ...entry }, ctx);

test('a target names its template and what fills it, and holds the policy as it will be', () => {
  const resolved = resolve({ template: 'S3ListPolicy', buckets: ['reports'] });
  assert.ok('target' in resolved);
  assert.equal('target' in resolved && resolved.target.on, ['reports']);
  assert.match(JSON.stringify(resolved), '"arn:aws:s3:::reports"');
});

test('other resources than buckets are named by their ARNs', () => {
  const table = 'arn:aws:dynamodb:eu-central-1:111111111111:table/orders';
  const resolved = resolve({ template: 'Tables', arns: [table] });
  assert.match(JSON.stringify(resolved), `"Resource":["${table}"]`);
});

const many = Array.from({ length: 200 }, (_, n) => `a-bucket-with-a-long-name-${n}`);
for (const [what, entry, key, said] of [
  [
    'a template nobody knows',
    { template: 'S3ReadPolicy', buckets: ['a-bucket'] },
    'template',
    'no policy template',
  ],
  ['a broken template', { template: 'Broken', buckets: ['a-bucket'] }, 'template', 'is no JSON'],
  ['no buckets', { template: 'S3ListPolicy' }, 'buckets', 'is missing'],
  [
    'ARNs where buckets belong',
    { template: 'S3ListPolicy', arns: ['arn:aws:s3:::a'] },
    'buckets',
    'is missing',
  ],
  ['buckets without a place', { template: 'Tables', buckets: ['a-bucket'] }, 'buckets', 'has no place'],
  ['more buckets than fit', { template: 'S3ListPolicy', buckets: many }, 'buckets', 'AWS allows 6144'],
  ['a policy beside a template', { template: 'S3ListPolicy', policy: 'S3Read' }, 'policy', 'no place beside'],
  ['buckets beside a policy', { policy: 'S3Read', buckets: ['a-bucket'] }, 'buckets', 'no place beside'],
  ['neither', {}, 'policy', 'is missing'],
] as const)
  test(`F14: ${what}: refused at \`${key}\``, () => {
    const resolved = resolve(entry);
    if (!('problem' in resolved)) throw new Error('it was not refused');
    assert.is(resolved.problem.key, key);
    assert.match(resolved.problem.message, said);
  });

for (const [what, entry] of [
  ['a bucket with a wildcard', { buckets: ['reports*'] }],
  ['a bucket with a path', { buckets: ['reports/2026'] }],
  ['a bucket with a variable', { buckets: [['$', '{aws:username}'].join('')] }],
  ['a bucket in capitals', { buckets: ['Reports'] }],
  ['no bucket at all', { buckets: [] }],
  ['an ARN with a wildcard', { arns: ['arn:aws:s3:::reports*'] }],
  ['an ARN with a variable', { arns: [['arn:aws:s3:::$', '{aws:username}'].join('')] }],
  ['an ARN that is none', { arns: ['reports'] }],
] as const)
  test(`F14: ${what} is refused where it is written`, () => {
    const entries = { account: 'staging', template: 'S3ListPolicy', ...entry };
    assert.not(managedPolicyTarget.written.safeParse(entries).success);
  });

test.run();
