import type { AccountRef, Catalog } from '../../functions/domain/catalog.ts';
import { type Statement, thisAccount } from '../../functions/grants/permissions.ts';
import { targetKinds } from '../../functions/grants/targets.ts';
import { allowing, type PolicyStatement } from '../policy.ts';

/** Accounts in which the same is granted, but for the account's own id in it. */
export type Alike = { accounts: AccountRef[]; grant: PolicyStatement[]; revoke: PolicyStatement[] };

/** The account's id in ARNs becomes the placeholder for whatever account the policy is in. */
const anywhere = (statements: Statement[], { id }: AccountRef): Statement[] =>
  JSON.parse(JSON.stringify(statements).replaceAll(`:${id}:`, `:${thisAccount}:`)) as Statement[];

/** What access.yml grants in an account with that account's own IAM roles. */
const statementsIn = (catalog: Catalog, account: AccountRef): Pick<Alike, 'grant' | 'revoke'> => {
  const roles = Object.values(catalog.projects).flatMap(project => project.roles);
  const there = targetKinds
    .filter(({ permissions }) => permissions.credentials === 'target account')
    .map(({ kind, permissions }) => ({
      permissions,
      targets: roles
        .filter(role => role.kind === kind)
        .flatMap(({ targets }) => targets.filter(target => target.account.id === account.id)),
    }));
  const side = (of: 'grant' | 'revoke') =>
    anywhere(
      there.flatMap(({ permissions, targets }) => permissions[of](targets)),
      account,
    ).map(allowing);
  return { grant: side('grant'), revoke: side('revoke') };
};

/** Does access.yml grant anything in the account with that account's own IAM roles? */
export const isGrantedIn = (catalog: Catalog, account: AccountRef): boolean =>
  statementsIn(catalog, account).grant.length > 0;

/** The accounts, those together in which the same is granted. */
export const alike = (catalog: Catalog, accounts: readonly AccountRef[]): Alike[] => {
  const places = new Map<string, Alike>();
  for (const account of accounts) {
    const statements = statementsIn(catalog, account);
    const key = JSON.stringify(statements);
    const known = places.get(key);
    if (known === undefined) places.set(key, { accounts: [account], ...statements });
    else known.accounts.push(account);
  }
  return [...places.values()];
};
