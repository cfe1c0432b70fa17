import type { IdentityCenterGroupTarget } from '../../../functions/grants/identity-center-group/description.ts';
import { enter, leaveGroup, membershipKey } from '../sso-state.ts';
import type { FakeKind } from './kind.ts';

const kind = 'identity-center-group';

/** Groups are of the whole organization; the page shows them with the account that a role names them for. */
const keyFor = (groupId: string, userId: string): string => `${kind}/${groupId}/${userId}`;

export const identityCenterGroup: FakeKind<IdentityCenterGroupTarget> = {
  kind,
  seed: (directory, { groupId, group, account }) => directory.addDirectoryGroup(groupId, group, account.id),
  list: ({ sso }) =>
    sso.memberships.currentValues().map(({ groupId, userId, since }) => ({
      key: keyFor(groupId, userId),
      accountId: sso.groups.current(groupId)?.accountId ?? '',
      who: sso.users.current(userId)?.name ?? userId,
      what: sso.groups.current(groupId)?.name ?? groupId,
      through: 'Identity Center group',
      since,
      state: 'there',
    })),
  keyOf: ({ groupId }, userId) => keyFor(groupId, userId),
  has: ({ sso }, { groupId }, userId) =>
    sso.memberships.current(membershipKey({ groupId, userId })) !== undefined,
  give: ({ sso }, { groupId }, userId, since) => enter(sso, { groupId, userId }, since),
  take: ({ sso }, { groupId }, userId) => leaveGroup(sso, { groupId, userId }),
  calls: () => ({
    give: ['identitystore:CreateGroupMembership'],
    take: ['identitystore:DeleteGroupMembership'],
    read: ['identitystore:GetGroupMembershipId'],
  }),
};
