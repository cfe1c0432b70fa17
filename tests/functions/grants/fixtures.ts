import type { AccountRef, Person, Target } from '../../../functions/domain/catalog.ts';
import { hour } from '../../../functions/domain/time.ts';
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
};
