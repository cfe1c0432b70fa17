import type { Sha256 } from '../domain/audit.ts';
import { type Applied, type CatalogEntry, catalogChainId, catalogEntry } from '../domain/catalog-entry.ts';
import { CurfewError } from '../domain/errors.ts';
import { canonicalJson } from '../domain/json.ts';
import { readCatalogEntry } from './read/catalog-entry.ts';
import type { Store } from './store.ts';

/**
 * The chain of applied catalogs, in the audit: it tells a catalog that went back in time. Reading throws
 * `UnreadableRecord` for an entry that is not as its version says.
 */
export interface CatalogChain {
  /** In the order of their versions. */
  entries(): Promise<CatalogEntry[]>;
  /**
   * Appends what was put in force; repeats without harm. Throws `LedgerBehind` where another catalog of that version
   * stands, or a later one.
   */
  applied(applied: Applied): Promise<void>;
  /** Throws `LedgerBehind` when a version after this one was applied. One read. */
  requireCurrent(version: number): Promise<void>;
}

export const createCatalogChain = (store: Store, table: string, sha256: Sha256): CatalogChain => {
  const entries = async (): Promise<CatalogEntry[]> => {
    const items = await store.query(table, {
      where: '#id = :id',
      names: { '#id': 'requestId' },
      values: { ':id': catalogChainId },
    });
    return items.map(readCatalogEntry);
  };

  return {
    entries,

    async applied(applied) {
      const known = await entries();
      const last = known.at(-1);
      if (last?.seq === applied.version && last.catalogHash === applied.hash) return;
      if (last !== undefined && last.seq >= applied.version) throw behind(applied.version, last.seq);
      const entry = catalogEntry(applied, last?.hash ?? '', sha256);
      if (await store.insert(table, entry, 'requestId')) return;
      const there = await store.get(table, { requestId: catalogChainId, seq: entry.seq });
      if (canonicalJson(there) !== canonicalJson(entry)) throw behind(applied.version, entry.seq);
    },

    async requireCurrent(version) {
      const [last] = await store.query(table, {
        where: '#id = :id AND #seq > :version',
        names: { '#id': 'requestId', '#seq': 'seq' },
        values: { ':id': catalogChainId, ':version': version },
        limit: 1,
      });
      if (last !== undefined) throw behind(version, Number(last.seq));
    },
  };
};

const behind = (version: number, later: number): CurfewError =>
  new CurfewError(
    'LedgerBehind',
    `Version ${later} of access.yml was applied, and version ${version} is in force.`,
  );
