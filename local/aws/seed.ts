import type { Catalog } from '../../functions/domain/catalog.ts';
import type { AwsWorld } from './index.ts';
import { fakeKind } from './kinds/index.ts';

const seedPeople = (aws: AwsWorld, { accounts, people }: Catalog): void => {
  for (const person of Object.values(people)) {
    const { iamUser = {}, identityCenterUser } = person.principals;
    for (const [account, user] of Object.entries(iamUser)) {
      const id = accounts[account]?.id;
      if (id !== undefined) aws.addUser(id, user);
    }
    if (identityCenterUser !== undefined) aws.addDirectoryUser(identityCenterUser, person.name);
  }
};

/** Puts everything a catalog speaks of into an empty AWS: accounts, people, and what its roles give. */
export const seedAws = (aws: AwsWorld, catalog: Catalog): void => {
  for (const account of Object.values(catalog.accounts)) aws.addAccount(account);
  seedPeople(aws, catalog);
  for (const { roles } of Object.values(catalog.projects))
    for (const { kind, targets } of roles) for (const target of targets) fakeKind(kind).seed(aws, target);
};
