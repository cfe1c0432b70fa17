import type { Catalog } from '../../functions/domain/catalog.ts';
import type { IamGroupTarget } from '../../functions/grants/iam-group/description.ts';
import type { PermissionSetTarget } from '../../functions/grants/permission-set/description.ts';
import type { AwsWorld } from './index.ts';

/** Puts everything a catalog speaks of into an empty AWS: accounts, users, groups, permission sets. */
export const seedAws = (aws: AwsWorld, catalog: Catalog): void => {
  for (const account of Object.values(catalog.accounts)) aws.addAccount(account);
  for (const person of Object.values(catalog.people)) {
    const { iamUser = {}, identityCenterUser } = person.principals;
    for (const [account, user] of Object.entries(iamUser)) {
      const id = catalog.accounts[account]?.id;
      if (id !== undefined) aws.addUser(id, user);
    }
    if (identityCenterUser !== undefined) aws.addDirectoryUser(identityCenterUser, person.name);
  }
  const roles = Object.values(catalog.projects).flatMap(project => project.roles);
  for (const { kind, targets } of roles) {
    for (const target of targets) {
      if (kind === 'iam-group') {
        const { account, group } = target as IamGroupTarget;
        aws.addGroup(account.id, group);
      } else if (kind === 'permission-set') {
        const { permissionSetArn, permissionSet, sessionMs } = target as PermissionSetTarget;
        aws.addPermissionSet(permissionSetArn, permissionSet, `PT${Math.round(sessionMs / 60_000)}M`);
      }
    }
  }
};
