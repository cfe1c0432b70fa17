import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Catalog } from '../../../functions/domain/catalog.ts';
import { createCatalogStore } from '../../../functions/ledger/catalog.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { exampleCatalog } from '../../e2e/support/story.ts';
import { createLedger } from './ledger.ts';

const example = await exampleCatalog();
const changed = (hash: string): Catalog => ({
  ...example,
  hash,
  projects: { payments: example.projects.payments } as Catalog['projects'],
});

test('before the first apply there is no catalog', async () => {
  const { catalog } = await createLedger();
  assert.is(await catalog.load(), undefined);
});

test('what was saved is what is loaded', async () => {
  const { catalog } = await createLedger();
  assert.is(await catalog.save(example, undefined), 'saved');
  assert.equal(await catalog.load(), { ...example, version: 1 });
});

test('two applies planned against the same version: the second is a conflict and changes nothing', async () => {
  const { catalog } = await createLedger();
  await catalog.save(example, undefined);
  assert.is(await catalog.save(changed('b'), 1), 'saved');
  assert.is(await catalog.save(changed('c'), 1), 'conflict');
  assert.is((await catalog.load())?.hash, 'b');
  assert.is(await catalog.save(example, undefined), 'conflict');
});

test('a reader in another process sees a new catalog at once, whole', async () => {
  const { catalog, store } = await createLedger();
  const other = createCatalogStore(store, localTables.projects);
  await catalog.save(example, undefined);
  assert.equal(Object.keys((await other.load())?.projects ?? {}).sort(), ['payments', 'platform']);
  await catalog.save(changed('b'), 1);
  assert.equal(Object.keys((await other.load())?.projects ?? {}), ['payments']);
});

test('an unchanged catalog costs one read, however many ask at once', async () => {
  const { catalog, dynamodb } = await createLedger();
  await catalog.save(example, undefined);
  await catalog.load();
  const before = dynamodb.counts.GetItem ?? 0;
  const batches = dynamodb.counts.BatchGetItem ?? 0;
  await Promise.all([catalog.load(), catalog.load(), catalog.load()]);
  assert.is((dynamodb.counts.GetItem ?? 0) - before, 1);
  assert.is(dynamodb.counts.BatchGetItem ?? 0, batches);
});

test('a catalog with a part missing is an error that says what to do, not a smaller catalog', async () => {
  const { catalog, store, dynamodb } = await createLedger();
  await catalog.save(example, undefined);
  const { Items = [] } = (await dynamodb.call('scan', { TableName: localTables.projects })) as {
    Items?: { project: { S: string } }[];
  };
  const part = Items.map(({ project }) => project.S).find(key => key.startsWith('payments@'));
  await dynamodb.call('deleteItem', { TableName: localTables.projects, Key: { project: { S: part ?? '' } } });
  const fresh = createCatalogStore(store, localTables.projects);
  let message = '';
  await fresh.load().catch((error: Error) => {
    message = error.message;
  });
  assert.match(message, 'payments');
  assert.match(message, 'apply it again');
});

test.run();
