import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadCatalog } from '../catalog/load.ts';
import { filesNamed } from '../catalog/policy-templates.ts';
import type { AccountRef, Catalog, Target } from '../functions/domain/catalog.ts';
import { distinct, type KindPermissions } from '../functions/grants/permissions.ts';
import type { TargetKind } from '../functions/grants/target.ts';
import { targetKinds } from '../functions/grants/targets.ts';
import { sha256 } from '../functions/runtime/sha256.ts';

/** The part of access.yml that the IAM roles of the Lambdas depend on. */
export type Granted = {
  /** Each kind's targets that are changed with the Lambdas' own credentials. */
  kinds: { permissions: KindPermissions; targets: Target[] }[];
  /** IAM roles assumed in other accounts. */
  grantRoleArns: string[];
  revokeRoleArns: string[];
};

const targetsOf = (catalog: Catalog, kind: string): Target[] =>
  Object.values(catalog.projects).flatMap(({ roles }) =>
    roles.filter(role => role.kind === kind).flatMap(role => role.targets),
  );

const withOwnCredentials =
  ({ credentials }: KindPermissions) =>
  ({ account }: Target): boolean =>
    credentials === 'home account' || account.grantRoleArn === undefined;

const known = (texts: (string | undefined)[]): string[] => distinct(texts.filter(text => text !== undefined));

export const grantedBy = (catalog: Catalog, kinds: readonly TargetKind[] = targetKinds): Granted => {
  const accounts: AccountRef[] = Object.values(catalog.accounts);
  return {
    kinds: kinds.map(({ kind, permissions }) => ({
      permissions,
      targets: targetsOf(catalog, kind).filter(withOwnCredentials(permissions)),
    })),
    grantRoleArns: known(accounts.map(({ grantRoleArn }) => grantRoleArn)),
    revokeRoleArns: known(accounts.map(({ revokeRoleArn }) => revokeRoleArn)),
  };
};

/** The catalog that a file describes. Throws with file, line and reason when it is not valid. */
export const readAccessFile = (path: string): Catalog => {
  const text = readFileSync(path, 'utf8');
  const beside = filesNamed(text).map(name => [name, join(dirname(path), name)] as const);
  const files = Object.fromEntries(
    beside.filter(([, at]) => existsSync(at)).map(([name, at]) => [name, readFileSync(at, 'utf8')]),
  );
  const loaded = loadCatalog(text, path, { version: 0, sha256, files });
  if (loaded.ok) return loaded.catalog;
  const problems = loaded.problems.map(({ line, message }) => `${path}:${line} ${message}`);
  throw new Error(`${path} cannot be used:\n${problems.join('\n')}`);
};

/** access.yml; or, to package a fresh clone but never to deploy it, the example. */
export const accessFilePath = (
  deploying: boolean,
  exists: (path: string) => boolean = existsSync,
): string => {
  if (exists('access.yml')) return 'access.yml';
  if (!deploying) return 'access.example.yml';
  throw new Error(
    'There is no access.yml. Copy access.example.yml and fill it in: docs/deploy.md, "3. access.yml".',
  );
};
