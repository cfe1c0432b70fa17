import type { Connect } from '../../aws/call.ts';
import { certainlyRefused } from '../../aws/errors.ts';
import type { IamApi } from '../../aws/iam.ts';
import type { IamGroupTarget } from '../../domain/catalog.ts';
import { CurfewError } from '../../domain/errors.ts';
import { toIso, toMs } from '../../domain/time.ts';
import { problemOf, unbounded } from '../check.ts';
import type { GrantContext, GrantKind, Receipt } from '../port.ts';
import { contradicts, isYoung, latest } from '../settling.ts';
import { iamGroupDescription } from './description.ts';

/** Not adjustable. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const groupsPerUser = 10;

const { describe } = iamGroupDescription;

/** Throws `Refused` unless the user and, spelled exactly so, the group exist and there is room. */
const requireRoom = async (api: IamApi, target: IamGroupTarget, user: string): Promise<void> => {
  const groups = await api.listGroupsForUser(user);
  if (groups === undefined) {
    if ((await api.getUser(user)) !== undefined)
      throw new CurfewError('Busy', `AWS does not show the groups of IAM user ${user} yet`);
    throw new CurfewError('Refused', `there is no IAM user ${user} in ${target.account.name}`);
  }
  if (groups.includes(target.group)) return;
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

/** Adds without believing a listing: what it shows may be older than our own removal. */
const add = async (
  ctx: GrantContext,
  api: IamApi,
  target: IamGroupTarget,
  user: string,
): Promise<Receipt> => {
  const addedAt = toIso(ctx.now());
  await ctx.setPending({ op: 'grant', requestId: ctx.requestId, startedAt: addedAt });
  try {
    if ((await api.addUserToGroup(user, target.group)) === 'missing')
      throw new CurfewError('Busy', `AWS does not find ${user} or ${describe(target)} yet`);
  } catch (error) {
    if (certainlyRefused(error)) await ctx.setPending(undefined);
    throw error;
  }
  return { addedAt };
};

/** When the membership may have come about, in epoch ms: `missing` proves nothing soon after. */
const bornAt = async (ctx: GrantContext, api: IamApi, user: string, receipt: Receipt | undefined) => {
  const { pending } = ctx;
  const added = receipt?.addedAt === undefined ? undefined : toMs(receipt.addedAt);
  const begun = pending?.op === 'grant' ? toMs(pending.startedAt) : undefined;
  return latest(added, begun, (await api.getUser(user))?.createdAt);
};

export const createIamGroup = (iam: Connect<IamApi>): GrantKind<IamGroupTarget> => ({
  ...iamGroupDescription,

  async grant(ctx, target, user) {
    const api = iam(target.account, ctx);
    await requireRoom(api, target, user);
    const receipt = await add(ctx, api, target, user);
    await ctx.note(receipt);
    const groups = await api.listGroupsForUser(user);
    if (groups?.includes(target.group) !== true)
      throw new CurfewError('StillProvisioning', `AWS does not show ${user} in ${describe(target)} yet`);
    await ctx.setPending(undefined);
    return receipt;
  },

  // The membership has no date of its own. What someone took away meanwhile is not put back.
  async extend(ctx, target, user, _until, receipt) {
    const groups = await iam(target.account, ctx).listGroupsForUser(user);
    if (groups?.includes(target.group) === true) return receipt;
    throw new CurfewError('Refused', `${user} is no longer in ${describe(target)}`);
  },

  async revoke(ctx, target, user, receipt) {
    const api = iam(target.account, ctx);
    const removed = await api.removeUserFromGroup(user, target.group);
    const ours = ctx.pending?.op === 'revoke';
    if (removed === 'missing' && !ours && isYoung(ctx, await bornAt(ctx, api, user, receipt)))
      throw new CurfewError(
        'StillRevoking',
        `AWS finds no ${user} in ${describe(target)}, too soon to believe it`,
      );
    const groups = await api.listGroupsForUser(user);
    if (groups?.includes(target.group) !== true) {
      if (ctx.pending !== undefined) await ctx.setPending(undefined);
      return;
    }
    if (removed === 'done')
      await ctx.setPending({ op: 'revoke', requestId: ctx.requestId, startedAt: toIso(ctx.now()) });
    throw new CurfewError('StillRevoking', `AWS still shows ${user} in ${describe(target)}`);
  },

  async holds(ctx, target, user) {
    const api = iam(target.account, ctx);
    const groups = await api.listGroupsForUser(user);
    if (groups === undefined && (await api.getUser(user)) !== undefined) return 'changing';
    const listed = groups?.includes(target.group) === true;
    if (contradicts(ctx, ctx.pending, listed)) return 'changing';
    return listed ? 'yes' : 'no';
  },

  async check(target) {
    return problemOf(() => requireGroup(iam(target.account, unbounded), target));
  },
});
