import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';

/**
 * The test files under `paths`, largest first so that a long one does not start last. A file named
 * outright is always taken; `fixtures` folders and everything under `except` are not searched.
 * @throws Error when a path does not exist
 */
export function discover(paths: readonly string[], except: readonly string[] = []): string[] {
  const excluded = except.map(path => trimmed(path));
  const files = new Set<string>();
  for (const path of paths.map(trimmed)) {
    if (!existsSync(path)) throw new Error(`No such file or folder: ${path}`);
    for (const file of statSync(path).isDirectory() ? testsIn(path, excluded) : [path]) files.add(file);
  }
  return [...files].sort((a, b) => statSync(b).size - statSync(a).size || a.localeCompare(b));
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
