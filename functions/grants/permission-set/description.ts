import type { AccountRef } from '../../domain/catalog.ts';
import type { HowTo, KindDescription } from '../description.ts';
import type { PolicyStatement } from '../policy/statement.ts';

/** `sessionMs`: the permission set's session duration. */
type InIdentityCenter = { account: AccountRef; instanceArn: string; startUrl: string; sessionMs: number };

/** Assignment of one user to a permission set that is there already, in one account. */
export type SharedSet = InIdentityCenter & { permissionSet: string; permissionSetArn: string };

/** A permission set that each request makes for itself, and that ends itself. */
export type OwnSet = InIdentityCenter & {
  /** What it gives, for people to read, e.g. `ReadOnlyAccess`. */
  gives: string[];
  /** ARNs of AWS's own policies in it. */
  managedPolicies: string[];
  /** The filled template, without dates; empty without one. */
  statements: PolicyStatement[];
};

export type PermissionSetTarget = SharedSet | OwnSet;

export const isSharedSet = (target: PermissionSetTarget): target is SharedSet => !isOwnSet(target);

export const isOwnSet = (target: PermissionSetTarget): target is OwnSet => !('permissionSetArn' in target);

/**
 * Opens the console in the account and permission set.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
 */
const consoleUrl = (target: SharedSet): string => {
  const query = new URLSearchParams({ account_id: target.account.id, role_name: target.permissionSet });
  return `${target.startUrl.replace(/[#/]+$/, '')}/#/console?${query.toString()}`;
};

export const permissionSetDescription: KindDescription<PermissionSetTarget> = {
  kind: 'permission-set',
  label: 'Identity Center permission set',
  principal(person) {
    const user = person.principals.identityCenterUser;
    if (user !== undefined && user !== '') return { found: user };
    return {
      refused: `No Identity Center user is recorded for ${person.name}. Ask whoever maintains access.yml to add it.`,
    };
  },
  // A set of its own is shared with nobody.
  resourceKey: (target, user, requestId) =>
    isOwnSet(target)
      ? `permission-set:${target.account.id}:own:${target.gives.join(',')}:${user}:${requestId}`
      : `permission-set:${target.account.id}:${target.permissionSetArn}:${user}`,
  // At most ten assignments are made or deleted at once, in all accounts of the instance together.
  // Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
  queue: target => `identity-center/${target.instanceArn.split('/').at(-1)}`,
  describe: target =>
    isOwnSet(target)
      ? `${target.gives.join(' and ')} in ${target.account.name}`
      : `${target.permissionSet} in ${target.account.name}`,
  endsItself: isOwnSet,
  // A set of its own denies everything from the end on, to sessions that are open too.
  residualMs: target => (isOwnSet(target) ? 0 : target.sessionMs),
  howTo: target => (isOwnSet(target) ? howToUseOwn(target) : howToUseShared(target)),
};

const howToUseShared = (target: SharedSet): HowTo => ({
  steps: [
    `Open the link and sign in: it takes you to the console of ${target.account.name} as ${target.permissionSet}.`,
    `For the command line: \`aws configure sso\` once (start URL ${target.startUrl}, account ${target.account.id}, role ${target.permissionSet}), then \`aws sso login\`.`,
    `${target.permissionSet} missing in the portal? Reload it after a minute.`,
  ],
  link: { label: `Open ${target.permissionSet} in ${target.account.name}`, url: consoleUrl(target) },
});

const howToUseOwn = (target: OwnSet): HowTo => ({
  steps: [
    `Open the link, sign in and choose ${target.account.name} (${target.account.id}): what begins with \`curfew-\` there is yours for this request.`,
    'For the command line: choose *Access keys* beside it in the portal.',
    'Nothing there yet? Reload the portal after a minute.',
  ],
  link: { label: 'Open the AWS access portal', url: target.startUrl },
});
