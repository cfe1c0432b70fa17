import { createHash } from 'node:crypto';
import { posix } from 'node:path';

/** Path from the root, with forward slashes → text. */
export type Files = ReadonlyMap<string, string>;

const relativeImport = /(?:from|import|require)\s*\(?\s*['"`](\.{1,2}\/[^'"`]+)['"`]/g;

/** Too many rather than too few: what only looks like an import costs a check, no more. */
const importsOf = (path: string, files: Files): string[] =>
  [...(files.get(path) ?? '').matchAll(relativeImport)]
    .map(([, to = '']) => posix.join(posix.dirname(path), to))
    .flatMap(to => [to, to.replace(/\.([cm]?)js$/, '.d.$1ts')])
    .filter(to => files.has(to));

const closureOf = (path: string, imports: ReadonlyMap<string, string[]>): string[] => {
  const found = new Set([path]);
  // A set goes on to what was added while it is walked.
  for (const each of found) for (const imported of imports.get(each) ?? []) found.add(imported);
  return [...found].sort();
};

const isAmbient = (path: string): boolean => /\.d\.[cm]?ts$/.test(path);

/**
 * A key for each TypeScript file, made of everything its types can come from: itself, all it imports, directly or not,
 * every declaration file, and `rest`, which stands for packages, settings and tools.
 */
export const keysOf = (files: Files, rest: string): Map<string, string> => {
  const hashes = new Map(Array.from(files, ([path, text]) => [path, hash([text])]));
  const imports = new Map([...files.keys()].map(path => [path, importsOf(path, files)]));
  const ambient = [...files.keys()].filter(isAmbient);
  const keyOf = (path: string): string =>
    hash([
      rest,
      ...[...closureOf(path, imports), ...ambient].flatMap(each => [each, hashes.get(each) ?? '']),
    ]);
  return new Map([...files.keys()].filter(path => path.endsWith('.ts')).map(path => [path, keyOf(path)]));
};

const hash = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
