import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCatalog } from '../../catalog/load.ts';
import { deploymentOver } from '../../cli/deployment.ts';
import { classOf, dueOn } from '../../functions/domain/due.ts';
import type { Status } from '../../functions/domain/status.ts';
import { type Iso, toIso } from '../../functions/domain/time.ts';
import { createAudit } from '../../functions/ledger/audit.ts';
import { createRequests } from '../../functions/ledger/requests.ts';
import { createStore } from '../../functions/ledger/store.ts';
import { sha256 } from '../../functions/runtime/sha256.ts';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { createTables, localTables } from '../../local/aws/tables.ts';
import { now, record } from '../functions/domain/fixtures.ts';

const tables = async () => {
  const { client } = createDynamoDb();
  await createTables(client);
  const store = createStore(client);
  return {
    deployment: deploymentOver(store, localTables, {
      check: async () => ({ ok: true }),
      holds: async () => 'no',
      identity: async () => ({ accountId: '111111111111', arn: 'arn' }),
    }),
    requests: createRequests(store, localTables.requests),
    audit: createAudit(store, localTables, sha256),
  };
};
const example = () => {
  const loaded = loadCatalog(readFileSync('access.example.yml', 'utf8'), 'access.example.yml', {
    version: 1,
    sha256,
  });
  if (!loaded.ok) throw new Error('The example is not sound.');
  return loaded.catalog;
};

test('what is applied is what is loaded, version and hash included', async () => {
  const { deployment } = await tables();
  assert.is(await deployment.catalog.load(), undefined);
  assert.is(await deployment.catalog.save(example(), undefined), 'saved');
  assert.equal(await deployment.catalog.load(), example());
});

test('the live requests are those that may have access, whenever they are due', async () => {
  const { deployment, requests } = await tables();
  const all: [id: string, status: Status, at: Iso][] = [
    ['r-new', 'NEW', toIso(now)],
    ['r-granted', 'GRANTED', toIso(Date.UTC(2099, 0, 1))],
    ['r-stuck', 'STUCK', toIso(now)],
  ];
  for (const [requestId, status, at] of all) {
    await requests.create(record({ requestId, status, dueShard: 3, due: dueOn(classOf(status), at) }));
  }
  const live = await deployment.liveRequests();
  assert.equal(live.map(({ requestId }) => requestId).sort(), ['r-granted', 'r-stuck']);
});

test('the audit of every request is found, with its head', async () => {
  const { deployment, requests, audit } = await tables();
  await deployment.catalog.save(example(), undefined);
  const note = { id: 'n-1', at: toIso(now), what: 'requested', status: 'NEW', source: 'shortcut' } as const;
  await requests.create(record({ requestId: 'r-2', outbox: { [note.id]: note } }));
  await requests.create(record({ requestId: 'r-1', status: 'ENDED', project: 'platform' }));
  await audit.flush('r-2');
  assert.equal(await deployment.audit.requestIds(), ['r-1', 'r-2']);
  const [entry] = await deployment.audit.entries('r-2');
  const item = await deployment.request('r-2');
  assert.equal([item?.auditSeq, item?.auditHash], [1, entry?.hash]);
  assert.is(await deployment.request('r-9'), undefined);
});

test('the command runs as it is installed, from any folder', () => {
  const script = new URL('../../cli/curfew.mjs', import.meta.url).pathname;
  const started = spawnSync(process.execPath, [script, 'plan'], { cwd: '/', encoding: 'utf8' });
  assert.is(started.status, 1);
  assert.match(started.stderr, 'There is no file access.yml.');
});

test.run();
