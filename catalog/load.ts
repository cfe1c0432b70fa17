import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Catalog } from '../functions/domain/catalog.ts';
import { sha256 } from '../functions/runtime/sha256.ts';
import { problemsOf } from './issues.ts';
import { type Files, filesNamed } from './policy-templates.ts';
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

/** The files beside access.yml that its text names. What `read` rejects is left out, and is a problem of the catalog. */
export const filesBeside = async (
  path: string,
  text: string,
  read: (path: string) => Promise<string>,
): Promise<Files> => {
  const found: Record<string, string> = {};
  for (const name of filesNamed(text)) {
    const content = await read(join(dirname(path), name)).catch(() => undefined);
    if (content !== undefined) found[name] = content;
  }
  return found;
};

/** `loadCatalog` of a file on disk; `version`: the one it gets when it is applied. Throws what `readFile` throws. */
export const loadCatalogFile = async (path: string, version: number): Promise<Loaded> => {
  const text = await readFile(path, 'utf8');
  const files = await filesBeside(path, text, each => readFile(each, 'utf8'));
  return loadCatalog(text, path, { version, sha256, files });
};
