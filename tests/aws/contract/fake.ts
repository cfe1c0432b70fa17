import type { Calling } from '../../../functions/aws/call.ts';
import { second } from '../../../functions/domain/time.ts';
import { createAwsWorld } from '../../../local/aws/index.ts';
import type { IamBench } from './iam.ts';
import type { PolicyBench } from './iam-policies.ts';
import type { StoreBench } from './identity-store.ts';
import type { SsoBench } from './sso-admin.ts';

const home = { name: 'home', id: '123456789012', production: false };

const opened = () => {
  let time = Date.parse('2026-11-20T10:00:00.000Z');
  const reported: string[] = [];
  const calling: Calling = {
    requestId: 'contract',
    remainingMs: () => 120 * second,
    called: id => reported.push(id),
  };
  const world = createAwsWorld({ now: () => time, homeAccountId: home.id, settings: { pageSize: 5 } });
  const pass = async () => {
    time += 5 * second;
  };
  return { world, calling, reported, pass };
};

export const openFakeIam = async (): Promise<IamBench> => {
  const { world, calling, reported } = opened();
  return {
    api: world.apis('grant').iam(home, calling),
    addUser: async name => world.addUser(home.id, name),
    addGroup: async name => world.addGroup(home.id, name),
    renameUser: async (from, to) => world.renameUser(home.id, from, to),
    renameGroup: async (from, to) => world.renameGroup(home.id, from, to),
    async remakeUser(name) {
      world.deleteUser(home.id, name);
      world.addUser(home.id, name);
    },
    async remakeGroup(name) {
      world.deleteGroup(home.id, name);
      world.addGroup(home.id, name);
    },
    reported,
  };
};

export const openFakePolicies = async (): Promise<PolicyBench> => {
  const { world, calling } = opened();
  return {
    api: world.apis('grant').iam(home, calling),
    addUser: async name => world.addUser(home.id, name),
    renameUser: async (from, to) => world.renameUser(home.id, from, to),
    addRole: async name => world.addRole(home.id, name),
    async addPolicy(name) {
      const arn = `arn:aws:iam::${home.id}:policy/${name}`;
      world.addPolicy(home.id, arn);
      return arn;
    },
    async remakePolicy(arn) {
      world.deletePolicy(home.id, arn);
      world.addPolicy(home.id, arn);
    },
  };
};

export const openFakeStore = async (): Promise<StoreBench> => {
  const { world, calling } = opened();
  return {
    api: world.apis('grant').identityStore(home, calling),
    identityStoreId: 'd-1234567890',
    async addUser(name) {
      world.addDirectoryUser(`id-of-${name}`, name);
      return `id-of-${name}`;
    },
    async addGroup(name) {
      world.addDirectoryGroup(`id-of-${name}`, name, home.id);
      return `id-of-${name}`;
    },
  };
};

export const openFakeSso = async (): Promise<SsoBench> => {
  const { world, calling, pass } = opened();
  const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
  return {
    api: world.apis('grant').ssoAdmin(home, calling),
    instanceArn,
    async addPermissionSet(name) {
      const arn = `arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-${name.padStart(16, '0')}`;
      world.addPermissionSet(arn, name, 'PT2H');
      return arn;
    },
    addUser: async id => world.addDirectoryUser(id, id),
    pass,
  };
};
