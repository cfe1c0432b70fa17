import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deploymentOver } from '../../../cli/deployment.ts';
import type { CliDeps } from '../../../cli/port.ts';
import { run } from '../../../cli/run.ts';
import { hour, minute } from '../../../functions/domain/time.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { begin, type Story } from '../support/story.ts';
import { backup, lose } from '../support/tables.ts';

const access = 'alice has admin_RDS in 111111111111';

/** The command line over the tables of this story, with an operator's credentials. */
const curfew = async (story: Story, line: string) => {
  const printed: string[] = [];
  const deployment = deploymentOver(story.store, localTables, {
    check: async () => ({ ok: true }),
    holds: async () => (story.access().length > 0 ? 'yes' : 'no'),
    identity: async () => ({ accountId: '111111111111', arn: 'arn:aws:iam::111111111111:user/operator' }),
  });
  const deps: CliDeps = {
    out: text => printed.push(text),
    err: text => printed.push(text),
    readText: () => Promise.reject(new Error('no file is read')),
    deployment: async () => ({ found: deployment }),
    now: () => story.clock.now(),
  };
  const code = await run(line.split(' '), deps);
  return { code, printed: printed.join('\n') };
};

const granted = async (story: Story, duration = '4h'): Promise<string> => {
  const requestId = await story.ask('alice', { duration });
  await story.approve();
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

const verified = async (story: Story): Promise<void> => {
  const { code, printed } = await curfew(story, 'verify --all');
  assert.is(code, 0, printed);
};

test('F85: runbook, requests restored: the chain is right of what was granted since, and it ends on time', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { duration: '1h' });
  const restore = await backup(story, 'requests');
  await story.approve();
  assert.is(await story.status(requestId), 'GRANTED');
  await story.clock.advanceBy(10 * minute);
  await restore();
  await story.clock.advanceBy(20 * minute);
  const listed = await curfew(story, 'reconcile');
  assert.is(listed.code, 1);
  assert.match(listed.printed, `${requestId}: DatabaseAdmin in payments for alice; held back: behind`);
  assert.match(listed.printed, 'item:  PENDING');
  assert.match(listed.printed, 'chain: GRANTED, until');
  assert.match(listed.printed, 'in AWS now: yes');
  const agreed = await curfew(story, `reconcile ${requestId} --chain-is-right`);
  assert.is(agreed.code, 0, agreed.printed);
  assert.is(await story.status(requestId), 'GRANTED');
  await story.clock.advanceBy(hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await verified(story);
  await story.close();
});

test('F85: runbook, requests restored: what ended since is closed, and takes nothing away', async () => {
  const story = await begin();
  const old = await granted(story, '1h');
  const restore = await backup(story, 'requests');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(old), 'ENDED');
  await restore();
  await story.clock.advanceBy(20 * minute);
  assert.is((await curfew(story, 'reconcile --chain-is-right')).code, 0);
  await story.clock.advanceBy(20 * minute);
  assert.is(await story.status(old), 'ENDED');
  assert.is((await curfew(story, 'reconcile')).printed, 'Nothing is held back.');
  await verified(story);
  await story.close();
});

test('F85: runbook, requests and holders restored: access that only the chain knows is ended', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { duration: '4h' });
  const restore = [await backup(story, 'requests'), await backup(story, 'holdings')];
  await story.approve();
  await story.clock.advanceBy(10 * minute);
  for (const table of restore) await table();
  await story.clock.advanceBy(20 * minute);
  assert.equal(story.access(), [access]);
  assert.is((await curfew(story, `reconcile ${requestId} --end`)).code, 0);
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), []);
  assert.is(await story.status(requestId), 'ENDED');
  await verified(story);
  await story.close();
});

test('F83: runbook, holders lost or restored: nothing is to be agreed', async () => {
  const story = await begin();
  const requestId = await granted(story, '1h');
  await lose(story, 'holdings');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.is((await curfew(story, 'reconcile')).printed, 'Nothing is held back.');
  await verified(story);
  await story.close();
});

test('F87: runbook, a foreign entry in the audit: the item is right, and says who passed the entry over', async () => {
  const story = await begin();
  const requestId = await granted(story, '1h');
  const record = await story.record(requestId);
  const foreign = {
    requestId,
    seq: record.auditSeq + 1,
    v: 1,
    id: 'x',
    at: record.createdAt,
    what: 'ended',
    status: 'ENDED',
    source: 'message',
    previous: 'x',
    hash: 'y',
  };
  await story.store.put(localTables.audit, foreign);
  await story.clock.advanceBy(70 * minute);
  assert.equal(story.access(), [access], 'held back');
  assert.match((await curfew(story, 'reconcile')).printed, 'was edited, or entries are missing');
  const refused = await curfew(story, `reconcile ${requestId} --chain-is-right`);
  assert.is(refused.code, 1);
  assert.match(refused.printed, 'the chain does not tell the request');
  assert.is((await curfew(story, `reconcile ${requestId} --item-is-right`)).code, 0);
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), []);
  const entries = await story.audit.entries(requestId);
  assert.match(entries.map(({ what }) => what).join('\n'), 'arn:aws:iam::111111111111:user/operator');
  await verified(story);
  await story.close();
});

test('runbook, the audit lost: verify names each gap, and grants end on time', async () => {
  const story = await begin();
  const requestId = await granted(story, '1h');
  await lose(story, 'audit');
  const { code, printed } = await curfew(story, `verify ${requestId}`);
  assert.is(code, 1);
  assert.match(printed, 'entries are missing');
  await story.clock.advanceBy(2 * hour);
  assert.equal(story.access(), []);
  await story.close();
});

test.run();
