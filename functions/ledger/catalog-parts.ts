import type { Catalog, Project } from '../domain/catalog.ts';
import { CurfewError } from '../domain/errors.ts';
import type { CatalogHead, CatalogPart } from './read/catalog.ts';

/** A part as it is stored. */
export type PartItem = CatalogPart & { project: string };

/** A project's name contains neither `#` nor `/`. */
const peoplePart = '#people';
const accountsPart = '#accounts';

/**
 * Bytes of JSON, which is a little more than DynamoDB counts, and well below the 400 kB that an item may have.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
const fullAt = 200_000;
const mostBytes = 380_000;

type Sized<T> = { what: string; entry: T };

/** In order, as many together as fit; one empty piece when there is nothing. */
const inPieces = <T>(all: readonly Sized<T>[]): T[][] => {
  const pieces: T[][] = [[]];
  let used = 0;
  for (const { what, entry } of all) {
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    if (bytes > mostBytes) throw tooLarge(what, bytes);
    const fits = used === 0 || used + bytes <= fullAt;
    if (!fits) pieces.push([]);
    pieces.at(-1)?.push(entry);
    used = fits ? used + bytes : bytes;
  }
  return pieces;
};

const tooLarge = (what: string, bytes: number): CurfewError =>
  new CurfewError(
    'InvalidConfig',
    `${what} has ${Math.ceil(bytes / 1_000)} kB, and one entry of access.yml can have ${mostBytes / 1_000} kB. Split it. Nothing was changed.`,
  );

const entriesOf = <T>(what: string, all: Record<string, T>): Sized<[string, T]>[] =>
  Object.entries(all).map(entry => ({ what: `The ${what} ${entry[0]}`, entry }));

const projectParts = (project: Project): CatalogPart[] =>
  inPieces(project.roles.map(role => ({ what: `The role ${project.name}/${role.name}`, entry: role }))).map(
    roles => ({ content: { ...project, roles } }),
  );

/** The first has the bare name, the others a number after it. */
const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}/${index + 1}`);

/**
 * Everything but the head, each small enough for one item. Keys hold version and hash, so no part is ever overwritten.
 * Throws `InvalidConfig` for a single entry that is too large.
 */
export const partItems = (catalog: Catalog, version: number): [name: string, item: PartItem][] => {
  const sections: [name: string, parts: CatalogPart[]][] = [
    [
      peoplePart,
      inPieces(entriesOf('person', catalog.people)).map(all => ({ people: Object.fromEntries(all) })),
    ],
    [
      accountsPart,
      inPieces(entriesOf('account', catalog.accounts)).map(all => ({ accounts: Object.fromEntries(all) })),
    ],
    ...Object.values(catalog.projects).map((project): [string, CatalogPart[]] => [
      project.name,
      projectParts(project),
    ]),
  ];
  return sections.flatMap(([section, parts]) =>
    parts.map((part, index): [string, PartItem] => {
      const name = numbered(section, index);
      return [name, { ...part, project: `${name}@${version}-${catalog.hash.slice(0, 12)}` }];
    }),
  );
};

const numberIn = (name: string): number => Number(name.split('/')[1] ?? 1);

/** `items`: by their keys. Throws `InvalidConfig` when one is missing: a smaller catalog would be another one. */
export const assemble = (head: CatalogHead, items: ReadonlyMap<string, CatalogPart>): Catalog => {
  const { version, hash, settings } = head;
  const catalog: Catalog = { version, hash, settings, people: {}, accounts: {}, projects: {} };
  // DynamoDB keeps no order in a map, and roles have one.
  const names = Object.keys(head.parts).sort((a, b) => numberIn(a) - numberIn(b));
  for (const name of names) {
    const part = items.get(head.parts[name] ?? '');
    if (part === undefined) {
      throw new CurfewError('InvalidConfig', `The applied catalog lacks its part "${name}": apply it again.`);
    }
    Object.assign(catalog.people, part.people);
    Object.assign(catalog.accounts, part.accounts);
    if (part.content !== undefined) addRoles(catalog.projects, part.content);
  }
  return catalog;
};

const addRoles = (projects: Record<string, Project>, content: Project): void => {
  const before = Object.hasOwn(projects, content.name) ? (projects[content.name]?.roles ?? []) : [];
  projects[content.name] = { ...content, roles: [...before, ...content.roles] };
};
