import type { Calling } from '../../functions/aws/call.ts';
import { doneOrMissing, isAlreadyThere, orUndefined } from '../../functions/aws/errors.ts';
import type { IdentityStoreApi, Membership } from '../../functions/aws/identity-store.ts';
import { AwsError, directoryNotFound } from './errors.ts';
import type { Invoke } from './invoke.ts';
import { enter, leaveGroup, membershipKey, type SsoState } from './sso-state.ts';

export type IdentityStoreWorld = { invoke: Invoke; now: () => number; changed: () => void };

/** As AWS says it of a member that is there already. */
const alreadyThere = (): AwsError =>
  Object.assign(new AwsError('ConflictException', 'The member is in the group.'), {
    Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
  });

/** A fake identity store in memory. Reads may be stale, writes are not. */
export const createIdentityStore = (
  { invoke, now, changed }: IdentityStoreWorld,
  state: SsoState,
  calling: Calling,
): IdentityStoreApi => {
  const requireBoth = ({ groupId, userId }: Membership, when: 'seen' | 'current') => {
    if (state.groups[when](groupId) === undefined) throw directoryNotFound('GROUP', groupId);
    if (state.users[when](userId) === undefined) throw directoryNotFound('USER', userId);
  };

  return {
    getUser: (_store, userId) =>
      orUndefined(
        invoke(calling, 'identitystore:DescribeUser', { userId }, () => {
          const found = state.users.seen(userId);
          if (found === undefined) throw directoryNotFound('USER', userId);
          return { id: found.id, name: found.name, isSynced: false, isDisabled: found.isDisabled === true };
        }),
      ),
    getGroup: (_store, groupId) =>
      orUndefined(
        invoke(calling, 'identitystore:DescribeGroup', { groupId }, () => {
          const found = state.groups.seen(groupId);
          if (found === undefined) throw directoryNotFound('GROUP', groupId);
          return { ...found };
        }),
      ),
    async findMembership(membership) {
      const { groupId, userId } = membership;
      const found = await orUndefined(
        invoke(calling, 'identitystore:GetGroupMembershipId', { groupId, userId }, () => {
          requireBoth(membership, 'seen');
          const held = state.memberships.seen(membershipKey(membership));
          if (held === undefined) throw directoryNotFound('GROUP_MEMBERSHIP', `${groupId}/${userId}`);
          return { id: held.id };
        }),
      );
      return found?.id;
    },
    async addToGroup(membership) {
      const { groupId, userId } = membership;
      try {
        return await doneOrMissing(
          invoke(calling, 'identitystore:CreateGroupMembership', { groupId, userId }, () => {
            requireBoth(membership, 'current');
            if (state.memberships.current(membershipKey(membership)) !== undefined) throw alreadyThere();
            enter(state, membership, now());
            changed();
            return {};
          }),
        );
      } catch (error) {
        if (isAlreadyThere(error)) return 'done';
        throw error;
      }
    },
    removeFromGroup: (_store, id) =>
      doneOrMissing(
        invoke(calling, 'identitystore:DeleteGroupMembership', { id }, () => {
          const held = state.memberships.currentValues().find(each => each.id === id);
          if (held === undefined) throw directoryNotFound('GROUP_MEMBERSHIP', id);
          leaveGroup(state, held);
          changed();
          return {};
        }),
      ),
  };
};
