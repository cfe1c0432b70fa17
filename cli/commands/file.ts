import { filesBeside, loadCatalog } from '../../catalog/load.ts';
import { problemInWords } from '../../catalog/problem.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import { sha256 } from '../../functions/runtime/sha256.ts';
import type { CliDeps, Deployment } from '../port.ts';

/** Reads access.yml. What is wrong with it is printed, and the answer is undefined. `version`: the one it would get. */
export const readAccess = async (
  deps: CliDeps,
  file: string,
  version: number,
): Promise<Catalog | undefined> => {
  let text: string;
  try {
    text = await deps.readText(file);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    deps.err(
      missing
        ? `There is no file ${file}. Copy access.example.yml to access.yml, or name another with --file.`
        : `${file} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
  const files = await filesBeside(file, text, deps.readText);
  const loaded = loadCatalog(text, file, { version, sha256, files });
  if (loaded.ok) return loaded.catalog;
  for (const problem of loaded.problems) deps.err(problemInWords(problem));
  const count = loaded.problems.length;
  deps.err(`${count} problem${count === 1 ? '' : 's'} in ${file}. Nothing was changed.`);
  return undefined;
};

/** The deployment. When none is named, what is missing is printed and the answer is undefined. */
export const needDeployment = async (deps: CliDeps): Promise<Deployment | undefined> => {
  const deployment = await deps.deployment();
  if ('found' in deployment) return deployment.found;
  deps.err(
    `No deployment is named: set ${deployment.missing.join(', ')} (docs/configuration.md, "Environment variables").`,
  );
  return undefined;
};
