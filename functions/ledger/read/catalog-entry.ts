import { type CatalogEntry, catalogChainId } from '../../domain/catalog-entry.ts';
import type { Item } from '../store.ts';
import { number, oneOf, shape, text, time, versioned } from './fields.ts';

const version1 = shape<CatalogEntry>({
  v: oneOf(1),
  requestId: oneOf(catalogChainId),
  seq: number,
  at: time,
  catalogHash: text,
  previous: text,
  hash: text,
});

const read = versioned<CatalogEntry>('applied catalog', { 1: version1 });

/** An entry of the chain of catalogs as its version says. Throws `UnreadableRecord` naming entry and field. */
export const readCatalogEntry = (item: Item): CatalogEntry =>
  read(item, `audit entry ${String(item.seq)} of ${catalogChainId}`);
