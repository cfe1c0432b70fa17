import { type Import, resolved, type Source } from './source.ts';

/** Who may import what. Each wall names the files it stands around and says why an import breaks it. */
export interface Wall {
  name: string;
  around: (path: string) => boolean;
  breach: (source: Source, imported: Import) => boolean;
}

const below =
  (...folders: string[]) =>
  (path: string): boolean =>
    folders.some(folder => path.startsWith(folder));

const target = (source: Source, { specifier }: Import): string =>
  (specifier && resolved(source.path, specifier)) ?? specifier ?? '(computed)';

/** Packages may be used only below the given paths, even for their types: their shapes stay there too. */
const keptIn = (packages: RegExp, ...homes: string[]): Pick<Wall, 'around' | 'breach'> => ({
  around: path => !below(...homes)(path),
  breach: (_, { specifier }) => specifier !== undefined && packages.test(specifier),
});

/** Nothing but types may come from outside the given folders. */
const pure = (folder: string, ...friends: string[]): Pick<Wall, 'around' | 'breach'> => ({
  around: below(folder),
  breach: (source, imported) => !imported.typeOnly && !below(folder, ...friends)(target(source, imported)),
});

const never = (folder: string, ...strangers: string[]): Pick<Wall, 'around' | 'breach'> => ({
  around: below(folder),
  breach: (source, imported) => below(...strangers)(target(source, imported)),
});

/** From the ground up: a file imports only from its own layer and those below, types included. */
const layersInside = ['domain', 'runtime', 'aws', 'grants', 'ledger', 'service', 'slack', 'steps', 'wiring'];
/** The Lambdas themselves stand on top. */
const layerInside = (path: string): number | undefined => {
  if (!path.startsWith('functions/')) return undefined;
  const [, folder = '', ...deeper] = path.split('/');
  return deeper.length === 0 ? layersInside.length : layersInside.indexOf(folder);
};

/** What stands on one line imports nothing from its neighbours. */
const layersOutside = [
  ['statemachines/'],
  ['functions/'],
  ['catalog/'],
  ['tooling/'],
  ['deploy/'],
  ['cli/', 'local/'],
  ['bench/', 'tests/'],
];
const layerOutside = (path: string): number =>
  layersOutside.findIndex(folders => folders.some(folder => path.startsWith(folder)));
const folderOf = (path: string): string => path.split('/')[0] ?? '';

/** Definitions that several folders read, and packages, are no code. */
const isCode = (path: string): boolean => path.endsWith('.ts');

const importsUp = (source: Source, imported: Import): boolean => {
  const to = target(source, imported);
  if (!isCode(to) || layerOutside(to) < 0) return false;
  const [from, into] = [layerOutside(source.path), layerOutside(to)];
  return (
    into > from ||
    (into === from &&
      folderOf(to) !== folderOf(source.path) &&
      folderOf(source.path) !== 'bench' &&
      folderOf(source.path) !== 'tests')
  );
};

const importsUpInside = (source: Source, imported: Import): boolean => {
  const from = layerInside(source.path);
  const into = layerInside(target(source, imported));
  return from !== undefined && into !== undefined && into > from;
};

export const walls: Wall[] = [
  {
    name: 'inside functions, imports run one way: domain, runtime, aws, grants, ledger, service, slack, steps, wiring, the Lambdas',
    around: below('functions/'),
    breach: importsUpInside,
  },
  {
    name: 'between folders, imports run one way: machines, functions, catalog, deploy, then cli and local, then tests and bench',
    around: path => layerOutside(path) >= 0,
    breach: importsUp,
  },
  {
    name: 'who decides: everyone asks the approval module by its one way in',
    around: path => !path.startsWith('functions/domain/approval/'),
    breach: (source, imported) =>
      /^functions\/domain\/approval\/(?!index\.ts$)/.test(target(source, imported)),
  },
  { name: 'functions/domain imports nothing from outside but types', ...pure('functions/domain/') },
  {
    name: 'functions/slack/messages imports only the domain, and types',
    ...pure('functions/slack/messages/', 'functions/domain/'),
  },
  {
    name: 'the AWS SDK stays in functions/aws and functions/ledger',
    ...keptIn(/^@(aws-sdk|smithy)\//, 'functions/aws/', 'functions/ledger/', 'local/', 'tests/', 'bench/'),
  },
  {
    name: 'Bolt stays in functions/slack',
    ...keptIn(/^@slack\/bolt(\/|$)/, 'functions/slack.ts', 'functions/slack/', 'tests/', 'bench/'),
  },
  {
    name: 'functions do not import what runs only on a developer machine',
    ...never('functions/', 'local/', 'tests/', 'tooling/', 'bench/', 'catalog/', 'cli/'),
  },
  {
    name: 'a Lambda carries contracts, not the registry of machines',
    around: below('functions/'),
    breach: (source, imported) =>
      /^statemachines\/(?!([\w-]+\.)?contract\.ts$)/.test(target(source, imported)),
  },
  {
    name: 'the wiring knows no machine by name',
    around: below('functions/wiring/'),
    breach: (source, imported) => /^statemachines\/(?!contract\.ts$)/.test(target(source, imported)),
  },
  {
    name: 'the state machines do not import the local workspace',
    ...never('statemachines/', 'local/', 'tests/'),
  },
  { name: 'the local workspace does not import tests', ...never('local/', 'tests/', 'bench/') },
];

/** `path:line imports x` for each import that breaks the wall. */
export function breaches(wall: Wall, sources: readonly Source[]): string[] {
  return sources
    .filter(source => wall.around(source.path))
    .flatMap(source =>
      source.imports
        .filter(imported => wall.breach(source, imported))
        .map(
          imported => `${source.path}:${imported.line} imports ${imported.specifier ?? 'a computed name'}`,
        ),
    );
}

/** Circles of imports, those of types alone included, each as the path round it. */
export function cycles(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map(source => [source.path, neighbours(source)]));
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

function neighbours(source: Source): string[] {
  return source.imports
    .map(imported => imported.specifier && resolved(source.path, imported.specifier))
    .filter(path => typeof path === 'string');
}
