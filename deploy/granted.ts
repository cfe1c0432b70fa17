import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { loadCatalog } from '../catalog/load.ts';
import type { AccountRef, Catalog, Target } from '../functions/domain/catalog.ts';
import type { IamGroupTarget } from '../functions/grants/iam-group/description.ts';
import type { PermissionSetTarget } from '../functions/grants/permission-set/description.ts';

/** What IAM has to know of access.yml. Everything is exact: no wildcards come from there. */
export type Reach = {
  /** Groups in the account that the Lambdas' own credentials reach. */
  groups: { accountId: string; group: string }[];
  permissionSets: { instanceArn: string; permissionSetArn: string; accountIds: string[] }[];
  /** IAM roles assumed in other accounts. */
  grantRoleArns: string[];
  revokeRoleArns: string[];
};

const targetsOf = (catalog: Catalog, kind: string): Target[] =>
  Object.values(catalog.projects).flatMap(({ roles }) =>
    roles.filter(role => role.kind === kind).flatMap(role => role.targets),
  );

const unique = (texts: (string | undefined)[]): string[] =>
  [...new Set(texts.filter(text => text !== undefined))].sort();

const groupsAtHome = (catalog: Catalog): Reach['groups'] => {
  const targets = targetsOf(catalog, 'iam-group') as IamGroupTarget[];
  const keys = unique(
    targets
      .filter(({ account }) => account.grantRoleArn === undefined)
      .map(({ account, group }) => `${account.id}/${group}`),
  );
  return keys.map(key => ({ accountId: key.slice(0, 12), group: key.slice(13) }));
};

const permissionSetsOf = (catalog: Catalog): Reach['permissionSets'] => {
  const targets = targetsOf(catalog, 'permission-set') as PermissionSetTarget[];
  return unique(targets.map(({ permissionSetArn }) => permissionSetArn)).map(permissionSetArn => {
    const of = targets.filter(target => target.permissionSetArn === permissionSetArn);
    return {
      instanceArn: of[0]?.instanceArn ?? '',
      permissionSetArn,
      accountIds: unique(of.map(({ account }) => account.id)),
    };
  });
};

export const reachOf = (catalog: Catalog): Reach => {
  const accounts: AccountRef[] = Object.values(catalog.accounts);
  return {
    groups: groupsAtHome(catalog),
    permissionSets: permissionSetsOf(catalog),
    grantRoleArns: unique(accounts.map(({ grantRoleArn }) => grantRoleArn)),
    revokeRoleArns: unique(accounts.map(({ revokeRoleArn }) => revokeRoleArn)),
  };
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Throws with file, line and reason when the file is not valid. */
export const readReach = (path: string): Reach => {
  const loaded = loadCatalog(readFileSync(path, 'utf8'), path, { version: 0, sha256 });
  if (loaded.ok) return reachOf(loaded.catalog);
  const problems = loaded.problems.map(({ line, message }) => `${path}:${line} ${message}`);
  throw new Error(`${path} cannot be used:\n${problems.join('\n')}`);
};

/** access.yml; or, to package a fresh clone but never to deploy it, the example. */
export const accessFile = (deploying: boolean, exists: (path: string) => boolean = existsSync): string => {
  if (exists('access.yml')) return 'access.yml';
  if (!deploying) return 'access.example.yml';
  throw new Error(
    'There is no access.yml. Copy access.example.yml and fill it in: docs/deploy.md, "3. access.yml".',
  );
};
