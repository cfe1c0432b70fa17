import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Catalog } from '../../../functions/domain/catalog.ts';
import { createCatalogStore } from '../../../functions/ledger/catalog.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { rejectsNamed } from '../../../tooling/test/assert.ts';
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

const numbered = <T>(count: number, entry: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => entry(index));
const named = <T extends { name: string }>(all: T[]): Record<string, T> =>
  Object.fromEntries(all.map(each => [each.name, each]));

const large = (): Catalog => {
  const { alice } = example.people;
  const { production } = example.accounts;
  const { payments } = example.projects;
  const [role] = payments?.roles ?? [];
  const [target] = role?.targets ?? [];
  if (!(alice && production && payments && role && target)) throw new Error('the example lacks something');
  const targets = numbered(50, index => ({ ...target, group: `group-${index}-${'x'.repeat(60)}` }));
  const roles = numbered(60, index => ({ ...role, name: `Role${index}`, targets }));
  return {
    ...example,
    hash: 'large',
    people: named(
      numbered(20_000, index => ({
        ...alice,
        name: `person-${index}`,
        email: `person-${index}@example.com`,
      })),
    ),
    accounts: named(numbered(1_000, index => ({ ...production, name: `account-${index}` }))),
    projects: { ...example.projects, payments: { ...payments, roles } },
  };
};

type ScanPage = { Items?: { project: { S: string } }[]; LastEvaluatedKey?: object };

const itemsIn = async ({ dynamodb }: Awaited<ReturnType<typeof createLedger>>) => {
  const found: { key: string; bytes: number }[] = [];
  let from: object | undefined;
  do {
    const page: ScanPage = await dynamodb.call('scan', {
      TableName: localTables.projects,
      ...(from && { ExclusiveStartKey: from }),
    });
    for (const item of page.Items ?? [])
      found.push({ key: item.project.S, bytes: Buffer.byteLength(JSON.stringify(item)) });
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
};

test('20,000 people, 1,000 accounts and a project of 3,000 targets are loaded as they were saved', async () => {
  const ledger = await createLedger();
  const catalog = large();
  assert.is(await ledger.catalog.save(catalog, undefined), 'saved');
  const other = createCatalogStore(ledger.store, localTables.projects);
  assert.equal(await other.load(), { ...catalog, version: 1 });
});

test('no part of a large catalog comes near the 400 kB of an item, and the head stays small', async () => {
  const ledger = await createLedger();
  await ledger.catalog.save(large(), undefined);
  const items = await itemsIn(ledger);
  for (const prefix of ['#people@', '#people/2@', '#accounts/2@', 'payments@', 'payments/3@'])
    assert.ok(
      items.some(({ key }) => key.startsWith(prefix)),
      prefix,
    );
  // As it goes over the wire each value also carries its type: about half as much again.
  for (const { key, bytes } of items) assert.ok(bytes < 400_000, `${key} has ${bytes} bytes`);
  const head = items.find(({ key }) => key === '#catalog');
  assert.ok(head !== undefined && head.bytes < 4_096, `the head has ${head?.bytes} bytes`);
});

test('a large catalog is fetched once, in a few batches; from then on it costs one read', async () => {
  const { catalog, store, dynamodb } = await createLedger();
  await catalog.save(large(), undefined);
  const cold = createCatalogStore(store, localTables.projects);
  const counts = () => [dynamodb.counts.GetItem ?? 0, dynamodb.counts.BatchGetItem ?? 0] as const;
  const [reads, batches] = counts();
  await cold.load();
  const [readsCold, batchesCold] = counts();
  assert.is(readsCold - reads, 1);
  assert.ok(batchesCold - batches >= 1 && batchesCold - batches <= 5);
  await cold.load();
  assert.equal(counts(), [readsCold + 1, batchesCold]);
});

test('a role that no item can hold is refused by its name, and nothing is changed', async () => {
  const { catalog } = await createLedger();
  await catalog.save(example, undefined);
  const { payments } = example.projects;
  const [role] = payments?.roles ?? [];
  if (payments === undefined || role === undefined) throw new Error('the example lacks a role');
  const roles = [{ ...role, name: 'Endless', description: 'x'.repeat(400_000) }];
  await rejectsNamed(
    catalog.save({ ...example, hash: 'b', projects: { payments: { ...payments, roles } } }, 1),
    'InvalidConfig',
    'The role payments/Endless',
  );
  assert.is((await catalog.load())?.hash, example.hash);
});

test.run();
