import {
  type Condition,
  distinct,
  iamArn,
  type KindPermissions,
  partition,
  type Statement,
  thisAccount,
} from '../permissions.ts';
import {
  type ExistingPolicy,
  isExisting,
  isFromTemplate,
  type ManagedPolicyTarget,
  type PolicyFromTemplate,
} from './description.ts';
import { ownPath } from './own-path.ts';

const user = iamArn(thisAccount, 'user/*');
const role = iamArn(thisAccount, 'role/*');
const ownPolicies = iamArn(thisAccount, `policy${ownPath}*`);

/** A role's ARN contains its path, which its name does not say. */
const roleArns = ({ account, iamRole }: ManagedPolicyTarget): string[] =>
  iamRole === undefined
    ? []
    : [iamArn(account.id, `role/${iamRole}`), iamArn(account.id, `role/*/${iamRole}`)];

const onlyPolicies = (targets: readonly ExistingPolicy[]): Condition => ({
  ArnEquals: { 'iam:PolicyARN': distinct(targets.map(({ policyArn }) => policyArn)) },
});
const onlyOwn: Condition = { ArnLike: { 'iam:PolicyARN': [ownPolicies] } };

const isForUser = ({ iamRole }: ManagedPolicyTarget): boolean => iamRole === undefined;

const attachToUsers = (Sid: string, Condition: Condition): Statement => ({
  Sid,
  Action: ['iam:AttachUserPolicy'],
  Resource: [user],
  Condition,
});

const attachToRole = (Sid: string, of: readonly ManagedPolicyTarget[], Condition: Condition): Statement => ({
  Sid,
  Action: ['iam:AttachRolePolicy'],
  Resource: distinct(of.flatMap(roleArns)),
  Condition,
});

/** One statement for each IAM role: together, each could be given the policies of all the others. */
const attachExisting = (targets: readonly ExistingPolicy[]): Statement[] => {
  const forUsers = targets.filter(isForUser);
  const forRoles = targets.filter(target => !isForUser(target));
  const roles = distinct(forRoles.map(target => roleArns(target).join()));
  return [
    ...(forUsers.length > 0 ? [attachToUsers('AttachPoliciesToUsers', onlyPolicies(forUsers))] : []),
    ...roles.map((key, index) => {
      const of = forRoles.filter(target => roleArns(target).join() === key);
      return attachToRole(`AttachPoliciesToRole${index + 1}`, of, onlyPolicies(of));
    }),
  ];
};

/** No key of IAM limits what a new policy may say; what may be done with it is limited to where targets are. */
const makeOwn = (targets: readonly PolicyFromTemplate[]): Statement[] => {
  if (targets.length === 0) return [];
  const forRoles = targets.filter(target => !isForUser(target));
  return [
    {
      Sid: 'MakeOwnPolicies',
      Action: [
        'iam:CreatePolicy',
        'iam:CreatePolicyVersion',
        // AWS never deletes the one in force. It keeps five, and each extension makes one.
        'iam:DeletePolicyVersion',
        'iam:TagPolicy',
      ],
      Resource: [ownPolicies],
    },
    ...(targets.some(isForUser) ? [attachToUsers('AttachOwnPoliciesToUsers', onlyOwn)] : []),
    ...(forRoles.length > 0 ? [attachToRole('AttachOwnPoliciesToRoles', forRoles, onlyOwn)] : []),
  ];
};

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

const readOwn: Statement = {
  Sid: 'ReadOwnPolicies',
  Action: ['iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
  Resource: [ownPolicies],
};

const detach: Statement = {
  Sid: 'DetachPolicies',
  Action: ['iam:DetachUserPolicy', 'iam:DetachRolePolicy'],
  Resource: [user, role],
};

const deleteOwn: Statement[] = [
  {
    Sid: 'DeleteOwnPolicies',
    Action: ['iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:ListPolicyVersions'],
    Resource: [ownPolicies],
  },
];

export const managedPolicyPermissions: KindPermissions<ManagedPolicyTarget> = {
  credentials: 'target account',

  grant(targets) {
    if (targets.length === 0) return [];
    const own = targets.filter(isFromTemplate);
    const existing = targets.filter(isExisting);
    return [...attachExisting(existing), ...makeOwn(own), ...read, ...(own.length > 0 ? [readOwn] : [])];
  },

  revoke: targets => (targets.length === 0 ? [] : [detach, ...deleteOwn, ...read]),
};
