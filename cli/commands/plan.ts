import { diffCatalogs } from '../../catalog/diff.ts';
import { lintCatalog } from '../../catalog/lint.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import { describeTarget } from '../../functions/grants/descriptions.ts';
import type { CliDeps, Deployment, ExitCode } from '../port.ts';
import { needDeployment, readAccess } from './file.ts';

const printChanges = (deps: CliDeps, before: Catalog | undefined, after: Catalog): void => {
  const lines = diffCatalogs(before, after);
  for (const line of lines) deps.out(line);
  deps.out(
    lines.length === 0
      ? 'Nothing would change.'
      : `${lines.length} change${lines.length === 1 ? '' : 's'} against ${before === undefined ? 'nothing applied yet' : `version ${before.version}`}.`,
  );
};

/** Looks at each target once, however many roles grant it. */
const checkAws = async (deps: CliDeps, deployment: Deployment, catalog: Catalog): Promise<boolean> => {
  const roles = Object.values(catalog.projects).flatMap(({ roles: each }) => each);
  const targets = new Map(
    roles.flatMap(({ kind, targets: each }) =>
      each.map(target => [describeTarget(kind, target), { kind, target }] as const),
    ),
  );
  let sound = true;
  for (const [name, { kind, target }] of targets) {
    const result = await deployment.check(kind, target);
    if (!result.ok) sound = false;
    deps.out(result.ok ? `ok: ${name}` : `not ok: ${name}: ${result.problem}`);
    if (result.ok && result.advice !== undefined) deps.out(`advice: ${name}: ${result.advice}`);
  }
  return sound;
};

/** `curfew plan`: what `apply` would change, and what is probably not meant. Changes nothing. */
export const plan = async (
  deps: CliDeps,
  options: { file: string; checkAws: boolean },
): Promise<ExitCode> => {
  const named = await deps.deployment();
  const deployment = 'found' in named ? named.found : undefined;
  const applied = await deployment?.catalog.load();
  const catalog = await readAccess(deps, options.file, (applied?.version ?? 0) + 1);
  if (catalog === undefined) return 1;
  if ('missing' in named) deps.out('Not connected to a deployment, so everything is shown as new.');
  printChanges(deps, applied, catalog);
  for (const warning of lintCatalog(catalog, deps.now())) deps.out(`warning: ${warning}`);
  if (!options.checkAws) return 0;
  const reached = deployment ?? (await needDeployment(deps));
  return reached !== undefined && (await checkAws(deps, reached, catalog)) ? 0 : 1;
};
