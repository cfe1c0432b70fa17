import type { IamApi } from '../../aws/iam.ts';
import { CurfewError } from '../../domain/errors.ts';
import { type Attachment, attach, detach, isAttached } from '../attachment.ts';
import { problemOf, unbounded } from '../check.ts';
import type { AwsApis, GrantContext, GrantKind } from '../port.ts';
import { type IamGroupTarget, iamGroupDescription } from './description.ts';

/** Not adjustable. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const groupsPerUser = 10;

/** Throws `Refused` unless the user and, spelled exactly so, the group exist and there is room. */
const requireRoom = async (api: IamApi, target: IamGroupTarget, user: string): Promise<void> => {
  const groups = await api.listGroupsForUser(user);
  if (groups === undefined) {
    if ((await api.getUser(user)) !== undefined)
      throw new CurfewError('Busy', `AWS does not show the groups of IAM user ${user} yet`);
    throw new CurfewError('Refused', `there is no IAM user ${user} in ${target.account.name}`);
  }
  if (groups.some(({ name }) => name === target.group)) return;
  await requireGroup(api, target);
  if (groups.length >= groupsPerUser)
    throw new CurfewError(
      'Refused',
      `IAM user ${user} is in ${groups.length} groups already, the most AWS allows`,
    );
};

const requireGroup = async (api: IamApi, target: IamGroupTarget): Promise<void> => {
  const group = await api.getGroup(target.group);
  if (group === undefined)
    throw new CurfewError('Refused', `there is no IAM group ${target.group} in ${target.account.name}`);
  // IAM names are unique ignoring case, and a lookup may ignore it too; only the approved spelling is granted.
  if (group.name !== target.group)
    throw new CurfewError('Refused', `the IAM group is spelled ${group.name}, not ${target.group}`);
};

const membership = (api: IamApi, target: IamGroupTarget, user: string): Attachment => ({
  words: `${user} in ${iamGroupDescription.describe(target)}`,
  attach: () => api.addUserToGroup(user, target.group),
  detach: () => api.removeUserFromGroup(user, target.group),
  isListed: async () => (await api.listGroupsForUser(user))?.some(({ name }) => name === target.group),
  principalCreatedAt: async () => (await api.getUser(user))?.createdAt,
});

/** Memberships in IAM groups. `extend` throws `Refused` when someone removed the user. */
export const iamGroupAccess = ({ iam }: Pick<AwsApis, 'iam'>): GrantKind<IamGroupTarget> => {
  const membershipOf = (ctx: GrantContext, target: IamGroupTarget, user: string) =>
    membership(iam(target.account, ctx), target, user);
  return {
    ...iamGroupDescription,

    async grant(ctx, target, user) {
      const api = iam(target.account, ctx);
      await requireRoom(api, target, user);
      return attach(ctx, membership(api, target, user));
    },

    // The membership has no date of its own. What someone took away meanwhile is not put back.
    async extend(ctx, { target, principal: user, receipt }) {
      if ((await membershipOf(ctx, target, user).isListed()) === true) return receipt;
      throw new CurfewError('Refused', `${user} is no longer in ${iamGroupDescription.describe(target)}`);
    },

    revoke: (ctx, target, user, receipt) => detach(ctx, membershipOf(ctx, target, user), receipt),

    holds: (ctx, target, user) => isAttached(ctx, membershipOf(ctx, target, user)),

    check: target => problemOf(() => requireGroup(iam(target.account, unbounded), target)),
  };
};
