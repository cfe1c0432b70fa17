import {
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeleteUserCommand,
  IAMClient,
  UpdateGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import {
  CreateGroupCommand as CreateDirectoryGroupCommand,
  CreateUserCommand as CreateDirectoryUserCommand,
  IdentitystoreClient,
} from '@aws-sdk/client-identitystore';
import { CreatePermissionSetCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { Calling } from '../../../functions/aws/call.ts';
import { createAws } from '../../../functions/aws/clients.ts';
import { second } from '../../../functions/domain/time.ts';
import type { IamBench } from './iam.ts';
import type { PolicyBench } from './iam-policies.ts';
import type { StoreBench } from './identity-store.ts';
import type { SsoBench } from './sso-admin.ts';

/** The account moto's credentials belong to unless an IAM role is assumed. */
export const home = { name: 'home', id: '123456789012', production: false };
export const region = 'us-east-1';

/** Points every client at the emulator that `tests/aws/run.sh` starts. Throws when there is none. */
export const useMoto = (): void => {
  const url = process.env.CURFEW_MOTO_URL;
  if (url === undefined || url === '')
    throw new Error('CURFEW_MOTO_URL is not set: run `npm run test:aws`, which starts moto');
  process.env.AWS_ENDPOINT_URL = url;
  process.env.AWS_ACCESS_KEY_ID = 'testing';
  process.env.AWS_SECRET_ACCESS_KEY = 'testing';
};

export const newCalling = (): Calling & { reported: string[] } => {
  const reported: string[] = [];
  return {
    requestId: 'contract',
    remainingMs: () => 120 * second,
    called: id => reported.push(id),
    reported,
  };
};

export const openMotoIam = async (): Promise<IamBench> => {
  const client = new IAMClient({ region });
  const calling = newCalling();
  return {
    api: createAws({ mode: 'grant', region, homeAccountId: home.id }).iam(home, calling),
    async addUser(name) {
      await client.send(new CreateUserCommand({ UserName: name }));
    },
    async addGroup(name) {
      await client.send(new CreateGroupCommand({ GroupName: name }));
    },
    async renameUser(UserName, NewUserName) {
      await client.send(new UpdateUserCommand({ UserName, NewUserName }));
    },
    async renameGroup(GroupName, NewGroupName) {
      await client.send(new UpdateGroupCommand({ GroupName, NewGroupName }));
    },
    async remakeUser(UserName) {
      await client.send(new DeleteUserCommand({ UserName }));
      await client.send(new CreateUserCommand({ UserName }));
    },
    async remakeGroup(GroupName) {
      await client.send(new DeleteGroupCommand({ GroupName }));
      await client.send(new CreateGroupCommand({ GroupName }));
    },
    reported: calling.reported,
  };
};

const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

export const openMotoPolicies = async (): Promise<PolicyBench> => {
  const client = new IAMClient({ region });
  const api = createAws({ mode: 'grant', region, homeAccountId: home.id }).iam(home, newCalling());
  const { addUser, renameUser } = await openMotoIam();
  const create = async (PolicyName: string) => {
    const PolicyDocument = document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
    const { Policy } = await client.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
    return Policy?.Arn ?? '';
  };
  return {
    api,
    addUser,
    renameUser,
    async addRole(RoleName) {
      const Principal = { Service: 'ec2.amazonaws.com' };
      const AssumeRolePolicyDocument = document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
      await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    },
    addPolicy: create,
    // moto deletes a policy that somebody has; AWS does not, so they lose it first.
    async remakePolicy(arn) {
      for (const holder of (await api.listHolders(arn)) ?? []) await api.detachPolicy(holder, arn);
      await client.send(new DeletePolicyCommand({ PolicyArn: arn }));
      await create(arn.split('/').at(-1) ?? '');
    },
  };
};

/** moto takes any store. */
export const openMotoStore = async (): Promise<StoreBench> => {
  const client = new IdentitystoreClient({ region });
  const IdentityStoreId = 'd-1234567890';
  return {
    api: createAws({ mode: 'grant', region, homeAccountId: home.id }).identityStore(home, newCalling()),
    identityStoreId: IdentityStoreId,
    async addUser(UserName) {
      const Name = { GivenName: UserName, FamilyName: UserName };
      const input = { IdentityStoreId, UserName, DisplayName: UserName, Name };
      return (await client.send(new CreateDirectoryUserCommand(input))).UserId ?? '';
    },
    async addGroup(DisplayName) {
      const input = { IdentityStoreId, DisplayName };
      return (await client.send(new CreateDirectoryGroupCommand(input))).GroupId ?? '';
    },
  };
};

/** moto takes any instance, and any user id as a principal. */
export const openMotoSso = async (): Promise<SsoBench> => {
  const client = new SSOAdminClient({ region });
  const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
  return {
    api: createAws({ mode: 'grant', region, homeAccountId: home.id }).ssoAdmin(home, newCalling()),
    instanceArn,
    async addPermissionSet(Name) {
      const input = { InstanceArn: instanceArn, Name, SessionDuration: 'PT2H' };
      const { PermissionSet } = await client.send(new CreatePermissionSetCommand(input));
      return PermissionSet?.PermissionSetArn ?? '';
    },
    addUser: async () => undefined,
    // Assignments succeed at once there, so nothing has to pass.
    pass: async () => undefined,
  };
};
