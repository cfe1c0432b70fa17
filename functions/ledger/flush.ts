import { type AuditEntry, type AuditHead, nextEntry, type Sha256 } from '../domain/audit.ts';
import { CurfewError } from '../domain/errors.ts';
import { canonicalJson } from '../domain/json.ts';
import type { AuditNote, RequestRecord } from '../domain/record.ts';
import { readRequest } from './read/request.ts';
import type { Store } from './store.ts';

/** Others may move the same notes at the same time: whoever is overtaken starts over, at most this often. */
const attempts = 8;
/** Ids of moved notes that stay on the item: more than are written while an SDK tries a write again. */
const recentNotes = 16;

/** The `LedgerBehind` failure: which entry of a chain its request does not explain. */
export const ledgerBehind = (requestId: string, seq: number): CurfewError =>
  new CurfewError('LedgerBehind', `Entry ${seq} of ${requestId} is not explained by its item.`);

export type Flush = {
  /** Moves what waits in the outbox into the chain. Throws `LedgerBehind` for a foreign entry in the way. */
  flush(requestId: string): Promise<void>;
  /** The same for a record that was just read; answers it as it is then. No call when nothing waits. */
  flushed(record: RequestRecord): Promise<RequestRecord>;
};

export const createFlush = (
  store: Store,
  tables: { requests: string; audit: string },
  sha256: Sha256,
): Flush => {
  const read = async (requestId: string): Promise<RequestRecord | undefined> => {
    const item = await store.get(tables.requests, { requestId });
    return item && readRequest(item);
  };

  /**
   * Appends one of the waiting notes, or recognises one that an earlier attempt, or someone else, has appended. A note
   * is in the outbox before its entry exists and leaves it only with a head that moved, so an entry that was seen
   * before a read which still shows the old head is one of the notes of that read, or foreign.
   */
  const append = async (item: RequestRecord, waiting: AuditNote[], head: AuditHead): Promise<Appended> => {
    const { requestId } = item;
    const [first] = waiting;
    if (first === undefined) return 'overtaken';
    const entry = nextEntry(requestId, first, head, sha256);
    if (await store.insert(tables.audit, entry, 'requestId')) return { note: first, entry };
    const stored = await store.get(tables.audit, { requestId, seq: entry.seq });
    if (stored === undefined) return 'overtaken';
    const there = canonicalJson(stored);
    const isThere = (note: AuditNote) => canonicalJson(nextEntry(requestId, note, head, sha256)) === there;
    const moved = waiting.find(isThere);
    if (moved !== undefined) return { note: moved, entry: nextEntry(requestId, moved, head, sha256) };
    const fresh = await read(requestId);
    const isOurs =
      fresh === undefined || fresh.auditSeq !== item.auditSeq || Object.values(fresh.outbox).some(isThere);
    if (isOurs) return 'overtaken';
    throw ledgerBehind(requestId, entry.seq);
  };

  const pass = async (item: RequestRecord): Promise<RequestRecord | 'overtaken'> => {
    const { outbox, recent = [] } = item;
    const ids = Object.keys(outbox).sort();
    if (ids.length === 0) return item;
    // A write that took effect twice, before and after its note was moved, leaves the note here again.
    let waiting = ids.filter(id => !recent.includes(id)).map(id => outbox[id] as AuditNote);
    let head: AuditHead = { seq: item.auditSeq, hash: item.auditHash };
    const moved: string[] = [];
    while (waiting.length > 0) {
      const appended = await append(item, waiting, head);
      if (appended === 'overtaken') return 'overtaken';
      const { note, entry } = appended;
      waiting = waiting.filter(each => each !== note);
      moved.push(note.id);
      head = { seq: entry.seq, hash: entry.hash };
    }
    return moveHead(item, head, { moved, ids });
  };

  /** One write: the new head, the notes out, their ids kept. */
  const moveHead = async (
    { requestId, auditSeq, auditHash, recent = [] }: RequestRecord,
    head: AuditHead,
    { moved, ids }: { moved: string[]; ids: string[] },
  ): Promise<RequestRecord | 'overtaken'> => {
    const written = await store.update(
      tables.requests,
      { requestId },
      {
        set: [
          ['auditSeq', head.seq],
          ['auditHash', head.hash],
          ['recent', [...recent, ...moved].slice(-recentNotes)],
        ],
        remove: ids.map(id => ['outbox', id]),
        when: '#seq = :seen AND #hash = :hash',
        names: { '#seq': 'auditSeq', '#hash': 'auditHash' },
        values: { ':seen': auditSeq, ':hash': auditHash },
        own: 'repeats',
      },
    );
    return written.done ? readRequest(written.item) : 'overtaken';
  };

  const flushFrom = async (first: RequestRecord | undefined): Promise<RequestRecord | undefined> => {
    let item = first;
    for (let attempt = 0; attempt < attempts && item !== undefined; attempt += 1) {
      const after = await pass(item);
      if (after !== 'overtaken') return after;
      item = await read(item.requestId);
    }
    return item;
  };

  return {
    async flush(requestId) {
      await flushFrom(await read(requestId));
    },
    flushed: async record => (await flushFrom(record)) ?? record,
  };
};

type Appended = { note: AuditNote; entry: AuditEntry } | 'overtaken';
