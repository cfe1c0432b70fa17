import type { Catalog } from '../domain/catalog.ts';
import { CurfewError } from '../domain/errors.ts';
import { type CatalogHead, type CatalogPart, readCatalogHead, readCatalogPart } from './read/catalog.ts';
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
   * between.
   */
  save(catalog: Catalog, expectVersion: number | undefined): Promise<'saved' | 'conflict'>;
}

/** The item that says which parts are in force. A project's name cannot contain `#`. */
const headKey = '#catalog';

type PartItem = CatalogPart & { project: string };

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
      await Promise.all(items.map(item => store.put(table, item)));
      const write = store.newId();
      const own = (item: Item) => item.write === write;
      const head: CatalogHead & { project: string; write: string } = {
        project: headKey,
        write,
        v: 1,
        version,
        hash: catalog.hash,
        settings: catalog.settings,
        accounts: catalog.accounts,
        parts: Object.fromEntries(items.map(item => [item.project.split('@')[0] ?? '', item.project])),
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

const peoplePart = '#people';

const partItems = (catalog: Catalog, version: number): PartItem[] => {
  const key = (name: string) => `${name}@${version}-${catalog.hash.slice(0, 12)}`;
  return [
    { project: key(peoplePart), people: catalog.people },
    ...Object.values(catalog.projects).map(content => ({ project: key(content.name), content })),
  ];
};

const assemble = (head: CatalogHead, items: Map<string, CatalogPart>): Catalog => {
  const part = (name: string): CatalogPart => {
    const item = items.get(head.parts[name] ?? '');
    if (item === undefined) {
      throw new CurfewError('InvalidConfig', `The applied catalog lacks its part "${name}": apply it again.`);
    }
    return item;
  };
  const names = Object.keys(head.parts).filter(name => name !== peoplePart);
  const projects = names.map(name => part(name).content).filter(content => content !== undefined);
  return {
    version: head.version,
    hash: head.hash,
    settings: head.settings,
    accounts: head.accounts,
    people: part(peoplePart).people ?? {},
    projects: Object.fromEntries(projects.map(project => [project.name, project])),
  };
};
