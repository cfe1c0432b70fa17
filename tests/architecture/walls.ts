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

export const walls: Wall[] = [
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
    name: 'Bolt stays in functions/slack and socket',
    ...keptIn(/^@slack\/bolt(\/|$)/, 'functions/slack.ts', 'functions/slack/', 'socket/', 'tests/', 'bench/'),
  },
  {
    name: 'functions do not import what runs only on a developer machine',
    ...never('functions/', 'local/', 'tests/', 'tooling/', 'bench/', 'catalog/', 'cli/', 'socket/'),
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
  {
    name: 'the command line does not import the local workspace',
    ...never('cli/', 'local/', 'tests/', 'bench/'),
  },
  {
    name: 'Socket Mode does not import the local workspace',
    ...never('socket/', 'local/', 'tests/', 'bench/'),
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

/** Circles of imports at run time, each as the path round it. */
export function cycles(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map(source => [source.path, runtimeNeighbours(source)]));
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

function runtimeNeighbours(source: Source): string[] {
  return source.imports
    .filter(imported => !imported.typeOnly)
    .map(imported => imported.specifier && resolved(source.path, imported.specifier))
    .filter(path => typeof path === 'string');
}
