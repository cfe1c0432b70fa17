import {
  CreateGroupCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  CreatePermissionSetCommand,
  ListAccountAssignmentsCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccountRef, Catalog } from '../../../functions/domain/catalog.ts';
import type { IamGroupTarget } from '../../../functions/grants/iam-group/description.ts';
import {
  isSharedSet,
  type PermissionSetTarget,
  type SharedSet,
} from '../../../functions/grants/permission-set/description.ts';

export const region = 'us-east-1';
/** The account of whoever does not assume an IAM role. */
export const homeAccountId = '123456789012';

/** An administrator's own clients: what Curfew did is read by other code than its own. */
const connect = (endpoint: string) => {
  const common = { region, endpoint, maxAttempts: 1 };
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const sts = new STSClient({ ...common, credentials });
  const home = new IAMClient({ ...common, credentials });
  const others = new Map<string, Promise<IAMClient>>();

  const inAccount = async (id: string): Promise<IAMClient> => {
    const RoleArn = `arn:aws:iam::${id}:role/administrator`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'admin' }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const assumed = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    return new IAMClient({ ...common, credentials: assumed });
  };
  const iam = (id: string): Promise<IAMClient> => {
    if (id === homeAccountId) return Promise.resolve(home);
    const known = others.get(id) ?? inAccount(id);
    others.set(id, known);
    return known;
  };
  return { iam, sso: new SSOAdminClient({ ...common, credentials }) };
};

const isThere = (error: unknown): void => {
  if (!(error instanceof Error) || !error.name.startsWith('EntityAlreadyExists')) throw error;
};

const targetsOf = (catalog: Catalog, kind: string) =>
  Object.values(catalog.projects)
    .flatMap(({ roles }) => roles)
    .filter(role => role.kind === kind)
    .flatMap(({ targets }) => targets);

/** moto as AWS: seeded with what a catalog speaks of, and read back with clients of the tests' own. */
export const openMoto = (endpoint: string) => {
  const { iam, sso } = connect(endpoint);

  const addUser = async (account: AccountRef, UserName: string) =>
    (await iam(account.id)).send(new CreateUserCommand({ UserName })).catch(isThere);

  return {
    async addGroup(accountId: string, GroupName: string) {
      await (await iam(accountId)).send(new CreateGroupCommand({ GroupName })).catch(isThere);
    },

    async addUsers(catalog: Catalog) {
      for (const { principals } of Object.values(catalog.people))
        for (const [account, user] of Object.entries(principals.iamUser ?? {})) {
          const where = catalog.accounts[account];
          if (where !== undefined) await addUser(where, user);
        }
    },

    /** ARNs as the catalog has them → ARNs as moto made them. */
    async addPermissionSets(catalog: Catalog): Promise<Map<string, string>> {
      const made = new Map<string, string>();
      const targets = targetsOf(catalog, 'permission-set') as PermissionSetTarget[];
      for (const target of targets.filter(isSharedSet)) {
        if (made.has(target.permissionSetArn)) continue;
        const { PermissionSet } = await sso.send(
          new CreatePermissionSetCommand({
            InstanceArn: target.instanceArn,
            Name: target.permissionSet,
            SessionDuration: `PT${target.sessionMs / 60_000}M`,
          }),
        );
        made.set(target.permissionSetArn, PermissionSet?.PermissionSetArn ?? '');
      }
      return made;
    },

    async members({ account, group }: IamGroupTarget): Promise<string[]> {
      const { Users = [] } = await (await iam(account.id)).send(new GetGroupCommand({ GroupName: group }));
      return Users.map(({ UserName }) => UserName ?? '');
    },

    async removeGroup({ account, group }: IamGroupTarget) {
      await (await iam(account.id)).send(new DeleteGroupCommand({ GroupName: group }));
    },

    async assigned({ account, instanceArn, permissionSetArn }: SharedSet): Promise<string[]> {
      const { AccountAssignments = [] } = await sso.send(
        new ListAccountAssignmentsCommand({
          InstanceArn: instanceArn,
          AccountId: account.id,
          PermissionSetArn: permissionSetArn,
        }),
      );
      return AccountAssignments.map(({ PrincipalId }) => PrincipalId ?? '');
    },
  };
};
