import {
  type Condition,
  distinct,
  iamArn,
  type KindPermissions,
  partition,
  type Statement,
  thisAccount,
} from '../permissions.ts';
import type { ManagedPolicyTarget } from './description.ts';

const user = iamArn(thisAccount, 'user/*');
const role = iamArn(thisAccount, 'role/*');

/** A role's ARN contains its path, which its name does not say. */
const roleArns = ({ account }: ManagedPolicyTarget, name: string): string[] => [
  iamArn(account.id, `role/${name}`),
  iamArn(account.id, `role/*/${name}`),
];

const onlyPolicies = (targets: readonly ManagedPolicyTarget[]): Condition => ({
  ArnEquals: { 'iam:PolicyARN': distinct(targets.map(({ policyArn }) => policyArn)) },
});

const attachToUsers = (targets: readonly ManagedPolicyTarget[]): Statement[] =>
  targets.length === 0
    ? []
    : [
        {
          Sid: 'AttachPoliciesToUsers',
          Action: ['iam:AttachUserPolicy'],
          Resource: [user],
          Condition: onlyPolicies(targets),
        },
      ];

/** One statement for each IAM role: together, each could be given the policies of all the others. */
const attachToRole = (of: readonly ManagedPolicyTarget[], name: string, index: number): Statement => ({
  Sid: `AttachPoliciesToRole${index + 1}`,
  Action: ['iam:AttachRolePolicy'],
  Resource: distinct(of.flatMap(target => roleArns(target, name))),
  Condition: onlyPolicies(of),
});

const attachToRoles = (targets: readonly ManagedPolicyTarget[]): Statement[] =>
  distinct(targets.map(({ account, iamRole }) => `${account.id}/${iamRole}`)).map((key, index) => {
    const of = targets.filter(({ account, iamRole }) => `${account.id}/${iamRole}` === key);
    return attachToRole(of, of[0]?.iamRole ?? '', index);
  });

const read: Statement[] = [
  {
    Sid: 'ReadPolicyHolders',
    Action: ['iam:GetPolicy', 'iam:ListEntitiesForPolicy'],
    // AWS's own policies stand in an account of their own.
    Resource: [iamArn(thisAccount, 'policy/*'), `arn:${partition}:iam::aws:policy/*`],
  },
  { Sid: 'ReadUsersWithPolicies', Action: ['iam:GetUser'], Resource: [user] },
  { Sid: 'ReadRolesWithPolicies', Action: ['iam:GetRole'], Resource: [role] },
];

export const managedPolicyPermissions: KindPermissions<ManagedPolicyTarget> = {
  credentials: 'target account',

  grant(targets) {
    if (targets.length === 0) return [];
    const toUsers = targets.filter(({ iamRole }) => iamRole === undefined);
    const toRoles = targets.filter(({ iamRole }) => iamRole !== undefined);
    return [...attachToUsers(toUsers), ...attachToRoles(toRoles), ...read];
  },

  revoke(targets) {
    if (targets.length === 0) return [];
    const detach: Statement = {
      Sid: 'DetachPolicies',
      Action: ['iam:DetachUserPolicy', 'iam:DetachRolePolicy'],
      Resource: [user, role],
    };
    return [detach, ...read];
  },
};
