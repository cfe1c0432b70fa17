import { distinct, type KindPermissions, partition, type Statement } from '../permissions.ts';
import type { PermissionSetTarget } from './description.ts';

/** This ARN has neither account nor region of its own. */
const accountArn = (id: string): string => `arn:${partition}:sso:::account/${id}`;

const instancesOf = (targets: readonly PermissionSetTarget[]): string[] =>
  distinct(targets.map(({ instanceArn }) => instanceArn));

/** One statement for each permission set: together, each could be assigned in the accounts of all the others. */
const assignOne = (
  of: readonly PermissionSetTarget[],
  permissionSetArn: string,
  index: number,
): Statement => ({
  Sid: `AssignPermissionSet${index + 1}`,
  Action: ['sso:CreateAccountAssignment', 'sso:DescribePermissionSet', 'sso:ListAccountAssignments'],
  Resource: [
    ...instancesOf(of),
    permissionSetArn,
    ...distinct(of.map(({ account }) => accountArn(account.id))),
  ],
});

/** Operations belong to the instance: they are described by id, or listed while they run. So does the list of what it has. */
const followAssignments = (targets: readonly PermissionSetTarget[]): Statement => ({
  Sid: 'FollowAssignments',
  Action: [
    'sso:DescribeAccountAssignmentCreationStatus',
    'sso:DescribeAccountAssignmentDeletionStatus',
    'sso:ListAccountAssignmentCreationStatus',
    'sso:ListAccountAssignmentDeletionStatus',
    'sso:ListPermissionSets',
  ],
  Resource: instancesOf(targets),
});

export const permissionSetPermissions: KindPermissions<PermissionSetTarget> = {
  credentials: 'home account',

  grant(targets) {
    if (targets.length === 0) return [];
    const assign = distinct(targets.map(({ permissionSetArn }) => permissionSetArn)).map((arn, index) =>
      assignOne(
        targets.filter(({ permissionSetArn }) => permissionSetArn === arn),
        arn,
        index,
      ),
    );
    return [...assign, followAssignments(targets)];
  },

  revoke(targets) {
    if (targets.length === 0) return [];
    const instances = instancesOf(targets);
    const unassign: Statement = {
      Sid: 'UnassignPermissionSets',
      Action: ['sso:DeleteAccountAssignment', 'sso:ListAccountAssignments'],
      Resource: [
        ...instances,
        ...instances.map(instance => `${instance.replace(':instance/', ':permissionSet/')}/*`),
        accountArn('*'),
      ],
    };
    return [unassign, followAssignments(targets)];
  },
};
