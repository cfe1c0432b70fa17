import type { AccountRef, Person, Target } from '../../../functions/domain/catalog.ts';
import { hour } from '../../../functions/domain/time.ts';
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

/** What the shared suite needs of a kind: a new kind adds its row here. */
export type Fixture = {
  target: Target;
  otherTarget: Target;
  principal: string;
  seed(world: AwsWorld): void;
  /** More entries than a page of one holds, sorted before ours. */
  crowd(world: AwsWorld): void;
  /** The person leaves: AWS no longer knows them. */
  leave(world: AwsWorld): void;
  /** Something that only a wrong target has. */
  missing: Target;
};

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
    missing: { ...permissionSet, permissionSetArn: otherArn.replace(/0$/, '1') },
  },
};
