import { shortName } from '../../../functions/aws/short-name.ts';
import type { AccountRef, Person, Target } from '../../../functions/domain/catalog.ts';
import { hour } from '../../../functions/domain/time.ts';
import {
  managedPolicyDescription,
  type PolicyFromTemplate,
} from '../../../functions/grants/managed-policy/description.ts';
import type { OwnSet } from '../../../functions/grants/permission-set/description.ts';
import type { CallName } from '../../../local/aws/faults.ts';
import type { AwsWorld } from '../../../local/aws/index.ts';

export const staging: AccountRef = { name: 'staging', id: '111111111111', production: false };

export const alice: Person = {
  name: 'alice',
  email: 'alice@example.com',
  slack: { team: 'T0001', users: ['U0001'] },
  principals: { iamUser: { staging: 'alice' }, identityCenterUser: '90677e8f31-alice' },
};

const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';

export const group = { account: staging, group: 'admin_RDS' };
export const permissionSet = {
  account: staging,
  permissionSet: 'ReadOnly',
  permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef',
  instanceArn,
  startUrl: 'https://example.awsapps.com/start',
  sessionMs: hour,
};
const directoryGroup = {
  account: staging,
  group: 'DataAdmins',
  groupId: '1234567890-11111111-1111-1111-1111-111111111110',
  identityStoreId: 'd-1234567890',
  instanceArn,
  startUrl: 'https://example.awsapps.com/start',
  sessionMs: hour,
};
const otherDirectoryGroup = {
  ...directoryGroup,
  group: 'Auditors',
  groupId: directoryGroup.groupId.replace(/0$/, '1'),
};

const policy = { account: staging, policyArn: 'arn:aws:iam::111111111111:policy/S3Read' };
const otherPolicy = { ...policy, policyArn: 'arn:aws:iam::111111111111:policy/team/S3Write' };
const forRole = { ...policy, iamRole: 'deploy' };

/** The policies of an account, and the user or role that has them, for either row of the kind. */
const policies = (holder: { add(world: AwsWorld): void; remove(world: AwsWorld): void }, target: Target) => ({
  seed(world: AwsWorld) {
    holder.add(world);
    for (const { policyArn } of [policy, otherPolicy]) world.addPolicy(staging.id, policyArn);
  },
  crowd(world: AwsWorld) {
    for (const name of ['bob', 'carol', 'dave']) {
      world.addUser(staging.id, name);
      world.give('managed-policy', policy, name, 0);
    }
  },
  leave: holder.remove,
  remake: [
    (world: AwsWorld) => {
      holder.remove(world);
      holder.add(world);
      world.give('managed-policy', target, String(target.iamRole ?? 'alice'), 0);
    },
    (world: AwsWorld) => {
      world.deletePolicy(staging.id, policy.policyArn);
      world.addPolicy(staging.id, policy.policyArn);
      world.give('managed-policy', target, String(target.iamRole ?? 'alice'), 0);
    },
  ],
  missing: { ...target, policyArn: `${policy.policyArn}None` },
});

const fromTemplate = {
  account: staging,
  template: 'S3ReadOnlyPolicy',
  on: ['reports', 'invoices'],
  statements: [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::reports/*', 'arn:aws:s3:::invoices/*'],
    },
  ],
  partition: 'aws',
} satisfies PolicyFromTemplate;
/** The policy that the suite's first request makes. */
const madeForFirst = `arn:aws:iam::111111111111:policy/curfew/${shortName(
  managedPolicyDescription.resourceKey(fromTemplate, 'alice', 'req-1'),
)}`;

const ownSet = {
  account: staging,
  gives: ['ReadOnlyAccess', 'S3ReadOnlyPolicy on reports'],
  managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  statements: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::reports/*'] }],
  instanceArn,
  startUrl: 'https://example.awsapps.com/start',
  sessionMs: hour,
} satisfies OwnSet;

const otherArn = permissionSet.permissionSetArn.replace(/f$/, '0');

/** What the shared suite needs of a kind: a new kind adds its rows here. */
export type Fixture = {
  target: Target;
  otherTarget: Target;
  principal: string;
  seed(world: AwsWorld): void;
  /** More entries than a page of one holds, sorted before ours. */
  crowd(world: AwsWorld): void;
  /** The person leaves: AWS no longer knows them. */
  leave(world: AwsWorld): void;
  /** Each thing that the kind names, renamed in place: AWS keeps its id and what it was given. One change a list entry. */
  rename: ((world: AwsWorld) => void)[];
  /** Each thing deleted and made again under its name, with the same access given to whatever bears the name now. */
  remake: ((world: AwsWorld) => void)[];
  /** What the target or the principal names is not found by its name any more. */
  vanish(world: AwsWorld): void;
  /** The calls that tell whether an id that is not found by name is gone. */
  lookUps: CallName[];
  /** Something that only a wrong target has. */
  missing: Target;
  /** Each request makes what carries its access: nothing of it can have stood before, or be put back. */
  isOwn?: true;
  /** AWS tells only when it is granted whether what the target names is there. */
  isUnchecked?: true;
  /** The same access whatever account a role names it for. */
  isEverywhere?: true;
  /** The target itself says who is given it, whoever asks. */
  isForAnyone?: true;
};

/** `managed-policy: of an IAM role` → `managed-policy`. */
export const kindOf = (row: string): string => row.split(':')[0] ?? row;

/** By kind; a kind whose targets are of several shapes has more rows, each with words after a colon. */
export const fixtures: Record<string, Fixture> = {
  'iam-group': {
    target: group,
    otherTarget: { ...group, group: 'admin_dns' },
    principal: 'alice',
    seed(world) {
      world.addUser(staging.id, 'alice');
      for (const name of ['admin_RDS', 'admin_dns', 'a1', 'a2', 'a3']) world.addGroup(staging.id, name);
    },
    crowd(world) {
      for (const name of ['a1', 'a2', 'a3']) world.give('iam-group', { ...group, group: name }, 'alice', 0);
    },
    leave: world => world.deleteUser(staging.id, 'alice'),
    rename: [
      world => world.renameUser(staging.id, 'alice', 'alice.renamed'),
      world => world.renameGroup(staging.id, 'admin_RDS', 'admin_renamed'),
    ],
    remake: [
      world => {
        world.deleteUser(staging.id, 'alice');
        world.addUser(staging.id, 'alice');
        world.give('iam-group', group, 'alice', 0);
      },
      world => {
        world.deleteGroup(staging.id, 'admin_RDS');
        world.addGroup(staging.id, 'admin_RDS');
        world.give('iam-group', group, 'alice', 0);
      },
    ],
    vanish: world => world.deleteUser(staging.id, 'alice'),
    lookUps: ['iam:ListUsers'],
    missing: { ...group, group: 'admin_none' },
  },
  'identity-center-group': {
    target: directoryGroup,
    otherTarget: otherDirectoryGroup,
    principal: '90677e8f31-alice',
    seed(world) {
      for (const { groupId, group: name } of [directoryGroup, otherDirectoryGroup])
        world.addDirectoryGroup(groupId, name, staging.id);
      for (const name of ['alice', 'bob', 'carol', 'dave'])
        world.addDirectoryUser(`90677e8f31-${name}`, name);
    },
    crowd(world) {
      for (const name of ['bob', 'carol', 'dave'])
        world.give('identity-center-group', directoryGroup, `90677e8f31-${name}`, 0);
    },
    leave: world => world.deleteDirectoryUser('90677e8f31-alice'),
    rename: [world => world.renameDirectoryGroup(directoryGroup.groupId, 'renamed')],
    // Its target and its principal are ids, which are never used again.
    remake: [],
    vanish: world => world.deleteDirectoryGroup(directoryGroup.groupId),
    lookUps: ['identitystore:GetGroupMembershipId'],
    missing: { ...directoryGroup, groupId: otherDirectoryGroup.groupId.replace(/1$/, '2') },
    isEverywhere: true,
  },
  'managed-policy': {
    ...policies(
      {
        add: world => world.addUser(staging.id, 'alice'),
        remove: world => world.deleteUser(staging.id, 'alice'),
      },
      policy,
    ),
    target: policy,
    otherTarget: otherPolicy,
    principal: 'alice',
    // A policy cannot be renamed, and neither can a role.
    rename: [world => world.renameUser(staging.id, 'alice', 'alice.renamed')],
    vanish: world => world.renameUser(staging.id, 'alice', 'alice.renamed'),
    lookUps: ['iam:ListEntitiesForPolicy'],
  },
  'managed-policy: of an IAM role': {
    ...policies(
      {
        add: world => world.addRole(staging.id, 'deploy'),
        remove: world => world.deleteRole(staging.id, 'deploy'),
      },
      forRole,
    ),
    target: forRole,
    otherTarget: { ...otherPolicy, iamRole: 'deploy' },
    principal: 'deploy',
    rename: [],
    vanish: world => world.deleteRole(staging.id, 'deploy'),
    lookUps: ['iam:ListEntitiesForPolicy'],
    isForAnyone: true,
  },
  'managed-policy: from a template': {
    ...policies(
      {
        add: world => world.addUser(staging.id, 'alice'),
        remove: world => world.deleteUser(staging.id, 'alice'),
      },
      fromTemplate,
    ),
    target: fromTemplate,
    otherTarget: {
      ...fromTemplate,
      on: ['payroll'],
      statements: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::payroll/*'] }],
    },
    principal: 'alice',
    crowd(world) {
      for (const name of ['bob', 'carol', 'dave']) {
        world.addUser(staging.id, name);
        world.give('managed-policy', fromTemplate, name, 0);
      }
    },
    rename: [world => world.renameUser(staging.id, 'alice', 'alice.renamed')],
    remake: [
      world => {
        world.deletePolicy(staging.id, madeForFirst);
        world.addPolicy(staging.id, madeForFirst);
        const policyArn = madeForFirst;
        world.give('managed-policy', { account: staging, policyArn }, 'alice', 0);
      },
    ],
    // Whose policy it is, is asked of the policy.
    vanish: world => world.deleteUser(staging.id, 'alice'),
    lookUps: ['iam:GetPolicy'],
    missing: { ...fromTemplate, iamRole: 'nobody' },
    isOwn: true,
  },
  'permission-set': {
    target: permissionSet,
    otherTarget: { ...permissionSet, permissionSet: 'Admin', permissionSetArn: otherArn },
    principal: '90677e8f31-alice',
    seed(world) {
      world.addPermissionSet(permissionSet.permissionSetArn, 'ReadOnly');
      world.addPermissionSet(otherArn, 'Admin');
      for (const name of ['alice', 'bob', 'carol', 'dave'])
        world.addDirectoryUser(`90677e8f31-${name}`, name);
    },
    crowd(world) {
      for (const name of ['bob', 'carol', 'dave'])
        world.give('permission-set', permissionSet, `90677e8f31-${name}`, 0);
    },
    leave: world => world.deleteDirectoryUser('90677e8f31-alice'),
    // Its target and its principal are ids: a permission set cannot be renamed, and a user's name is not used.
    rename: [],
    remake: [],
    vanish: world => world.deletePermissionSet(permissionSet.permissionSetArn),
    lookUps: ['sso:ListPermissionSets'],
    missing: { ...permissionSet, permissionSetArn: otherArn.replace(/0$/, '1') },
  },
  'permission-set: of its own': {
    target: ownSet,
    otherTarget: {
      ...ownSet,
      gives: ['Billing'],
      managedPolicies: ['arn:aws:iam::aws:policy/job-function/Billing'],
    },
    principal: '90677e8f31-alice',
    seed(world) {
      world.addAwsPolicy('arn:aws:iam::aws:policy/ReadOnlyAccess');
      for (const name of ['alice', 'bob', 'carol', 'dave'])
        world.addDirectoryUser(`90677e8f31-${name}`, name);
    },
    crowd(world) {
      for (const name of ['bob', 'carol', 'dave'])
        world.give('permission-set', ownSet, `90677e8f31-${name}`, 0);
    },
    leave: world => world.deleteDirectoryUser('90677e8f31-alice'),
    rename: [],
    remake: [],
    vanish: world => world.deleteDirectoryUser('90677e8f31-alice'),
    lookUps: ['sso:ListAccountAssignments'],
    missing: { ...ownSet, managedPolicies: ['arn:aws:iam::aws:policy/None'] },
    isOwn: true,
    isUnchecked: true,
  },
};
