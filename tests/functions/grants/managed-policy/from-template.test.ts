import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shortName } from '../../../../functions/aws/short-name.ts';
import { minute, second, toIso } from '../../../../functions/domain/time.ts';
import {
  managedPolicyDescription,
  type PolicyFromTemplate,
} from '../../../../functions/grants/managed-policy/description.ts';
import { verdict } from '../../../deploy/iam.ts';
import { staging } from '../fixtures.ts';
import { createRig, failure, type Rig } from '../rig.ts';

const test = suite('managed-policy: from a template');
const rigged = (settings = {}) => createRig('managed-policy: from a template', { settings });
const target = rigged().target as PolicyFromTemplate;
const arnFor = (requestId: string) =>
  `arn:aws:iam::111111111111:policy/curfew/${shortName(managedPolicyDescription.resourceKey(target, 'alice', requestId))}`;

const iam = (rig: Rig) => rig.world.apis('grant').iam(staging, rig.ctx('test'));
/** What AWS answers to reading a report at a moment (epoch ms), by all that is attached to alice. */
const mayRead = async (rig: Rig, at: number, requestIds = ['req-1']): Promise<string> => {
  const api = iam(rig);
  const statements = [];
  for (const id of requestIds) {
    const policy = await api.getPolicy(arnFor(id));
    const held = (await api.listHolders(arnFor(id)))?.some(({ name }) => name === 'alice');
    if (policy === undefined || held !== true) continue;
    const document = (await api.getPolicyDocument(policy.arn, policy.version)) ?? '{}';
    statements.push(...JSON.parse(document).Statement);
  }
  return verdict(statements, 's3:GetObject', 'arn:aws:s3:::reports/a.csv', {
    'aws:CurrentTime': toIso(at),
  });
};
const extend = (rig: Rig, until: number) =>
  rig.kind.extend(
    rig.ctx('req-1'),
    { target, principal: 'alice', receipt: rig.receipt('req-1') ?? {} },
    toIso(until),
    toIso(until + 120 * minute),
  );

test('C: AWS itself ends it at the end that people read, though nobody revokes', async () => {
  const rig = rigged();
  await rig.grant();
  const until = Date.parse(rig.receipt('req-1')?.until ?? '');
  assert.ok(until > rig.now() && until <= rig.now() + 60 * minute);
  assert.is(await mayRead(rig, until - second), 'allowed');
  assert.is(await mayRead(rig, until), 'not allowed');
  assert.ok(rig.has(), 'it is still attached');
});

test('an extension moves the end in AWS, as often as people extend', async () => {
  const rig = rigged();
  await rig.grant();
  for (let count = 1; count <= 8; count += 1) {
    const until = rig.now() + count * 60 * minute;
    const receipt = await extend(rig, until);
    assert.is(receipt.until, toIso(until));
    assert.is(await mayRead(rig, until - second), 'allowed');
    assert.is(await mayRead(rig, until), 'not allowed');
  }
  await rig.revoke();
  assert.is(await iam(rig).getPolicy(arnFor('req-1')), undefined, 'deleted with all its versions');
});

test('an extension that is repeated changes nothing', async () => {
  const rig = rigged();
  await rig.grant();
  const until = rig.now() + 60 * minute;
  await extend(rig, until);
  const before = rig.world.calls.length;
  await extend(rig, until);
  const changes = rig.world.calls.slice(before).filter(({ name }) => !/:(Get|List)/.test(name));
  assert.equal(changes, []);
});

test('F26: an attempt after a crash keeps the end of the first, so no retry lengthens access', async () => {
  const rig = rigged();
  rig.world.faults.crashAfter('iam:AttachUserPolicy');
  await failure(rig.grantOnce('req-1'));
  const first = rig.receipt('req-1')?.until;
  rig.advance(10 * minute);
  await rig.grant();
  assert.ok(first);
  assert.is(rig.receipt('req-1')?.until, first);
  assert.not(rig.world.calls.some(({ name }) => name === 'iam:CreatePolicyVersion'));
});

test('an attempt after the end of the first begins again', async () => {
  const rig = rigged();
  rig.world.faults.crashAfter('iam:CreatePolicy');
  await failure(rig.grantOnce('req-1'));
  rig.advance(90 * minute);
  await rig.grant();
  const until = Date.parse(rig.receipt('req-1')?.until ?? '');
  assert.ok(until > rig.now());
  assert.is(await mayRead(rig, rig.now()), 'allowed');
});

test('F38, F39: two requests for the same buckets have two policies, and the end of one leaves the other', async () => {
  const rig = rigged();
  await rig.grant('req-1');
  await rig.grant('req-2');
  await rig.revoke('req-1');
  assert.is(await iam(rig).getPolicy(arnFor('req-1')), undefined);
  assert.is(await mayRead(rig, rig.now(), ['req-1', 'req-2']), 'allowed');
  await rig.revoke('req-2');
  assert.equal(rig.world.entries(), []);
});

test('D: until the bound, an earlier request that nobody revokes takes nothing from a later one', async () => {
  const rig = rigged();
  await rig.grant('req-1');
  rig.advance(50 * minute);
  await rig.grant('req-2');
  const ended = Date.parse(rig.receipt('req-1')?.until ?? '');
  assert.is(await mayRead(rig, ended + minute, ['req-1', 'req-2']), 'allowed');
});

test('a name that somebody else has taken is refused, and theirs is left alone', async () => {
  const rig = rigged();
  const before = rig.world.entries();
  rig.world.addPolicy(staging.id, arnFor('req-1'));
  assert.is(await failure(rig.grant()), 'Refused');
  assert.equal(rig.world.entries(), before);
  await failure(rig.revoke());
  assert.ok(await iam(rig).getPolicy(arnFor('req-1')));
});

test('whoever else somebody gave the policy to loses it with the request', async () => {
  const rig = rigged();
  rig.world.addUser(staging.id, 'mallory');
  await rig.grant();
  await iam(rig).attachPolicy({ type: 'user', name: 'mallory' }, arnFor('req-1'));
  await rig.revoke();
  assert.equal(rig.world.entries(), []);
});

test('F31: a policy that AWS refuses leaves nothing pending, and nothing behind', async () => {
  const rig = rigged();
  rig.world.faults.fail('iam:CreatePolicy', 'MalformedPolicyDocumentException');
  assert.is(await failure(rig.grant()), 'Refused');
  assert.is(rig.pending(), undefined);
  await rig.revoke();
  assert.equal(rig.world.entries(), []);
});

test('F31: a user who has ten policies already is refused, and the policy that was made is deleted', async () => {
  const rig = rigged();
  for (let n = 1; n <= 10; n += 1) {
    const policyArn = `arn:aws:iam::111111111111:policy/P${n}`;
    rig.world.addPolicy(staging.id, policyArn);
    rig.world.give('managed-policy', { account: staging, policyArn }, 'alice', 0);
  }
  assert.is(await failure(rig.grant()), 'Refused');
  await rig.revoke();
  assert.is(await iam(rig).getPolicy(arnFor('req-1')), undefined);
  assert.is(rig.world.entries().length, 10);
});

test('a policy that is not deleted yet is asked for again', async () => {
  const rig = rigged();
  await rig.grant();
  rig.world.faults.fail('iam:DeletePolicy', 'DeleteConflictException', { times: 3 });
  await rig.revoke();
  assert.is(await iam(rig).getPolicy(arnFor('req-1')), undefined);
});

test('it says what it gives: the template, and what it was filled with', () => {
  const { describe, endsItself } = managedPolicyDescription;
  assert.is(describe(target), 'S3ReadOnlyPolicy on reports and invoices in staging');
  assert.is(
    describe({ ...target, on: ['a', 'b', 'c', 'd', 'e'] }),
    'S3ReadOnlyPolicy on a, b, c and 2 more in staging',
  );
  assert.is(describe({ ...target, on: ['a'] }), 'S3ReadOnlyPolicy on a in staging');
  assert.ok(endsItself(target));
});

test.run();
