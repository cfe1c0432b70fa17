import type { AccountRef } from '../../domain/catalog.ts';
import type { KindDescription } from '../description.ts';

/** Membership of one user in an Identity Center group, whatever accounts the group is assigned to. */
export type IdentityCenterGroupTarget = {
  /** The account that people read of, and that says whether this is production. */
  account: AccountRef;
  group: string;
  groupId: string;
  identityStoreId: string;
  instanceArn: string;
  startUrl: string;
  /** The longest session of any permission set that the group is assigned, in any account. */
  sessionMs: number;
};

export const identityCenterGroupDescription: KindDescription<IdentityCenterGroupTarget> = {
  kind: 'identity-center-group',
  label: 'Identity Center group',
  principal(person) {
    const user = person.principals.identityCenterUser;
    if (user !== undefined && user !== '') return { found: user };
    return {
      refused: `No Identity Center user is recorded for ${person.name}. Ask whoever maintains access.yml to add it.`,
    };
  },
  // A group is the same whichever account a role names it for.
  resourceKey: (target, user) => `identity-center-group:${target.identityStoreId}:${target.groupId}:${user}`,
  queue: target => `identity-store/${target.identityStoreId}`,
  describe: target => `group ${target.group} for ${target.account.name}`,
  endsItself: () => false,
  residualMs: target => target.sessionMs,
  howTo: target => ({
    steps: [
      `Open the link and sign in: the portal shows what the group ${target.group} may enter.`,
      `Choose ${target.account.name} (${target.account.id}) and what you need there.`,
      'Nothing new in the portal? Reload it after a minute.',
    ],
    link: { label: 'Open the AWS access portal', url: target.startUrl },
  }),
};
