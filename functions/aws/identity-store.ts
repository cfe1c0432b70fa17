import {
  CreateGroupMembershipCommand,
  DeleteGroupMembershipCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  GetGroupMembershipIdCommand,
  type IdentitystoreClient,
} from '@aws-sdk/client-identitystore';
import { type Calling, call } from './call.ts';
import { doneOrMissing, isAlreadyThere, orUndefined } from './errors.ts';

/** A user's membership of a group, by ids that never change. */
export type Membership = { identityStoreId: string; groupId: string; userId: string };

/** `isSynced`: it comes from a directory outside, which may undo what is changed here. */
export type DirectoryEntry = { id: string; name: string; isSynced: boolean };

/**
 * Users, groups and memberships of Identity Center. Each method throws as `call` does. A membership is made and gone at once;
 * each new one has a new id, so that is looked up where it is needed.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/welcome.html
 */
export interface IdentityStoreApi {
  /** undefined: AWS has no user of this id. `isDisabled`: nobody can sign in as this user. */
  getUser(
    identityStoreId: string,
    userId: string,
  ): Promise<(DirectoryEntry & { isDisabled: boolean }) | undefined>;
  /** undefined: AWS has no group of this id. */
  getGroup(identityStoreId: string, groupId: string): Promise<DirectoryEntry | undefined>;
  /** The id of the membership; undefined: there is none, or no such group or user. */
  findMembership(membership: Membership): Promise<string | undefined>;
  /** Idempotent. `missing`: AWS has no such group or user. */
  addToGroup(membership: Membership): Promise<'done' | 'missing'>;
  /** `id`: of `findMembership`. `missing`: it is gone. */
  removeFromGroup(identityStoreId: string, id: string): Promise<'done' | 'missing'>;
}

/** `IdentityStoreApi` with this client's credentials, on behalf of `calling`. */
export const createIdentityStore = (client: IdentitystoreClient, calling: Calling): IdentityStoreApi => ({
  async getUser(IdentityStoreId, UserId) {
    const command = new DescribeUserCommand({ IdentityStoreId, UserId });
    const found = await orUndefined(
      call(calling, 'identitystore:DescribeUser', options => client.send(command, options)),
    );
    if (found?.UserId === undefined) return undefined;
    return {
      id: found.UserId,
      name: found.UserName ?? found.UserId,
      isSynced: (found.ExternalIds ?? []).length > 0,
      isDisabled: found.UserStatus === 'DISABLED',
    };
  },
  async getGroup(IdentityStoreId, GroupId) {
    const command = new DescribeGroupCommand({ IdentityStoreId, GroupId });
    const found = await orUndefined(
      call(calling, 'identitystore:DescribeGroup', options => client.send(command, options)),
    );
    if (found?.GroupId === undefined) return undefined;
    return {
      id: found.GroupId,
      name: found.DisplayName ?? found.GroupId,
      isSynced: (found.ExternalIds ?? []).length > 0,
    };
  },
  async findMembership({ identityStoreId, groupId, userId }) {
    const command = new GetGroupMembershipIdCommand({
      IdentityStoreId: identityStoreId,
      GroupId: groupId,
      MemberId: { UserId: userId },
    });
    const found = await orUndefined(
      call(calling, 'identitystore:GetGroupMembershipId', options => client.send(command, options)),
    );
    return found?.MembershipId;
  },
  async addToGroup({ identityStoreId, groupId, userId }) {
    const command = new CreateGroupMembershipCommand({
      IdentityStoreId: identityStoreId,
      GroupId: groupId,
      MemberId: { UserId: userId },
    });
    try {
      return await doneOrMissing(
        call(calling, 'identitystore:CreateGroupMembership', options => client.send(command, options)),
      );
    } catch (error) {
      if (isAlreadyThere(error)) return 'done';
      throw error;
    }
  },
  removeFromGroup(IdentityStoreId, MembershipId) {
    const command = new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId });
    return doneOrMissing(
      call(calling, 'identitystore:DeleteGroupMembership', options => client.send(command, options)),
    );
  },
});
