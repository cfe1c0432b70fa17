import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';

/**
 * The test files under `paths`. Those that begin with `// slow` come first, then the largest, so that no long one starts
 * last. A file given by its own path is always taken; `fixtures` folders and everything under `except` are not searched.
 * @throws Error when a path does not exist
 */
export function discover(paths: readonly string[], except: readonly string[] = []): string[] {
  const excluded = except.map(path => trimmed(path));
  const files = new Set<string>();
  for (const path of paths.map(trimmed)) {
    if (!existsSync(path)) throw new Error(`No such file or folder: ${path}`);
    for (const file of statSync(path).isDirectory() ? testsIn(path, excluded) : [path]) files.add(file);
  }
  const weight = new Map([...files].map(file => [file, (isSlow(file) ? 1e9 : 0) + statSync(file).size]));
  const of = (file: string): number => weight.get(file) ?? 0;
  return [...files].sort((a, b) => of(b) - of(a) || a.localeCompare(b));
}

/** A small file can run long: its first line says so. */
function isSlow(file: string): boolean {
  return readFileSync(file, 'utf8').startsWith('// slow');
}

function testsIn(folder: string, excluded: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (excluded.includes(path)) return [];
    if (entry.isDirectory()) return entry.name === 'fixtures' ? [] : testsIn(path, excluded);
    return entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

function trimmed(path: string): string {
  const plain = normalize(path);
  return plain.length > 1 && plain.endsWith(sep) ? plain.slice(0, -1) : plain;
}
