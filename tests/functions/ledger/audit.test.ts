import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { auditStart, nextEntry, verifyChain } from '../../../functions/domain/audit.ts';
import type { AuditNote } from '../../../functions/domain/record.ts';
import { sha256 } from '../../../functions/runtime/sha256.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { rejectsNamed } from '../../../tooling/test/assert.ts';
import { at, createLedger, note, recordOf } from './ledger.ts';

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

const foreign = (id: string, what: string): AuditNote => ({
  id,
  at: at(0),
  what,
  status: 'APPROVED',
  source: 'message',
});

test('F87: an entry of somebody else under the id of our next note is not taken for it', async () => {
  const { audit, requests, store, notes } = await withNotes(2);
  const entry = nextEntry('r-1', foreign(notes[0]?.id ?? '', 'approve by nobody'), auditStart, sha256);
  await store.put(localTables.audit, entry);
  await rejectsNamed(audit.flush('r-1'), 'LedgerBehind', 'Entry 1 of r-1');
  assert.is((await requests.get('r-1'))?.auditSeq, 0);
});

test('F87: an entry that differs from our note in a field that is not read is not taken for it', async () => {
  const { audit, store, notes } = await withNotes(1);
  const entry = nextEntry('r-1', notes[0] as AuditNote, auditStart, sha256);
  await store.put(localTables.audit, { ...entry, extra: 'hidden' });
  await rejectsNamed(audit.flush('r-1'), 'LedgerBehind');
});

test('F87: a foreign entry in the way of a chain is an error, and not a chain that stops', async () => {
  const { audit, requests, store } = await withNotes(1);
  await audit.flush('r-1');
  const record = await requests.get('r-1');
  const head = { seq: 1, hash: record?.auditHash ?? '' };
  await store.put(localTables.audit, nextEntry('r-1', foreign('x', 'ended'), head, sha256));
  await requests.note('r-1', note('ours'));
  await rejectsNamed(audit.flush('r-1'), 'LedgerBehind', 'Entry 2 of r-1');
});

test('F88: a crash between entry and outbox, then a click that was read earlier: the chain is whole', async () => {
  const { audit, dynamodb, requests } = await withNotes(3);
  const planned = dynamodb.faults.fail(action => action === 'UpdateItem', 1);
  await audit.flush('r-1').catch(() => undefined);
  assert.is(planned.struck, 1);
  await requests.note('r-1', { ...note('early'), id: '000000 early' });
  await audit.flush('r-1');
  const entries = await audit.entries('r-1');
  assert.equal(entries.map(({ what }) => what).sort(), ['early', 'thing 0', 'thing 1', 'thing 2']);
  assert.ok(verifyChain(entries, sha256).ok);
  assert.equal((await requests.get('r-1'))?.outbox, {});
});

test.run();
