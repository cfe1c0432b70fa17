import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Calling } from '../../../functions/aws/call.ts';
import { createAws } from '../../../functions/aws/clients.ts';
import type { AccountRef } from '../../../functions/domain/catalog.ts';

type Request = { path: string; target: string; body: string; authorization: string };
type Answer = { status?: number; body: string };
type Fake = { requests: Request[]; answers: ((request: Request) => Answer)[]; server: Server };

const home: AccountRef = { name: 'staging', id: '111111111111', production: false };
const member: AccountRef = {
  name: 'production',
  id: '222222222222',
  production: true,
  grantRoleArn: 'arn:aws:iam::222222222222:role/curfew-grant',
  revokeRoleArn: 'arn:aws:iam::222222222222:role/curfew-revoke',
  externalId: 'only-ours',
};

const test = suite<Fake>('adapters on the wire');
const saved: Record<string, string | undefined> = {};
const environment = (url: string) => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'home-key',
  AWS_SECRET_ACCESS_KEY: 'home-secret',
});

/** Answers each request with the next of `answers`; the last one stays. */
test.before.each(async fake => {
  fake.requests = [];
  fake.answers = [];
  fake.server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += String(chunk);
    });
    request.on('end', () => {
      const seen = {
        path: request.url ?? '',
        target: String(request.headers['x-amz-target'] ?? ''),
        body,
        authorization: request.headers.authorization ?? '',
      };
      fake.requests.push(seen);
      const answer = (fake.answers.length > 1 ? fake.answers.shift() : fake.answers[0])?.(seen);
      response.writeHead(answer?.status ?? 200, { 'x-amzn-requestid': `id-${fake.requests.length}` });
      response.end(answer?.body ?? '');
    });
  });
  await new Promise<void>(resolve => fake.server.listen(0, '127.0.0.1', resolve));
  const { port } = fake.server.address() as AddressInfo;
  for (const [name, value] of Object.entries(environment(`http://127.0.0.1:${port}`))) {
    saved[name] = process.env[name];
    process.env[name] = value;
  }
});

test.after.each(async fake => {
  for (const [name, value] of Object.entries(saved))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  fake.server.closeAllConnections();
  await new Promise(resolve => fake.server.close(resolve));
});

const calling = (requestId = 'req-1', remainingMs = 120_000): Calling & { ids: string[] } => {
  const ids: string[] = [];
  return { requestId, remainingMs: () => remainingMs, called: id => ids.push(id), ids };
};

const groupsPage = (names: string[], marker?: string): Answer => ({
  body: `<ListGroupsForUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListGroupsForUserResult>
    <IsTruncated>${marker !== undefined}</IsTruncated>${marker === undefined ? '' : `<Marker>${marker}</Marker>`}
    <Groups>${names.map(name => `<member><GroupName>${name}</GroupName><GroupId>id-${name}</GroupId></member>`).join('')}</Groups>
    </ListGroupsForUserResult><ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></ListGroupsForUserResponse>`,
});
const iamError = (code: string, status = 400): Answer => ({
  status,
  body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code>
    <Message>said</Message></Error><RequestId>x</RequestId></ErrorResponse>`,
});
const assumed = (key: string): Answer => ({
  body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
    <AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
    <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
});
const nameOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing thrown',
    (error: Error) => error.name,
  );

const aws = (mode: 'grant' | 'revoke' = 'grant') =>
  createAws({ mode, region: 'eu-west-1', homeAccountId: home.id });

test('groups come from every page, and each call reports its AWS request id', async fake => {
  fake.answers = [() => groupsPage(['a', 'b'], 'next'), () => groupsPage(['c'])];
  const mine = calling();
  const groups = await aws().iam(home, mine).listGroupsForUser('alice');
  assert.equal(
    groups?.map(({ name }) => name),
    ['a', 'b', 'c'],
  );
  assert.match(fake.requests[1]?.body ?? '', 'Marker=next');
  assert.is(mine.ids.length, 2);
});

test('assignments come from every page, users only', async fake => {
  const entry = (PrincipalId: string, PrincipalType = 'USER') => ({ PrincipalId, PrincipalType });
  const page = (AccountAssignments: object[], NextToken?: string) => () => ({
    body: JSON.stringify({ AccountAssignments, NextToken }),
  });
  fake.answers = [page([entry('u1'), entry('g1', 'GROUP')], 'next'), page([entry('u2')])];
  const place = { instanceArn: 'i', accountId: home.id, permissionSetArn: 'p' };
  assert.equal(await aws().ssoAdmin(home, calling()).listAssignedUsers(place), ['u1', 'u2']);
});

test('running operations come from every page, filtered by AWS', async fake => {
  const page = (id: string, NextToken?: string) => () => ({
    body: JSON.stringify({
      AccountAssignmentsCreationStatus: [{ RequestId: id, Status: 'IN_PROGRESS' }],
      NextToken,
    }),
  });
  fake.answers = [page('op-1', 'next'), page('op-2')];
  const running = await aws().ssoAdmin(home, calling()).listRunning('creation', 'i');
  assert.equal(running, ['op-1', 'op-2']);
  assert.equal(JSON.parse(fake.requests[0]?.body ?? '{}').Filter, { Status: 'IN_PROGRESS' });
});

test('deletions are listed and described by their own calls', async fake => {
  fake.answers = [
    () => ({ body: JSON.stringify({ AccountAssignmentsDeletionStatus: [{ RequestId: 'op-1' }] }) }),
    () => ({
      body: JSON.stringify({
        AccountAssignmentDeletionStatus: {
          RequestId: 'op-1',
          Status: 'FAILED',
          FailureReason: 'not found in directory',
          TargetId: home.id,
          PermissionSetArn: 'p',
          PrincipalId: 'u1',
        },
      }),
    }),
  ];
  const api = aws().ssoAdmin(home, calling());
  assert.equal(await api.listRunning('deletion', 'i'), ['op-1']);
  assert.equal(await api.describeOperation('deletion', 'i', 'op-1'), {
    id: 'op-1',
    status: 'FAILED',
    reason: 'not found in directory',
    of: { accountId: home.id, permissionSetArn: 'p', userId: 'u1' },
  });
  const targets = fake.requests.map(request => request.target);
  assert.match(targets[0] ?? '', 'ListAccountAssignmentDeletionStatus');
  assert.match(targets[1] ?? '', 'DescribeAccountAssignmentDeletionStatus');
});

test('an answer that does not say which operation it is about is Busy', async fake => {
  fake.answers = [() => ({ body: '{}' })];
  const of = { instanceArn: 'i', accountId: home.id, permissionSetArn: 'p', userId: 'u1' };
  assert.is(await nameOf(aws().ssoAdmin(home, calling()).createAccountAssignment(of)), 'Busy');
});

test('F31: the quota of groups is Refused, a missing entity is missing, throttling is Throttled', async fake => {
  const api = aws().iam(home, calling());
  fake.answers = [() => iamError('LimitExceeded', 409)];
  assert.is(await nameOf(api.addUserToGroup('alice', 'g')), 'Refused');
  fake.answers = [() => iamError('NoSuchEntity', 404)];
  assert.is(await api.addUserToGroup('alice', 'g'), 'missing');
  assert.is(await api.removeUserFromGroup('alice', 'g'), 'missing');
  assert.is(await api.getUser('alice'), undefined);
  fake.answers = [() => iamError('Throttling')];
  assert.is(await nameOf(api.listGroupsForUser('alice')), 'Throttled');
});

test('no call leaves when the remaining time does not cover it', async fake => {
  const mine = calling('req-1', 10_000);
  assert.is(await nameOf(aws().iam(home, mine).getUser('alice')), 'Busy');
  assert.is(fake.requests.length, 0);
  assert.equal(mine.ids, []);
});

test('another account is reached through its role of that mode, with ExternalId and the request as source', async fake => {
  const answer = (request: Request) =>
    request.body.includes('AssumeRole') ? assumed('member-key') : groupsPage(['a']);
  fake.answers = [answer];
  const mine = calling('req-7');
  await aws('revoke').iam(member, mine).listGroupsForUser('alice');
  const form = new URLSearchParams(fake.requests[0]?.body);
  assert.is(form.get('RoleArn'), member.revokeRoleArn ?? '');
  assert.is(form.get('ExternalId'), 'only-ours');
  assert.is(form.get('SourceIdentity'), 'req-7');
  assert.is(form.get('DurationSeconds'), '3600');
  assert.match(fake.requests[1]?.authorization ?? '', 'member-key');
  assert.is(mine.ids.length, 2);
});

test('two requests whose long ids begin alike are two sources, each within what AWS takes', async fake => {
  const answer = (request: Request) =>
    request.body.includes('AssumeRole') ? assumed('member-key') : groupsPage(['a']);
  fake.answers = [answer];
  const apis = aws();
  for (const end of ['a', 'b'])
    await apis.iam(member, calling(`${'x'.repeat(79)}${end}`)).listGroupsForUser('alice');
  const sources = fake.requests
    .map(request => new URLSearchParams(request.body).get('SourceIdentity'))
    .filter(source => source !== null);
  assert.is(new Set(sources).size, 2);
  for (const source of sources) assert.match(source, /^[\w+=,.@-]{2,64}$/);
});

test('a session is kept for its request and never used for another', async fake => {
  const answer = (request: Request) =>
    request.body.includes('AssumeRole') ? assumed('member-key') : groupsPage(['a']);
  fake.answers = [answer];
  const apis = aws();
  for (const requestId of ['req-1', 'req-1', 'req-2'])
    await apis.iam(member, calling(requestId)).listGroupsForUser('alice');
  const sources = fake.requests
    .map(request => new URLSearchParams(request.body).get('SourceIdentity'))
    .filter(source => source !== null);
  assert.equal(sources, ['req-1', 'req-2']);
});

test('F35: a role that does not trust us is Refused, naming the role', async fake => {
  fake.answers = [() => iamError('AccessDenied', 403)];
  const message = await aws()
    .iam(member, calling())
    .getUser('alice')
    .then(
      () => '',
      (error: Error) => `${error.name} ${error.message}`,
    );
  assert.match(message, /^Refused sts:AssumeRole arn:aws:iam::222222222222:role\/curfew-grant/);
  assert.is(fake.requests.length, 1);
});

test('F35: an account that no credentials reach, or whose role is of another account, is refused', fake => {
  const { grantRoleArn: _, ...bare } = member;
  const connect = (account: AccountRef) => () => aws().iam(account, calling());
  assert.throws(connect(bare), /has no IAM role to grant with/);
  const grantRoleArn = 'arn:aws:iam::333333333333:role/curfew-grant';
  assert.throws(connect({ ...member, grantRoleArn }), /is not an IAM role of account production/);
  assert.is(fake.requests.length, 0);
});

test.run();
