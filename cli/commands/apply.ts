import { diffCatalogs } from '../../catalog/diff.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import type { RequestRecord } from '../../functions/domain/record.ts';
import { listNames } from '../../functions/domain/text.ts';
import { toIso } from '../../functions/domain/time.ts';
import type { CliDeps, Deployment, ExitCode } from '../port.ts';
import { needDeployment, readAccess } from './file.ts';

const kindsOf = (catalog: Catalog): Set<string> =>
  new Set(Object.values(catalog.projects).flatMap(({ roles }) => roles.map(({ kind }) => kind)));

/** Accounts and kinds that live requests use and the new catalog lacks. Revoking would still work, from snapshots. */
const stillUsed = (catalog: Catalog, before: Catalog, live: readonly RequestRecord[]): string[] => {
  const ids = new Set(Object.values(catalog.accounts).map(({ id }) => id));
  const kinds = kindsOf(catalog);
  const uses = (name: string, using: RequestRecord[]): string[] =>
    using.length === 0
      ? []
      : [
          `${name} is in use by ${listNames(
            using.map(({ requestId }) => requestId),
            'and',
          )}`,
        ];
  return [
    ...Object.values(before.accounts)
      .filter(({ id }) => !ids.has(id))
      .flatMap(({ id, name }) =>
        uses(
          `the account ${name}`,
          live.filter(({ targets }) => targets.some(({ target }) => target.account.id === id)),
        ),
      ),
    ...[...kindsOf(before)]
      .filter(kind => !kinds.has(kind))
      .flatMap(kind =>
        uses(
          `the kind ${kind}`,
          live.filter(request => request.kind === kind),
        ),
      ),
  ];
};

/** Also for an earlier apply that stopped between putting its catalog in force and saying so. */
const noteApplied = ({ now }: CliDeps, { catalogChain }: Deployment, { version, hash }: Catalog) =>
  catalogChain.applied({ version, hash, at: toIso(now()) });

/** Accounts without IAM roles of their own are reached with Curfew's own credentials: there can be one, and this one. */
const wrongHome = async ({ identity }: Deployment, { accounts }: Catalog): Promise<string | undefined> => {
  const { accountId } = await identity();
  const wrong = Object.values(accounts).find(
    ({ id, grantRoleArn }) => grantRoleArn === undefined && id !== accountId,
  );
  return wrong === undefined
    ? undefined
    : `accounts.${wrong.name}.id is ${wrong.id}, which has no grant_role_arn, so Curfew would have to run there; but these credentials are of account ${accountId}. Correct the id, give the account its IAM roles, or use the credentials of the account Curfew runs in. Nothing was changed.`;
};

/** `curfew apply`: puts access.yml in force, whole or not at all. May be repeated. */
export const apply = async (deps: CliDeps, options: { file: string }): Promise<ExitCode> => {
  const deployment = await needDeployment(deps);
  if (deployment === undefined) return 1;
  const applied = await deployment.catalog.load();
  const known = (await deployment.catalogChain.entries()).at(-1)?.seq ?? 0;
  const inForce = applied?.version ?? 0;
  const catalog = await readAccess(deps, options.file, Math.max(inForce, known) + 1);
  if (catalog === undefined) return 1;
  const elsewhere = await wrongHome(deployment, catalog);
  if (elsewhere !== undefined) {
    deps.err(elsewhere);
    return 1;
  }
  if (known > inForce) {
    deps.out(
      `Version ${known} was applied, and version ${inForce} is in force: the table went back in time.`,
    );
  } else if (applied !== undefined) {
    await noteApplied(deps, deployment, applied);
  }
  if (applied?.hash === catalog.hash && known <= inForce) {
    deps.out(`Nothing to change: version ${applied.version} is in force.`);
    return 0;
  }
  const used = applied === undefined ? [] : stillUsed(catalog, applied, await deployment.liveRequests());
  if (used.length > 0) {
    for (const line of used) deps.err(`Cannot remove it yet: ${line}.`);
    deps.err('Wait until these requests have ended, or end them first. Nothing was changed.');
    return 1;
  }
  for (const line of diffCatalogs(applied, catalog)) deps.out(line);
  if ((await deployment.catalog.save(catalog, applied?.version)) === 'conflict') {
    deps.err('Someone else applied a change meanwhile. Nothing was changed: run `curfew plan` again.');
    return 1;
  }
  await noteApplied(deps, deployment, catalog);
  deps.out(`Version ${catalog.version} is in force (${catalog.hash.slice(0, 12)}).`);
  return 0;
};
