import type { AuditNote, RequestRecord } from '../domain/record.ts';
import type { Item, Store } from './store.ts';

/** One link of a request's chain: `hash` covers everything else, `previous` included. */
export type AuditEntry = AuditNote & { requestId: string; seq: number; previous: string; hash: string };

export interface Audit {
  /** In order of their sequence. */
  entries(requestId: string): Promise<AuditEntry[]>;
  /**
   * Moves the notes in the request's outbox into the chain. Notes are written in the same write as the transition they
   * describe, so none is lost; moving them twice, or from two places at once, gives the same chain.
   */
  flush(requestId: string): Promise<void>;
}

/** Hash of an entry without its hash, given the one before it. */
export type ChainHash = (entry: Omit<AuditEntry, 'hash'>) => string;

export const createAudit = (
  store: Store,
  tables: { requests: string; audit: string },
  chainHash: ChainHash,
): Audit => {
  const append = async (requestId: string, seq: number, previous: string, note: AuditNote) => {
    const unhashed = { ...note, requestId, seq, previous };
    const entry: AuditEntry = { ...unhashed, hash: chainHash(unhashed) };
    if (await store.insert(tables.audit, entry as Item, 'requestId')) return entry;
    const there = (await store.get(tables.audit, { requestId, seq })) as AuditEntry | undefined;
    return there?.id === note.id ? there : undefined;
  };

  return {
    async entries(requestId) {
      const items = await store.query(tables.audit, {
        where: '#id = :id',
        names: { '#id': 'requestId' },
        values: { ':id': requestId },
      });
      return items as AuditEntry[];
    },

    async flush(requestId) {
      const item = await store.get(tables.requests, { requestId });
      if (item === undefined) return;
      const { outbox, auditSeq, auditHash } = item as unknown as RequestRecord;
      let head = { seq: auditSeq, hash: auditHash };
      for (const note of outbox) {
        const entry = await append(requestId, head.seq + 1, head.hash, note);
        if (entry === undefined) return;
        head = { seq: entry.seq, hash: entry.hash };
      }
      if (outbox.length === 0) return;
      await store.update(
        tables.requests,
        { requestId },
        {
          set: [
            ['auditSeq', head.seq],
            ['auditHash', head.hash],
          ],
          remove: outbox.map((_, index) => ['outbox', index]),
          when: '#seq = :seen',
          names: { '#seq': 'auditSeq' },
          values: { ':seen': auditSeq },
        },
      );
    },
  };
};
