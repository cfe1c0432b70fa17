import type { Calling } from '../../functions/aws/call.ts';
import { orUndefined } from '../../functions/aws/errors.ts';
import type { IamApi } from '../../functions/aws/iam.ts';
import type { Named } from '../../functions/aws/named.ts';
import { AwsError, noSuchEntity } from './errors.ts';
import { createIamPolicies } from './iam-policies.ts';
import { type IamState, type IamWorld, join, leave, membershipsOf } from './iam-state.ts';

/** Not adjustable. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const groupsPerUser = 10;

/** A fake IAM in memory. Reads may be stale, writes are not. */
export const createIam = (
  { invoke, now, pageSize, changed }: IamWorld,
  accountId: string,
  state: IamState,
  calling: Calling,
): IamApi => {
  const seenUser = (user: string) => {
    const found = state.users.seen(user.toLowerCase());
    if (found === undefined) throw noSuchEntity('user', user);
    return found;
  };
  const requireBoth = (user: string, group: string) => {
    const userFound = state.users.current(user.toLowerCase());
    const groupFound = state.groups.current(group.toLowerCase());
    if (userFound === undefined) throw noSuchEntity('user', user);
    if (groupFound === undefined) throw noSuchEntity('group', group);
    return { user: userFound.name, group: groupFound.name };
  };
  /** A group that a stale listing still shows may be gone already. */
  const groupOf = (name: string): Named =>
    state.groups.seen(name.toLowerCase()) ?? state.groups.current(name.toLowerCase()) ?? { id: '', name };
  const add = (user: string, group: string) => {
    const names = requireBoth(user, group);
    const held = membershipsOf(state, user);
    if (held.some(each => each.group === names.group)) return 'done' as const;
    if (held.length >= groupsPerUser)
      throw new AwsError('LimitExceededException', `Cannot exceed quota for GroupsPerUser: ${groupsPerUser}`);
    join(state, { accountId, ...names, since: now() });
    changed();
    return 'done' as const;
  };
  const remove = (user: string, group: string) => {
    requireBoth(user, group);
    if (!leave(state, user, group))
      throw new AwsError('NoSuchEntityException', `User ${user} not in group ${group}`);
    changed();
    return 'done' as const;
  };

  return {
    ...createIamPolicies({ invoke, now, pageSize, changed }, accountId, state, calling),
    getUser: user => orUndefined(invoke(calling, 'iam:GetUser', { user }, () => ({ ...seenUser(user) }))),
    getGroup: group =>
      orUndefined(
        invoke(calling, 'iam:GetGroup', { group }, () => {
          const found = state.groups.seen(group.toLowerCase());
          if (found === undefined) throw noSuchEntity('group', group);
          return { ...found };
        }),
      ),
    async findUser(id) {
      for (let from = 0; ; from += pageSize()) {
        const page = await invoke(calling, 'iam:ListUsers', { from: String(from) }, () =>
          state.users.seenValues().slice(from, from + pageSize()),
        );
        const found = page.find(each => each.id === id);
        if (found !== undefined || page.length < pageSize()) return found && { id, name: found.name };
      }
    },
    async listGroupsForUser(user) {
      const groups: Named[] = [];
      for (let from = 0; ; from += pageSize()) {
        const page = await orUndefined(
          invoke(calling, 'iam:ListGroupsForUser', { user, from: String(from) }, () => {
            seenUser(user);
            const all = state.memberships.seen(user.toLowerCase()) ?? [];
            const shown = all.slice(from, from + pageSize()).map(({ group }) => groupOf(group));
            return { groups: shown, total: all.length };
          }),
        );
        if (page === undefined) return undefined;
        groups.push(...page.groups);
        if (from + pageSize() >= page.total) return groups;
      }
    },
    addUserToGroup: async (user, group) =>
      (await orUndefined(invoke(calling, 'iam:AddUserToGroup', { user, group }, () => add(user, group)))) ??
      'missing',
    removeUserFromGroup: async (user, group) =>
      (await orUndefined(
        invoke(calling, 'iam:RemoveUserFromGroup', { user, group }, () => remove(user, group)),
      )) ?? 'missing',
  };
};
