import { distinct, type KindPermissions, partition, type Statement } from '../permissions.ts';
import type { IdentityCenterGroupTarget } from './description.ts';

/** A store's id is unique, and its account is that of the organization's administrator, which access.yml does not say. */
const storeArns = (targets: readonly IdentityCenterGroupTarget[]): string[] =>
  distinct(
    targets.map(
      ({ identityStoreId }) => `arn:${partition}:identitystore::*:identitystore/${identityStoreId}`,
    ),
  );

/** These ARNs have neither account nor region of their own. */
const directoryArn = (rest: string): string => `arn:${partition}:identitystore:::${rest}`;

const groupArns = (targets: readonly IdentityCenterGroupTarget[]): string[] =>
  distinct(targets.map(({ groupId }) => directoryArn(`group/${groupId}`)));

const anyUser = directoryArn('user/*');
const anyMembership = directoryArn('membership/*');

const find: Statement['Action'] = [
  'identitystore:DescribeGroup',
  'identitystore:DescribeUser',
  'identitystore:GetGroupMembershipId',
];

export const identityCenterGroupPermissions: KindPermissions<IdentityCenterGroupTarget> = {
  credentials: 'home account',

  grant(targets) {
    if (targets.length === 0) return [];
    return [
      {
        Sid: 'AddUsersToDirectoryGroups',
        Action: ['identitystore:CreateGroupMembership'],
        Resource: [...storeArns(targets), ...groupArns(targets), anyUser],
      },
      {
        Sid: 'FindDirectoryMemberships',
        Action: find,
        Resource: [...storeArns(targets), ...groupArns(targets), anyUser, anyMembership],
      },
    ];
  },

  revoke(targets) {
    if (targets.length === 0) return [];
    const anything = [...storeArns(targets), directoryArn('group/*'), anyUser, anyMembership];
    return [
      {
        Sid: 'RemoveUsersFromDirectoryGroups',
        Action: ['identitystore:DeleteGroupMembership'],
        Resource: anything,
      },
      {
        Sid: 'FindDirectoryMemberships',
        Action: ['identitystore:GetGroupMembershipId'],
        Resource: anything,
      },
    ];
  },
};
