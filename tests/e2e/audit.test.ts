import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { verifyChain } from '../../functions/domain/audit.ts';
import { hour, minute } from '../../functions/domain/time.ts';
import { sha256 } from '../../functions/runtime/sha256.ts';
import { localTables } from '../../local/aws/tables.ts';
import { begin, type Story } from './support/story.ts';

const finished = async (story: Story) => {
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  await story.clock.advanceBy(2 * hour);
  return requestId;
};

const verdict = async (story: Story, requestId: string) => {
  const { auditSeq, auditHash } = await story.record(requestId);
  return verifyChain(await story.audit.entries(requestId), sha256, { seq: auditSeq, hash: auditHash });
};

test('every transition of a request is in its chain, in order, and the chain holds', async () => {
  const story = await begin();
  const requestId = await finished(story);
  const entries = await story.audit.entries(requestId);
  assert.equal(
    entries.map(({ status }) => status),
    ['NEW', 'PENDING', 'APPROVED', 'GRANTING', 'GRANTED', 'REVOKING', 'ENDED'],
  );
  assert.equal(await verdict(story, requestId), { ok: true, entries: 7 });
  assert.equal((await story.record(requestId)).outbox, {});
  await story.close();
});

test('F67: the grant and the end name the AWS request ids of their calls, and the end its lateness', async () => {
  const story = await begin();
  const requestId = await finished(story);
  const entries = await story.audit.entries(requestId);
  const idsOf = (what: string) => {
    const targets = entries.find(entry => entry.what === what)?.detail?.targets as
      | { awsRequestIds?: string[] }[]
      | undefined;
    return targets?.flatMap(({ awsRequestIds = [] }) => awsRequestIds) ?? [];
  };
  const called = (name: string) =>
    story.aws.calls.filter(call => call.name === name).map(({ awsRequestId }) => awsRequestId);
  for (const id of called('iam:AddUserToGroup')) assert.ok(idsOf('granted').includes(id));
  for (const id of called('iam:RemoveUserFromGroup')) assert.ok(idsOf('ended').includes(id));
  assert.ok(called('iam:AddUserToGroup').length > 0);
  assert.ok(called('iam:RemoveUserFromGroup').length > 0);
  const ended = entries.find(({ what }) => what === 'ended');
  assert.type(ended?.detail?.latenessSeconds, 'number');
  await story.close();
});

test('F67: a grant that AWS took its time over names the calls of every attempt', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { project: 'platform', role: 'ReadOnly', duration: '1h' });
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(5 * minute);
  const granted = (await story.audit.entries(requestId)).find(({ what }) => what === 'granted');
  const named = JSON.stringify(granted?.detail);
  const created = story.aws.calls.filter(({ name }) => name === 'sso:CreateAccountAssignment');
  assert.is(created.length, 2);
  for (const { awsRequestId } of created) assert.ok(named.includes(awsRequestId), awsRequestId);
  await story.close();
});

test('a decision is on record with who, by which source, the rule and the catalog it was made by', async () => {
  const story = await begin();
  const requestId = await finished(story);
  const approval = (await story.audit.entries(requestId)).find(({ status }) => status === 'APPROVED');
  assert.is(approval?.by?.person, 'bob');
  assert.is(approval?.source, 'message');
  assert.match(String(approval?.detail?.rule), 'payments/DatabaseAdmin');
  assert.type(approval?.detail?.catalogHash, 'string');
  await story.close();
});

const tampered: [string, (story: Story, requestId: string) => Promise<void>][] = [
  [
    'an edited entry',
    async (story, requestId) => {
      const entry = (await story.audit.entries(requestId))[2];
      await story.store.put(localTables.audit, {
        ...entry,
        by: { person: 'carol', teamId: 'T0EXAMPLE', userId: 'U0CAROL' },
      });
    },
  ],
  [
    'a deleted entry',
    async (story, requestId) => {
      await story.dynamodb.call('deleteItem', {
        TableName: localTables.audit,
        Key: { requestId: { S: requestId }, seq: { N: '3' } },
      });
    },
  ],
  [
    'a chain without its last entries',
    async (story, requestId) => {
      await story.dynamodb.call('deleteItem', {
        TableName: localTables.audit,
        Key: { requestId: { S: requestId }, seq: { N: '7' } },
      });
    },
  ],
];

for (const [what, tamper] of tampered) {
  test(`F66: ${what} is detected`, async () => {
    const story = await begin();
    const requestId = await finished(story);
    await tamper(story, requestId);
    const checked = await verdict(story, requestId);
    assert.not.ok(checked.ok);
    await story.close();
  });
}

test('audit notes that could not be moved stand in the record until they are', async () => {
  const story = await begin();
  story.dynamodb.faults.fail(
    (action, input) => action === 'PutItem' && input.TableName === localTables.audit,
    3,
  );
  const requestId = await finished(story);
  assert.equal(await verdict(story, requestId), { ok: true, entries: 7 });
  await story.clock.advanceBy(minute);
  await story.close();
});

test.run();
