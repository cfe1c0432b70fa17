import type { IdentityStoreApi, Membership } from '../../aws/identity-store.ts';
import type { SsoAdminApi } from '../../aws/sso-admin.ts';
import { formatDuration } from '../../domain/duration.ts';
import { CurfewError } from '../../domain/errors.ts';
import { type Attachment, attach, detach, isAttached } from '../attachment.ts';
import { problemOf, unbounded } from '../check.ts';
import type { AwsApis, GrantKind } from '../port.ts';
import { sessionMs } from '../session.ts';
import { type IdentityCenterGroupTarget, identityCenterGroupDescription } from './description.ts';

const { describe } = identityCenterGroupDescription;

/** Throws `Refused` unless the group is there under the name that was approved. Answers whether it is synced. */
const requireGroup = async (api: IdentityStoreApi, target: IdentityCenterGroupTarget): Promise<boolean> => {
  const found = await api.getGroup(target.identityStoreId, target.groupId);
  if (found === undefined)
    throw new CurfewError('Refused', `there is no Identity Center group ${target.groupId}`);
  if (found.name !== target.group)
    throw new CurfewError('Refused', `the group ${target.groupId} is ${found.name}, not ${target.group}`);
  return found.isSynced;
};

/** Throws `Refused` unless somebody can sign in as the user. */
const requireUser = async (
  api: IdentityStoreApi,
  { identityStoreId }: IdentityCenterGroupTarget,
  userId: string,
): Promise<void> => {
  const found = await api.getUser(identityStoreId, userId);
  if (found === undefined) throw new CurfewError('Refused', `there is no Identity Center user ${userId}`);
  if (found.isDisabled)
    throw new CurfewError('Refused', `the Identity Center user ${found.name} is disabled: enable it first`);
};

const membershipOf = (
  { identityStoreId, groupId }: IdentityCenterGroupTarget,
  userId: string,
): Membership => ({ identityStoreId, groupId, userId });

/** Both are ids that are never used again, so a membership that AWS does not find is none. */
const attachment = (api: IdentityStoreApi, target: IdentityCenterGroupTarget, userId: string): Attachment => {
  const membership = membershipOf(target, userId);
  return {
    words: `${userId} in ${describe(target)}`,
    attach: () => api.addToGroup(membership),
    async detach() {
      const id = await api.findMembership(membership);
      return id === undefined ? 'missing' : api.removeFromGroup(target.identityStoreId, id);
    },
    isListed: async () => (await api.findMembership(membership)) !== undefined,
    principalCreatedAt: () => Promise.resolve(undefined),
  };
};

/** The longest session of any permission set that the group is assigned, in ms, and whose it is. */
const longestSession = async (api: SsoAdminApi, { instanceArn, groupId }: IdentityCenterGroupTarget) => {
  const arns = new Set(await api.listPermissionSetsOfGroup(instanceArn, groupId));
  const found = await Promise.all([...arns].map(arn => api.describePermissionSet(instanceArn, arn)));
  const sessions = found
    .filter(set => set !== undefined)
    .map(({ name, sessionDuration }) => ({ name, ms: sessionMs(sessionDuration) }));
  return sessions.sort((a, b) => b.ms - a.ms)[0];
};

/** Throws `Refused` when a session may last longer than people are told. Answers advice where the group gives nothing. */
const checkSessions = async (
  api: SsoAdminApi,
  target: IdentityCenterGroupTarget,
): Promise<string | undefined> => {
  const longest = await longestSession(api, target);
  if (longest === undefined)
    return 'the group is assigned no permission set, so its members can enter nothing';
  if (longest.ms > target.sessionMs)
    throw new CurfewError(
      'Refused',
      `sessions of ${longest.name}, which the group is assigned, last longer than the ${formatDuration(target.sessionMs)} of access.yml`,
    );
  return undefined;
};

const synced =
  'the group is synced from outside, so the next sync may take members out or put them back: use a group of Identity Center itself';

/** Memberships in Identity Center groups. `extend` throws `Refused` when someone removed the user. */
export const identityCenterGroupAccess = ({
  identityStore,
  ssoAdmin,
}: Pick<AwsApis, 'identityStore' | 'ssoAdmin'>): GrantKind<IdentityCenterGroupTarget> => ({
  ...identityCenterGroupDescription,

  async grant(ctx, target, userId) {
    const api = identityStore(target.account, ctx);
    await requireGroup(api, target);
    await requireUser(api, target, userId);
    return attach(ctx, attachment(api, target, userId));
  },

  // The membership has no date of its own. What someone took away meanwhile is not put back.
  async extend(ctx, { target, principal: userId, receipt }) {
    const api = identityStore(target.account, ctx);
    if ((await attachment(api, target, userId).isListed()) === true) return receipt;
    throw new CurfewError('Refused', `${userId} is no longer in ${describe(target)}`);
  },

  revoke: (ctx, target, userId, receipt) =>
    detach(ctx, attachment(identityStore(target.account, ctx), target, userId), receipt),

  holds: (ctx, target, userId) =>
    isAttached(ctx, attachment(identityStore(target.account, ctx), target, userId)),

  check: target =>
    problemOf(async () => {
      const isSynced = await requireGroup(identityStore(target.account, unbounded), target);
      const advice = await checkSessions(ssoAdmin(target.account, unbounded), target);
      return isSynced ? synced : advice;
    }),
});
