import type { Mode } from '../../functions/aws/role.ts';
import type { AccountRef } from '../../functions/domain/catalog.ts';
import {
  createIamState,
  forgetGroup,
  forgetUser,
  type IamState,
  renameGroup,
  renameUser,
} from './iam-state.ts';
import { forgetPolicy, forgetRole, newPolicy } from './policy-state.ts';
import {
  createSsoState,
  forgetDirectoryGroup,
  forgetDirectoryUser,
  forgetPermissionSet,
} from './sso-state.ts';
import type { AwsState } from './state.ts';

/** What an administrator of the organization can do. Seeded entries are old unless said otherwise; times in epoch ms. */
export interface Directory {
  /** Its IAM roles and ExternalId are what AWS trusts; another account reference is refused. */
  addAccount(account: AccountRef): void;
  suspendAccount(accountId: string): void;
  addUser(accountId: string, name: string, createdAt?: number): void;
  deleteUser(accountId: string, name: string): void;
  /** In place: id and memberships stay. */
  renameUser(accountId: string, from: string, to: string): void;
  addGroup(accountId: string, name: string, createdAt?: number): void;
  deleteGroup(accountId: string, name: string): void;
  /** In place: id and members stay. */
  renameGroup(accountId: string, from: string, to: string): void;
  addPolicy(accountId: string, arn: string): void;
  /** Everybody loses it with it. */
  deletePolicy(accountId: string, arn: string): void;
  addRole(accountId: string, name: string, createdAt?: number): void;
  deleteRole(accountId: string, name: string): void;
  /** `sessionDuration` is ISO 8601, default `PT1H`. */
  addPermissionSet(arn: string, name: string, sessionDuration?: string): void;
  /** One of AWS's own, which a permission set may hold. */
  addAwsPolicy(arn: string): void;
  /** Its assignments end with it. */
  deletePermissionSet(arn: string): void;
  addDirectoryUser(id: string, name: string): void;
  deleteDirectoryUser(id: string): void;
  /** Nobody can sign in as this user, who keeps everything. */
  disableDirectoryUser(id: string): void;
  /** `accountId`: the account that people think of. `isSynced`: from a directory outside. */
  addDirectoryGroup(id: string, name: string, accountId: string, isSynced?: boolean): void;
  /** In place: id and members stay. */
  renameDirectoryGroup(id: string, name: string): void;
  /** Its memberships end with it. */
  deleteDirectoryGroup(id: string): void;
  assignToDirectoryGroup(id: string, permissionSetArn: string): void;
}

export type DirectoryState = {
  state: AwsState;
  trusts(account: AccountRef, mode: Mode): boolean;
  directory: Directory;
};

type Parts = { now: () => number; staleMs: () => number; changed: () => void };

const roleOf = (account: AccountRef, mode: Mode) =>
  mode === 'grant' ? account.grantRoleArn : account.revokeRoleArn;

export const createDirectory = ({ now, staleMs, changed }: Parts): DirectoryState => {
  const accounts = new Map<string, AccountRef>();
  const iam = new Map<string, IamState>();
  const sso = createSsoState(now, staleMs);

  const iamOf = (accountId: string): IamState => {
    const known = iam.get(accountId) ?? createIamState(now, staleMs);
    iam.set(accountId, known);
    return known;
  };
  const announced =
    <Arguments extends unknown[]>(change: (...given: Arguments) => unknown) =>
    (...given: Arguments): void => {
      change(...given);
      changed();
    };

  return {
    state: { iam, iamOf, sso, now },
    trusts(account, mode) {
      const real = accounts.get(account.id);
      return (
        real !== undefined &&
        roleOf(real, mode) === roleOf(account, mode) &&
        real.externalId === account.externalId
      );
    },
    directory: {
      addAccount: announced(account => accounts.set(account.id, account)),
      suspendAccount: announced(accountId => sso.suspended.add(accountId)),
      addUser: announced((accountId, name, createdAt = 0) => {
        const iamThere = iamOf(accountId);
        iamThere.users.set(name.toLowerCase(), { id: iamThere.newId('AIDA'), name, createdAt }, createdAt);
      }),
      renameUser: announced((accountId, from, to) => renameUser(iamOf(accountId), from, to)),
      deleteUser: announced((accountId, name) => forgetUser(iamOf(accountId), name)),
      addGroup: announced((accountId, name, createdAt = 0) => {
        const iamThere = iamOf(accountId);
        iamThere.groups.set(name.toLowerCase(), { id: iamThere.newId('AGPA'), name }, createdAt);
      }),
      renameGroup: announced((accountId, from, to) => renameGroup(iamOf(accountId), from, to)),
      deleteGroup: announced((accountId, name) => forgetGroup(iamOf(accountId), name)),
      addPolicy: announced((accountId, arn) => {
        const iamThere = iamOf(accountId);
        if (iamThere.policies.current(arn.toLowerCase()) !== undefined) return;
        iamThere.policies.set(arn.toLowerCase(), newPolicy(iamThere.newId('ANPA'), arn, '{}'), 0);
      }),
      deletePolicy: announced((accountId, arn) => forgetPolicy(iamOf(accountId), arn)),
      addRole: announced((accountId, name, createdAt = 0) => {
        const iamThere = iamOf(accountId);
        if (iamThere.roles.current(name.toLowerCase()) !== undefined) return;
        iamThere.roles.set(name.toLowerCase(), { id: iamThere.newId('AROA'), name, createdAt }, createdAt);
      }),
      deleteRole: announced((accountId, name) => forgetRole(iamOf(accountId), name)),
      addPermissionSet: announced((arn, name, sessionDuration = 'PT1H') =>
        sso.permissionSets.set(arn, { arn, name, sessionDuration }, 0),
      ),
      addAwsPolicy: announced(arn => sso.awsPolicies.add(arn)),
      deletePermissionSet: announced(arn => forgetPermissionSet(sso, arn, now())),
      addDirectoryUser: announced((id, name) => sso.users.set(id, { id, name }, 0)),
      deleteDirectoryUser: announced(id => forgetDirectoryUser(sso, id, now())),
      disableDirectoryUser: announced(id => {
        const user = sso.users.current(id);
        if (user !== undefined) sso.users.set(id, { ...user, isDisabled: true });
      }),
      addDirectoryGroup: announced((id, name, accountId, isSynced = false) =>
        sso.groups.set(id, { id, name, isSynced, accountId }, 0),
      ),
      renameDirectoryGroup: announced((id, name) => {
        const group = sso.groups.current(id);
        if (group !== undefined) sso.groups.set(id, { ...group, name });
      }),
      deleteDirectoryGroup: announced(id => forgetDirectoryGroup(sso, id)),
      assignToDirectoryGroup: announced((id, arn) => {
        sso.assignedToGroups.set(id, [...(sso.assignedToGroups.get(id) ?? []), arn]);
      }),
    },
  };
};
