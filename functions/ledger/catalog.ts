import type { Catalog } from '../domain/catalog.ts';
import { assemble, partItems } from './catalog-parts.ts';
import { type CatalogHead, readCatalogHead, readCatalogPart } from './read/catalog.ts';
import type { Item, Store } from './store.ts';

/** The applied catalog in `projects`. */
export interface CatalogStore {
  /**
   * The catalog in force, or undefined when none was applied yet. One read when it has not changed since the last;
   * calls at the same moment share it. Throws `InvalidConfig` when a part is missing, `UnreadableRecord` for a version
   * that this build does not know.
   */
  load(): Promise<Catalog | undefined>;
  /**
   * Puts a catalog in force, whole or not at all. `expectVersion`: the version it was planned against, undefined for
   * none. The new version is `catalog.version`, or the next one if that is later. `conflict`: another apply came in
   * between. Throws `InvalidConfig` for an entry that no item of the table can hold.
   */
  save(catalog: Catalog, expectVersion: number | undefined): Promise<'saved' | 'conflict'>;
}

/** The item that says which parts are in force. A project's name cannot contain `#`. */
const headKey = '#catalog';

/**
 * Parts are stored under `name@hash of the catalog` and never change; swapping the head item puts all of them in force
 * at once, so a reader never sees half of an apply.
 */
export const createCatalogStore = (store: Store, table: string): CatalogStore => {
  let cached: Catalog | undefined;
  let loading: Promise<Catalog | undefined> | undefined;

  const read = async (): Promise<Catalog | undefined> => {
    const item = await store.get(table, { project: headKey });
    if (item === undefined) return undefined;
    const head = readCatalogHead(item);
    if (cached?.hash === head.hash && cached.version === head.version) return cached;
    const keys = Object.values(head.parts).map(project => ({ project }));
    const parts = await store.getMany(table, keys);
    cached = assemble(head, new Map(parts.map(part => [String(part.project), readCatalogPart(part)])));
    return cached;
  };

  return {
    load() {
      loading ??= read().finally(() => {
        loading = undefined;
      });
      return loading;
    },

    async save(catalog, expectVersion) {
      const version = Math.max(catalog.version, (expectVersion ?? 0) + 1);
      const items = partItems(catalog, version);
      await Promise.all(items.map(([, item]) => store.put(table, item)));
      const write = store.newId();
      const own = (item: Item) => item.write === write;
      const head: CatalogHead & { project: string; write: string } = {
        project: headKey,
        write,
        v: 1,
        version,
        hash: catalog.hash,
        settings: catalog.settings,
        parts: Object.fromEntries(items.map(([name, { project }]) => [name, project])),
      };
      if (expectVersion === undefined) {
        return (await store.insert(table, head, 'project', own)) ? 'saved' : 'conflict';
      }
      const { project: _, ...fields } = head;
      const written = await store.update(
        table,
        { project: headKey },
        {
          set: Object.entries(fields),
          own,
          when: '#version = :seen',
          names: { '#version': 'version' },
          values: { ':seen': expectVersion },
        },
      );
      return written.done ? 'saved' : 'conflict';
    },
  };
};
