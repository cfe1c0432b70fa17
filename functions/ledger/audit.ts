import { type AuditEntry, type AuditHead, nextEntry, type Sha256 } from '../domain/audit.ts';
import type { AuditNote } from '../domain/record.ts';
import { readAuditEntry } from './read/audit-entry.ts';
import { readRequest } from './read/request.ts';
import type { Store } from './store.ts';

/** The audit's chains. Reading throws `UnreadableRecord` for an item that is not as its version says. */
export interface Audit {
  /** In order of their sequence. */
  entries(requestId: string): Promise<AuditEntry[]>;
  /** Every request that has a chain or an item, sorted. Scans both tables: for operators' commands. */
  requestIds(): Promise<string[]>;
  /**
   * Moves the notes in the request's outbox into the chain. Notes are written in the same write as the transition they
   * describe, so none is lost; moving them twice, or from two places at once, gives the same chain.
   */
  flush(requestId: string): Promise<void>;
}

export const createAudit = (
  store: Store,
  tables: { requests: string; audit: string },
  sha256: Sha256,
): Audit => {
  const append = async (requestId: string, note: AuditNote, head: AuditHead) => {
    const entry = nextEntry(requestId, note, head, sha256);
    if (await store.insert(tables.audit, entry, 'requestId')) return entry;
    const key = { requestId, seq: entry.seq };
    const item = await store.get(tables.audit, key);
    const there = item && readAuditEntry(item);
    return there?.id === note.id ? there : undefined;
  };

  return {
    async entries(requestId) {
      const items = await store.query(tables.audit, {
        where: '#id = :id',
        names: { '#id': 'requestId' },
        values: { ':id': requestId },
      });
      return items.map(readAuditEntry);
    },

    async requestIds() {
      const found = await Promise.all([
        store.scan(tables.audit, ['requestId']),
        store.scan(tables.requests, ['requestId']),
      ]);
      return [...new Set(found.flat().map(item => String(item.requestId)))].sort();
    },

    async flush(requestId) {
      const item = await store.get(tables.requests, { requestId });
      if (item === undefined) return;
      const { outbox, auditSeq, auditHash } = readRequest(item);
      let head: AuditHead = { seq: auditSeq, hash: auditHash };
      const notes = Object.values(outbox).sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const note of notes) {
        const entry = await append(requestId, note, head);
        if (entry === undefined) return;
        head = { seq: entry.seq, hash: entry.hash };
      }
      if (notes.length === 0) return;
      await store.update(
        tables.requests,
        { requestId },
        {
          set: [
            ['auditSeq', head.seq],
            ['auditHash', head.hash],
          ],
          remove: notes.map(note => ['outbox', note.id]),
          when: '#seq = :seen',
          names: { '#seq': 'auditSeq' },
          values: { ':seen': auditSeq },
        },
      );
    },
  };
};
