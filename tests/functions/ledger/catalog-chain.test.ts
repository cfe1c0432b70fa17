import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CatalogEntry, verifyCatalogs } from '../../../functions/domain/catalog-entry.ts';
import { createCatalogChain } from '../../../functions/ledger/catalog-chain.ts';
import { sha256 } from '../../../functions/runtime/sha256.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { rejectsNamed } from '../../../tooling/test/assert.ts';
import { at, createLedger } from './ledger.ts';

const applied = (version: number, hash = `h${version}`) => ({ version, hash, at: at(version) });

const begin = async (...versions: number[]) => {
  const ledger = await createLedger();
  const chain = createCatalogChain(ledger.store, localTables.audit, sha256);
  for (const version of versions) await chain.applied(applied(version));
  return { ...ledger, chain };
};

test('applied catalogs make a chain, and saying one again changes nothing', async () => {
  const { chain } = await begin(1, 2, 5);
  await chain.applied(applied(5));
  const entries = await chain.entries();
  assert.equal(
    entries.map(({ seq }) => seq),
    [1, 2, 5],
  );
  assert.ok(verifyCatalogs(entries, { version: 5, hash: 'h5' }, sha256).ok);
});

test('F85: a catalog is current as long as none was applied after it', async () => {
  const { chain } = await begin(1, 2);
  await chain.requireCurrent(2);
  await rejectsNamed(chain.requireCurrent(1), 'LedgerBehind', 'Version 2 of access.yml was applied');
  await (await begin()).chain.requireCurrent(1);
});

test('another catalog under a version that stands already, or an earlier one, is refused', async () => {
  const { chain } = await begin(1, 2);
  await rejectsNamed(chain.applied(applied(2, 'other')), 'LedgerBehind');
  await rejectsNamed(chain.applied(applied(1)), 'LedgerBehind');
});

test('the chain of catalogs is no request', async () => {
  const { audit } = await begin(1);
  assert.equal(await audit.requestIds(), []);
});

test('an answer that was lost makes no second entry', async () => {
  const { chain, dynamodb } = await begin(1);
  const planned = dynamodb.faults.loseAnswer(action => action === 'PutItem', 1);
  await chain.applied(applied(2));
  assert.is(planned.struck, 1);
  assert.is((await chain.entries()).length, 2);
});

const tampered: [what: string, change: (entries: CatalogEntry[]) => CatalogEntry[], problem: string][] = [
  [
    'an edited entry',
    ([one, ...rest]) => [{ ...(one as CatalogEntry), catalogHash: 'x' }, ...rest],
    'was edited',
  ],
  ['a missing entry', ([one, , ...rest]) => [one as CatalogEntry, ...rest], 'does not follow'],
  ['a cut end', entries => entries.slice(0, -1), 'is not the one that was applied'],
];
for (const [what, change, problem] of tampered) {
  test(`F66: ${what} in the chain of catalogs is detected`, async () => {
    const { chain } = await begin(1, 2, 3);
    const verdict = verifyCatalogs(change(await chain.entries()), { version: 3, hash: 'h3' }, sha256);
    assert.not.ok(verdict.ok);
    assert.match(verdict.ok ? '' : verdict.problem, problem);
  });
}

test.run();
