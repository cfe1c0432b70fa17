import { arn, arnOf, iamArn, ssoArn } from '../cloudformation.ts';
import type { Reach } from '../granted.ts';
import type { Names } from '../names.ts';
import { allow, deny, type Statement } from '../policy.ts';

const withAny = <T>(list: readonly T[], make: () => Statement[]): Statement[] =>
  list.length === 0 ? [] : make();

/** A group's path is not known from its name, and stands in its ARN. */
const groupArns = (group: string, accountId: string) => [
  iamArn(`group/${group}`, accountId),
  iamArn(`group/*/${group}`, accountId),
];

const instancesOf = (reach: Reach): string[] => [
  ...new Set(reach.permissionSets.map(({ instanceArn }) => instanceArn)),
];

/** Operations belong to the instance: they are asked about by id, or listed while they run. */
const assignmentProgress = (reach: Reach): Statement =>
  allow(
    'FollowAssignments',
    [
      'sso:DescribeAccountAssignmentCreationStatus',
      'sso:DescribeAccountAssignmentDeletionStatus',
      'sso:ListAccountAssignmentCreationStatus',
      'sso:ListAccountAssignmentDeletionStatus',
    ],
    instancesOf(reach),
  );

const readUsers = (): Statement =>
  allow('ReadUsers', ['iam:GetUser', 'iam:ListGroupsForUser'], [iamArn('user/*')]);

const assume = (roleArns: string[]): Statement[] =>
  withAny(roleArns, () => [
    // The source identity is the request id: CloudTrail of the other account names it.
    allow('AssumeAccountRoles', ['sts:AssumeRole', 'sts:SetSourceIdentity'], roleArns),
  ]);

/** What can be granted: exactly what access.yml names, permission sets only in the accounts they are named with. */
export const grantReach = (reach: Reach): Statement[] => [
  ...withAny(reach.groups, () => [
    allow(
      'AddToGroups',
      ['iam:AddUserToGroup', 'iam:GetGroup'],
      reach.groups.flatMap(({ group, accountId }) => groupArns(group, accountId)),
    ),
    readUsers(),
  ]),
  ...reach.permissionSets.map(({ instanceArn, permissionSetArn, accountIds }, index) =>
    allow(
      `Assign${index + 1}`,
      ['sso:CreateAccountAssignment', 'sso:DescribePermissionSet', 'sso:ListAccountAssignments'],
      [instanceArn, permissionSetArn, ...accountIds.map(id => ssoArn(`account/${id}`))],
    ),
  ),
  ...withAny(reach.permissionSets, () => [assignmentProgress(reach)]),
  ...assume(reach.grantRoleArns),
];

/**
 * What can be taken back. Wider than what can be granted: a group or permission set that leaves access.yml while
 * someone holds it must still be taken from them, so neither is named here. Which one, the ledger decides.
 */
export const revokeReach = (reach: Reach): Statement[] => [
  ...withAny(reach.groups, () => [
    allow('RemoveFromGroups', ['iam:RemoveUserFromGroup', 'iam:GetGroup'], [iamArn('group/*')]),
    readUsers(),
  ]),
  ...withAny(reach.permissionSets, () => [
    allow(
      'Unassign',
      ['sso:DeleteAccountAssignment', 'sso:ListAccountAssignments'],
      [
        ...instancesOf(reach),
        ...instancesOf(reach).map(instance => `${instance.replace(':instance/', ':permissionSet/')}/*`),
        ssoArn('account/*'),
      ],
    ),
    assignmentProgress(reach),
  ]),
  ...assume(reach.revokeRoleArns),
];

/** Nothing that may change access may change what keeps it in bounds, whatever else it is given one day. */
export const guardRails = (names: Names): Statement[] => [
  deny(
    'DenySelfModification',
    ['iam:*', 'sts:AssumeRole'],
    [iamArn(`role/${names.prefix}-*`), iamArn(`group/${names.prefix}-*`), iamArn(`policy/${names.prefix}-*`)],
  ),
  deny(
    'DenyBoundaryChanges',
    [
      'iam:PassRole',
      'iam:PutUserPermissionsBoundary',
      'iam:DeleteUserPermissionsBoundary',
      'iam:PutRolePermissionsBoundary',
      'iam:DeleteRolePermissionsBoundary',
    ],
    ['*'],
  ),
  deny(
    'DenyLedgerDestruction',
    [
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:PartiQLDelete',
      'dynamodb:DeleteTable',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateTimeToLive',
      'dynamodb:UpdateContinuousBackups',
    ],
    [arn('dynamodb', `table/${names.prefix}-*`)],
  ),
  deny(
    'DenyKeyDestruction',
    ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy'],
    [arnOf('SecretsKey')],
  ),
];
