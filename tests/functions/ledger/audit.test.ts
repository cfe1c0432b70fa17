import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { verifyChain } from '../../../functions/domain/audit.ts';
import { sha256 } from '../../../functions/runtime/sha256.ts';
import { createLedger, note, recordOf } from './ledger.ts';

const withNotes = async (count: number) => {
  const ledger = await createLedger();
  const notes = Array.from({ length: count }, (_, index) => note(`thing ${index}`));
  await ledger.requests.create(
    recordOf('r-1', { outbox: Object.fromEntries(notes.map(each => [each.id, each])) }),
  );
  return { ...ledger, notes };
};

test('notes move into the chain in the order they happened', async () => {
  const { audit, requests, notes } = await withNotes(5);
  await audit.flush('r-1');
  const entries = await audit.entries('r-1');
  assert.equal(
    entries.map(({ what }) => what),
    notes.map(({ what }) => what),
  );
  assert.ok(verifyChain(entries, sha256).ok);
  const record = await requests.get('r-1');
  assert.equal(record?.outbox, {});
  assert.is(record?.auditSeq, 5);
  assert.is(record?.auditHash, entries.at(-1)?.hash);
});

test('moving the same notes from many places at once gives one chain', async () => {
  const { audit, requests } = await withNotes(5);
  await Promise.all(Array.from({ length: 10 }, () => audit.flush('r-1')));
  await audit.flush('r-1');
  const entries = await audit.entries('r-1');
  assert.is(entries.length, 5);
  assert.ok(verifyChain(entries, sha256).ok);
  assert.equal((await requests.get('r-1'))?.outbox, {});
});

test('a crash between the entry and the outbox is repaired by the next move', async () => {
  const { audit, dynamodb, requests } = await withNotes(3);
  dynamodb.faults.fail(action => action === 'UpdateItem', 1);
  await audit.flush('r-1').catch(() => undefined);
  assert.is(Object.keys((await requests.get('r-1'))?.outbox ?? {}).length, 3);
  await audit.flush('r-1');
  assert.is((await audit.entries('r-1')).length, 3);
  assert.equal((await requests.get('r-1'))?.outbox, {});
});

test('a note written while others are moved is not lost', async () => {
  const { audit, requests } = await withNotes(3);
  const late = note('late');
  await Promise.all([audit.flush('r-1'), requests.note('r-1', late)]);
  await audit.flush('r-1');
  assert.is((await audit.entries('r-1')).at(-1)?.what, 'late');
});

test('every request with a chain or an item is listed', async () => {
  const { audit, requests } = await withNotes(1);
  await audit.flush('r-1');
  await requests.create(recordOf('r-2'));
  assert.equal(await audit.requestIds(), ['r-1', 'r-2']);
});

test.run();
