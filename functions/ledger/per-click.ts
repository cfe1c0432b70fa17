import type { CatalogStore } from './catalog.ts';

/** A store whose `load` is read once for each click. */
export type ClickCatalog = CatalogStore & {
  /** A new click begins: what it reads is read afresh. */
  forget(): void;
};

/**
 * One reading of the catalog for all that one click does: whoever clicked, what the rules say and what is shown come
 * from the same rules, for the price of one read.
 */
export const perClick = (catalog: CatalogStore): ClickCatalog => {
  let reading: ReturnType<CatalogStore['load']> | undefined;
  return {
    load() {
      reading ??= catalog.load();
      return reading;
    },
    save: (next, expectVersion) => catalog.save(next, expectVersion),
    forget() {
      reading = undefined;
    },
  };
};
