import { readFile } from 'node:fs/promises';
import type { Catalog } from '../functions/domain/catalog.ts';
import { sha256 } from '../functions/runtime/sha256.ts';
import { problemsOf } from './issues.ts';
import type { KeyProblem, Problem } from './problem.ts';
import { type ResolveOptions, resolveCatalog } from './resolve.ts';
import { accessFile } from './schema.ts';
import { readYaml } from './yaml.ts';

/** `problems`: by line and column. */
export type Loaded = { ok: true; catalog: Catalog } | { ok: false; problems: Problem[] };

/**
 * Text of an access.yml → the catalog to apply, or everything that is wrong with it. `file`: its name in the problems.
 */
export const loadCatalog = (text: string, file: string, options: ResolveOptions): Loaded => {
  const yaml = readYaml(text, file);
  if (!yaml.ok) return yaml;
  const refuse = (problems: KeyProblem[]): Loaded => ({
    ok: false,
    problems: problems
      .map(({ path, message }) => yaml.at(path, message))
      .sort((a, b) => a.line - b.line || a.column - b.column),
  });
  const parsed = accessFile.safeParse(yaml.data);
  if (!parsed.success) return refuse(parsed.error.issues.flatMap(issue => problemsOf(issue, yaml.data)));
  const resolved = resolveCatalog(parsed.data, options);
  return resolved.ok ? resolved : refuse(resolved.problems);
};

/** `loadCatalog` of a file on disk; `version`: the one it gets when it is applied. Throws what `readFile` throws. */
export const loadCatalogFile = async (path: string, version: number): Promise<Loaded> =>
  loadCatalog(await readFile(path, 'utf8'), path, { version, sha256 });
