import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readAuditEntry } from '../../../functions/ledger/read/audit-entry.ts';
import { readCatalogHead, readCatalogPart } from '../../../functions/ledger/read/catalog.ts';
import { readHolding } from '../../../functions/ledger/read/holding.ts';
import { readActive, readRequest } from '../../../functions/ledger/read/request.ts';
import type { Item } from '../../../functions/ledger/store.ts';
import { throwsNamed } from '../../../tooling/test/assert.ts';

const folder = join(import.meta.dirname, 'fixtures');
const versions = readdirSync(folder);

/** Which reader takes a stored item, by the first word of its file's name. */
const readers: Record<string, (item: Item) => object> = {
  request: readRequest,
  holding: readHolding,
  audit: readAuditEntry,
  'catalog-head': readCatalogHead,
  'catalog-people': readCatalogPart,
  'catalog-accounts': readCatalogPart,
  'catalog-project': readCatalogPart,
};
const readerOf = (file: string) => {
  const reader = Object.entries(readers).find(([start]) => file.startsWith(start))?.[1];
  if (reader === undefined) throw new Error(`${file} is no record that is read here`);
  return reader;
};
const itemIn = (version: string, file: string): Item =>
  JSON.parse(readFileSync(join(folder, version, file), 'utf8')) as Item;

/** Keys of the table and of its indexes are no part of a record. */
const keys = new Set(['requesterAccount', 'activeIn', 'project']);
const withoutKeys = (item: object): [string, unknown][] =>
  Object.entries(item)
    .filter(([key]) => !keys.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Fields that a record may lack. */
const optional: Record<string, readonly string[]> = {
  request: [
    'deadline',
    'askToken',
    'askSeq',
    'holdToken',
    'wake',
    'endedBy',
    'endReason',
    'endAskedAt',
    'extension',
    'endsBy',
    'grantedAt',
    'until',
    'warnAt',
    'endedAt',
    'outcome',
    'lastProblem',
    'heldBack',
    'recent',
    'dueShard',
    'due',
    'misses',
    'stopped',
  ],
  holding: ['leaseBy', 'leaseUntil', 'preexisting', 'pending', 'inherited', 'gone', 'goneAt'],
  audit: ['by', 'detail'],
  catalog: ['people', 'accounts', 'content'],
};

test('there is a stored item of each record and version', () => {
  assert.equal(versions, ['v1']);
  for (const version of versions) {
    const files = readdirSync(join(folder, version));
    for (const start of Object.keys(readers))
      assert.ok(
        files.some(file => file.startsWith(start)),
        start,
      );
  }
});

for (const version of versions) {
  for (const file of readdirSync(join(folder, version))) {
    const read = readerOf(file);
    const item = itemIn(version, file);

    test(`${version}/${file} is read as it was stored`, () => {
      assert.equal(withoutKeys(read(item)), withoutKeys(item));
    });

    test(`${version}/${file}: a field that is missing or of another kind is named`, () => {
      const may = optional[file.split('-')[0]?.replace('.json', '') ?? ''] ?? [];
      const fields = withoutKeys(item).map(([key]) => key);
      assert.ok(fields.length > 0);
      for (const field of fields) {
        const { [field]: _, ...lacking } = item;
        if (may.includes(field)) read(lacking);
        else throwsNamed(() => read(lacking), 'UnreadableRecord', field === 'v' ? 'version' : field);
        throwsNamed(
          () => read({ ...item, [field]: null }),
          'UnreadableRecord',
          field === 'v' ? 'version' : field,
        );
      }
    });
  }
}

for (const file of ['request-pending.json', 'holding.json', 'audit-entry.json', 'catalog-head.json']) {
  test(`${file} of a version that is not known yet is refused, and the refusal names it`, () => {
    throwsNamed(() => readerOf(file)({ ...itemIn('v1', file), v: 2 }), 'UnreadableRecord', 'version 2');
  });
}

test('what is wrong deep inside is named with its place', () => {
  const item = itemIn('v1', 'request-pending.json');
  const stages = [{ key: 'owners', need: 'one', from: [] }];
  throwsNamed(() => readRequest({ ...item, stages }), 'UnreadableRecord', '.stages[0].need is not a number');
});

test('a field that nobody knows is left out', () => {
  const item = itemIn('v1', 'holding.json');
  assert.not.ok('colour' in readHolding({ ...item, colour: 'red' }));
});

test('an active request is read as its index carries it', () => {
  const { requestId, status, project, role, requester, createdAt } = itemIn('v1', 'request-pending.json');
  const carried = { requestId, status, project, role, requester, createdAt };
  assert.equal(readActive(carried), { requestId, status, project, role, requester });
});

test.run();
