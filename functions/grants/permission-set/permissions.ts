import {
  type Condition,
  distinct,
  inChunks,
  type KindPermissions,
  partition,
  type Statement,
} from '../permissions.ts';
import {
  isOwnSet,
  isSharedSet,
  type OwnSet,
  type PermissionSetTarget,
  type SharedSet,
} from './description.ts';

/** This ARN has neither account nor region of its own. */
const accountArn = (id: string): string => `arn:${partition}:sso:::account/${id}`;

const instancesOf = (targets: readonly PermissionSetTarget[]): string[] =>
  distinct(targets.map(({ instanceArn }) => instanceArn));

const anySetOf = (targets: readonly PermissionSetTarget[]): string[] =>
  instancesOf(targets).map(instance => `${instance.replace(':instance/', ':permissionSet/')}/*`);

/** Sets that may be assigned in just these accounts, all on one instance. */
type Assignable = { instanceArn: string; accounts: string[]; sets: string[] };

/** Sets of the same accounts share a statement; others must not: each could be assigned in the accounts of all of them. */
const assignables = (targets: readonly SharedSet[]): Assignable[] => {
  const found = new Map<string, Assignable>();
  for (const set of distinct(targets.map(({ permissionSetArn }) => permissionSetArn))) {
    const of = targets.filter(({ permissionSetArn }) => permissionSetArn === set);
    const accounts = distinct(of.map(({ account }) => accountArn(account.id)));
    for (const instanceArn of instancesOf(of)) {
      const key = [instanceArn, ...accounts].join(' ');
      const known = found.get(key) ?? { instanceArn, accounts, sets: [] };
      found.set(key, { ...known, sets: [...known.sets, set] });
    }
  }
  return [...found.values()];
};

const assignShared = (targets: readonly SharedSet[]): Statement[] =>
  assignables(targets)
    .flatMap(({ instanceArn, accounts, sets }) =>
      inChunks(sets, 25).flatMap(some =>
        inChunks(accounts, 50).map(there => [instanceArn, ...some, ...there]),
      ),
    )
    .map((resources, index) => ({
      Sid: `AssignPermissionSet${index + 1}`,
      Action: ['sso:CreateAccountAssignment', 'sso:DescribePermissionSet', 'sso:ListAccountAssignments'],
      Resource: resources,
    }));

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

/** What Curfew has made bears this tag, and nothing else does. */
const tag = 'curfew-request';
const isTagged: Condition = { Null: { [`aws:ResourceTag/${tag}`]: ['false'] } };
const willBeTagged: Condition = { Null: { [`aws:RequestTag/${tag}`]: ['false'] } };

const fill = [
  'sso:AttachManagedPolicyToPermissionSet',
  'sso:CreateAccountAssignment',
  'sso:ProvisionPermissionSet',
  'sso:PutInlinePolicyToPermissionSet',
];

/** No key of IAM limits what a new set gives; the accounts it is assigned in are those that are named. */
const makeOwn = (targets: readonly OwnSet[]): Statement[] =>
  targets.length === 0
    ? []
    : [
        {
          Sid: 'MakeOwnPermissionSets',
          Action: ['sso:CreatePermissionSet', 'sso:TagResource'],
          Resource: [...instancesOf(targets), ...anySetOf(targets)],
          Condition: willBeTagged,
        },
        { Sid: 'FillOwnPermissionSets', Action: fill, Resource: anySetOf(targets), Condition: isTagged },
        {
          Sid: 'FillOwnPermissionSetsThere',
          Action: fill,
          Resource: [
            ...instancesOf(targets),
            ...distinct(targets.map(({ account }) => accountArn(account.id))),
          ],
        },
      ];

/** Each is read by its ARN, and found by its user or its name where that was lost. */
const readOwn = (targets: readonly OwnSet[], more: string[]): Statement[] =>
  targets.length === 0
    ? []
    : [
        {
          Sid: 'ReadOwnPermissionSets',
          Action: [
            'sso:DescribePermissionSet',
            'sso:ListAccountAssignments',
            'sso:ListAccountAssignmentsForPrincipal',
            'sso:ListTagsForResource',
            ...more,
          ],
          Resource: [...instancesOf(targets), ...anySetOf(targets), accountArn('*')],
        },
      ];

export const permissionSetPermissions: KindPermissions<PermissionSetTarget> = {
  credentials: 'home account',

  grant(targets) {
    if (targets.length === 0) return [];
    const own = targets.filter(isOwnSet);
    return [
      ...assignShared(targets.filter(isSharedSet)),
      ...makeOwn(own),
      ...readOwn(own, [
        'sso:DescribePermissionSetProvisioningStatus',
        'sso:ListManagedPoliciesInPermissionSet',
      ]),
      followAssignments(targets),
    ];
  },

  revoke(targets) {
    if (targets.length === 0) return [];
    const own = targets.filter(isOwnSet);
    const unassign: Statement = {
      Sid: 'UnassignPermissionSets',
      Action: ['sso:DeleteAccountAssignment', 'sso:ListAccountAssignments'],
      Resource: [...instancesOf(targets), ...anySetOf(targets), accountArn('*')],
    };
    return [
      unassign,
      ...(own.length === 0
        ? []
        : [
            {
              Sid: 'DeleteOwnPermissionSets',
              Action: ['sso:DeletePermissionSet'],
              Resource: anySetOf(own),
              Condition: isTagged,
            },
            {
              Sid: 'DeleteOwnPermissionSetsThere',
              Action: ['sso:DeletePermissionSet'],
              Resource: instancesOf(own),
            },
          ]),
      ...readOwn(own, []),
      followAssignments(targets),
    ];
  },
};
