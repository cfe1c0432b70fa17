import type { IamApi } from '../../aws/iam.ts';
import type { Named } from '../../aws/named.ts';
import { CurfewError } from '../../domain/errors.ts';
import { type Attachment, attach, detach, isAttached } from '../attachment.ts';
import { problemOf, unbounded } from '../check.ts';
import type { AwsApis, GrantKind } from '../port.ts';
import { type IamGroupTarget, iamGroupDescription } from './description.ts';
import { type Ids, idsOf, standingByIds, standingByNames } from './identity.ts';

/** Not adjustable. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const groupsPerUser = 10;

/** The ids of both. Throws `Refused` unless the user and, spelled exactly so, the group exist and there is room. */
const requireRoom = async (api: IamApi, target: IamGroupTarget, user: string): Promise<Ids> => {
  const [found, groups] = [await api.getUser(user), await api.listGroupsForUser(user)];
  if (found === undefined)
    throw new CurfewError('Refused', `there is no IAM user ${user} in ${target.account.name}`);
  if (groups === undefined)
    throw new CurfewError('Busy', `AWS does not show the groups of IAM user ${user} yet`);
  const member = groups.find(({ name }) => name === target.group);
  const group = member ?? (await requireGroup(api, target));
  if (member === undefined && groups.length >= groupsPerUser)
    throw new CurfewError(
      'Refused',
      `IAM user ${user} is in ${groups.length} groups already, the most AWS allows`,
    );
  return { userId: found.id, groupId: group.id };
};

const requireGroup = async (api: IamApi, target: IamGroupTarget): Promise<Named> => {
  const group = await api.getGroup(target.group);
  if (group === undefined)
    throw new CurfewError('Refused', `there is no IAM group ${target.group} in ${target.account.name}`);
  // IAM names are unique ignoring case, and a lookup may ignore it too; only the approved spelling is granted.
  if (group.name !== target.group)
    throw new CurfewError('Refused', `the IAM group is spelled ${group.name}, not ${target.group}`);
  return group;
};

/** A membership by the ids that were noted of it, or by its names where none were. */
const membership = (api: IamApi, target: IamGroupTarget, user: string, ids: Ids | undefined): Attachment => {
  const standing = () =>
    ids === undefined ? standingByNames(api, target, user) : standingByIds(api, user, ids);
  return {
    words: `${user} in ${iamGroupDescription.describe(target)}`,
    attach: () => api.addUserToGroup(user, target.group),
    async detach() {
      const now = await standing();
      if (now === 'none' || now === 'unseen' || 'unknown' in now) return 'missing';
      return api.removeUserFromGroup(now.user, now.group);
    },
    async isListed() {
      const now = await standing();
      if (now === 'none') return false;
      if (now === 'unseen') return undefined;
      if ('unknown' in now) throw new CurfewError('Refused', now.unknown);
      return true;
    },
    principalCreatedAt: async () => (await api.getUser(user))?.createdAt,
  };
};

/**
 * Whether it stood before us, by its names: nothing of it was noted yet. A name that is not found is no evidence, for what
 * stands may stand under another: throws `Refused`.
 */
const isMember = async (api: IamApi, target: IamGroupTarget, user: string): Promise<boolean | undefined> => {
  const groups = await api.listGroupsForUser(user);
  if (groups === undefined) {
    if ((await api.getUser(user)) !== undefined) return undefined;
    throw new CurfewError('Refused', `there is no IAM user ${user} in ${target.account.name}`);
  }
  if (groups.some(({ name }) => name === target.group)) return true;
  await requireGroup(api, target);
  return false;
};

/** Memberships in IAM groups. `extend` throws `Refused` when someone removed the user. */
export const iamGroupAccess = ({ iam }: Pick<AwsApis, 'iam'>): GrantKind<IamGroupTarget> => ({
  ...iamGroupDescription,

  async grant(ctx, target, user) {
    const api = iam(target.account, ctx);
    const ids = await requireRoom(api, target, user);
    // Before the membership, so that whatever happens to the names it can be found again.
    await ctx.note(ids);
    return { ...(await attach(ctx, membership(api, target, user, ids))), ...ids };
  },

  // The membership has no date of its own. What someone took away meanwhile is not put back.
  async extend(ctx, { target, principal: user, receipt }) {
    const api = iam(target.account, ctx);
    if ((await membership(api, target, user, idsOf(receipt)).isListed()) === true) return receipt;
    throw new CurfewError('Refused', `${user} is no longer in ${iamGroupDescription.describe(target)}`);
  },

  revoke(ctx, target, user, receipt) {
    const api = iam(target.account, ctx);
    return detach(ctx, membership(api, target, user, idsOf(receipt)), receipt);
  },

  holds(ctx, target, user, receipt) {
    const api = iam(target.account, ctx);
    const ids = idsOf(receipt);
    const byIds = membership(api, target, user, ids);
    return isAttached(
      ctx,
      ids === undefined ? { ...byIds, isListed: () => isMember(api, target, user) } : byIds,
    );
  },

  check: target =>
    problemOf(async () => {
      await requireGroup(iam(target.account, unbounded), target);
      return undefined;
    }),
});
