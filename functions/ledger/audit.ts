import { type AuditEntry, type Sha256, unproven, verifyChain } from '../domain/audit.ts';
import { catalogChainId } from '../domain/catalog-entry.ts';
import { CurfewError } from '../domain/errors.ts';
import type { Chain } from '../domain/lost-request.ts';
import type { RequestRecord } from '../domain/record.ts';
import { createFlush, ledgerBehind } from './flush.ts';
import { readAuditEntry } from './read/audit-entry.ts';
import { readRequest } from './read/request.ts';
import type { Store } from './store.ts';

/** The audit's chains. Reading throws `UnreadableRecord` for an item that is not as its version says. */
export interface Audit {
  /** In order of their sequence. */
  entries(requestId: string): Promise<AuditEntry[]>;
  /** The same, and whether each follows from the one before it. */
  chain(requestId: string): Promise<Chain>;
  /** Every request that has a chain or an item, sorted. Scans both tables: for operators' commands. */
  requestIds(): Promise<string[]>;
  /**
   * Moves the notes in the request's outbox into the chain. Notes are written in the same write as the transition they
   * describe, so none is lost; moving them twice, or from two places at once, gives the same chain. Throws
   * `LedgerBehind` when an entry that is none of these notes stands in the way.
   */
  flush(requestId: string): Promise<void>;
  /**
   * Throws `LedgerBehind` when the chain holds an entry that the item does not explain. One read where nothing waits in
   * the outbox. `record`: as just read.
   */
  requireCurrent(record: RequestRecord): Promise<void>;
  /** As `requireCurrent`, for the whole chain, in which every decision that the record counts must stand. */
  requireDecided(record: RequestRecord): Promise<void>;
}

/** How often others may move the same request's notes before this gives up for now. */
const attempts = 8;

export const createAudit = (
  store: Store,
  tables: { requests: string; audit: string },
  sha256: Sha256,
): Audit => {
  const { flush, flushed } = createFlush(store, tables, sha256);

  const read = async (requestId: string): Promise<RequestRecord | undefined> => {
    const item = await store.get(tables.requests, { requestId });
    return item && readRequest(item);
  };

  const entries = async (requestId: string): Promise<AuditEntry[]> => {
    const items = await store.query(tables.audit, {
      where: '#id = :id',
      names: { '#id': 'requestId' },
      values: { ':id': requestId },
    });
    return items.map(readAuditEntry);
  };

  /** The entry was seen before this read of the item: what the item does not explain now, it never will. */
  const explained = async (requestId: string, seq: number): Promise<boolean> => {
    await flush(requestId);
    const item = await read(requestId);
    return item === undefined || item.auditSeq >= seq;
  };

  return {
    entries,
    flush,

    async chain(requestId) {
      const all = await entries(requestId);
      return { entries: all, sound: verifyChain(all, sha256).ok };
    },

    async requestIds() {
      const found = await Promise.all([
        store.scan(tables.audit, ['requestId']),
        store.scan(tables.requests, ['requestId']),
      ]);
      const ids = new Set(found.flat().map(item => String(item.requestId)));
      ids.delete(catalogChainId);
      return [...ids].sort();
    },

    async requireCurrent(record) {
      const { requestId } = record;
      const next = (await flushed(record)).auditSeq + 1;
      const entry = await store.get(tables.audit, { requestId, seq: next });
      if (entry !== undefined && !(await explained(requestId, next))) throw ledgerBehind(requestId, next);
    },

    async requireDecided(record) {
      const { requestId } = record;
      let current = await flushed(record);
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const chain = await entries(requestId);
        if (endsAt(chain, current)) return requireProven(chain, current);
        const fresh = await read(requestId);
        if (fresh === undefined || hasStoppedAt(fresh, current)) break;
        current = await flushed(fresh);
      }
      throw ledgerBehind(requestId, current.auditSeq + 1);
    },
  };
};

const endsAt = (chain: AuditEntry[], { auditSeq, auditHash }: RequestRecord): boolean =>
  chain.length === auditSeq && (chain.at(-1)?.hash ?? '') === auditHash;

/** Nothing moved since, and nothing waits to be moved. */
const hasStoppedAt = (fresh: RequestRecord, { auditSeq }: RequestRecord): boolean =>
  fresh.auditSeq === auditSeq && Object.keys(fresh.outbox).length === 0;

const requireProven = (chain: AuditEntry[], record: RequestRecord): void => {
  const [problem] = unproven(chain, record);
  if (problem !== undefined) throw new CurfewError('LedgerBehind', `${record.requestId}: ${problem}`);
};
