import type { AccountRef } from '../../functions/domain/catalog.ts';

type OwnRole = { path: string; name: string };

/** `arn:aws:iam::222222222222:role/security/CurfewGrant` → `/security/` and `CurfewGrant`. */
const parse = (arn: string): OwnRole => {
  const [, rest = ''] = arn.split(':role/');
  const cut = rest.lastIndexOf('/') + 1;
  return { path: `/${rest.slice(0, cut)}`, name: rest.slice(cut) };
};

const only = (arns: (string | undefined)[], key: string): OwnRole => {
  const [first, ...others] = [...new Set(arns.map(arn => arn?.split(':role/')[1]))];
  if (first === undefined) throw new Error(`An account names no ${key} in access.yml.`);
  if (others.length > 0)
    throw new Error(
      `These accounts name different IAM roles as ${key} (${[first, ...others].join(', ')}). Make a template for each.`,
    );
  return parse(`:role/${first}`);
};

/**
 * The two IAM roles as access.yml names them, the same in all the accounts, and both as `role/…`. Throws when accounts name
 * them differently.
 */
export const ownRoles = (accounts: readonly AccountRef[]) => {
  const grant = only(
    accounts.map(({ grantRoleArn }) => grantRoleArn),
    'grant_role_arn',
  );
  const revoke = only(
    accounts.map(({ revokeRoleArn }) => revokeRoleArn),
    'revoke_role_arn',
  );
  return { grant, revoke, resources: [grant, revoke].map(({ path, name }) => `role${path}${name}`) };
};
