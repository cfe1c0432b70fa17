import type { AccountRef } from '../../domain/catalog.ts';
import type { KindDescription } from '../description.ts';

/** Assignment of one user to an Identity Center permission set in one account. */
export type PermissionSetTarget = {
  account: AccountRef;
  permissionSet: string;
  permissionSetArn: string;
  instanceArn: string;
  startUrl: string;
  /** The permission set's session duration: how long a running session may outlive the assignment. */
  sessionMs: number;
};

/**
 * Opens the console in the account and permission set.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
 */
const consoleUrl = (target: PermissionSetTarget): string => {
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
  resourceKey: (target, user) => `permission-set:${target.account.id}:${target.permissionSetArn}:${user}`,
  // At most ten assignments are made or deleted at once, in all accounts of the instance together.
  // Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
  queue: target => `identity-center/${target.instanceArn.split('/').at(-1)}`,
  describe: target => `${target.permissionSet} in ${target.account.name}`,
  residualMs: target => target.sessionMs,
  endsItself: () => false,
  howTo: target => ({
    steps: [
      `Open the link and sign in: it takes you to the console of ${target.account.name} as ${target.permissionSet}.`,
      `For the command line: run \`aws configure sso\` once with start URL ${target.startUrl}, account ${target.account.id}, role ${target.permissionSet}; from then on \`aws sso login\` is enough.`,
      `${target.permissionSet} missing in the portal? Reload it after a minute.`,
    ],
    link: { label: `Open ${target.permissionSet} in ${target.account.name}`, url: consoleUrl(target) },
  }),
};
