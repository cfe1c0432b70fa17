import { shortName } from '../../aws/short-name.ts';
import type { SsoAdminApi } from '../../aws/sso-admin.ts';
import { CurfewError } from '../../domain/errors.ts';
import { type Iso, minute, toIso, toMs } from '../../domain/time.ts';
import { isYoung, readBack } from '../consistency.ts';
import { begin } from '../operation.ts';
import { endFor, ownPolicy } from '../policy/own.ts';
import type { Access, AwsApis, GrantContext, Receipt } from '../port.ts';
import { type AssignmentWork, holds as isAssigned, toAssignment } from './assignment.ts';
import { type OwnSet, permissionSetDescription } from './description.ts';
import { provisioned, startProvisioning } from './provisioning.ts';
import { assign, assignFirst, unassign } from './shared.ts';

const requestTag = 'curfew-request';

type Work = { ctx: GrantContext; api: SsoAdminApi; target: OwnSet; userId: string };

const nameFor = ({ ctx, target, userId }: Work): string =>
  shortName(permissionSetDescription.resourceKey(target, userId, ctx.requestId));

/** What AWS names by ARN, as an assignment to it is worked on. */
const assignmentWork = (work: Work, permissionSetArn: string): AssignmentWork => {
  const { ctx, api, target, userId } = work;
  const { account, instanceArn, startUrl, sessionMs } = target;
  const set = { account, instanceArn, startUrl, sessionMs, permissionSet: nameFor(work), permissionSetArn };
  return { ctx, api, target: set, assignment: toAssignment(set, userId) };
};

/** Throws `Refused` when the name is somebody else's. */
const requireOurs = async (work: Work, arn: string): Promise<void> => {
  const tags = await work.api.tagsOf(work.target.instanceArn, arn);
  if (tags?.[requestTag] !== work.ctx.requestId)
    throw new CurfewError(
      'Refused',
      `the permission set ${nameFor(work)} is there and is not of this request`,
    );
};

/** By name, in the list of all: dear, and needed only where an ARN was lost. Somebody else's is none. */
const findOurs = async (work: Work): Promise<string | undefined> => {
  const { api, ctx, target } = work;
  const arn = await api.findPermissionSet(target.instanceArn, nameFor(work));
  if (arn === undefined) return undefined;
  const tags = await api.tagsOf(target.instanceArn, arn);
  return tags?.[requestTag] === ctx.requestId ? arn : undefined;
};

/** `PT90M`. */
const isoDuration = (ms: number): string => `PT${Math.round(ms / minute)}M`;

/** Makes the permission set, or finds the one that an earlier attempt made. Its ARN is noted at once. */
const make = async (work: Work): Promise<string> => {
  const { api, ctx, target } = work;
  const arn = await begin(ctx, 'grant', async () => {
    const made = await api.createPermissionSet({
      instanceArn: target.instanceArn,
      name: nameFor(work),
      description: 'Curfew: access for one request, gone with it',
      sessionDuration: isoDuration(target.sessionMs),
      tags: { [requestTag]: ctx.requestId },
    });
    if (made !== 'taken') return made.arn;
    const found = await api.findPermissionSet(target.instanceArn, nameFor(work));
    if (found === undefined) throw new CurfewError('Busy', `AWS does not show ${nameFor(work)} yet`);
    await requireOurs(work, found);
    return found;
  });
  await ctx.note({ permissionSetArn: arn, madeAt: toIso(ctx.now()) });
  return arn;
};

/** Throws `Refused` when AWS has no such policy. */
const putIn = async (work: Work, arn: string, policy: string): Promise<void> => {
  const { api, target } = work;
  if ((await api.attachManagedPolicy(target.instanceArn, arn, policy)) === 'done') return;
  if (await isThere(work, arn)) throw new CurfewError('Refused', `AWS has no policy ${policy}`);
  throw new CurfewError('Busy', `AWS does not find ${nameFor(work)} yet`);
};

/** What the set gives until the end, put into it before anybody is assigned. */
const fill = async (work: Work, arn: string, bound: Iso): Promise<Iso> => {
  const { api, ctx, target } = work;
  const { instanceArn } = target;
  const there = await api.listManagedPolicies(instanceArn, arn);
  if (there === undefined) throw new CurfewError('Busy', `AWS does not find ${nameFor(work)} yet`);
  for (const policy of target.managedPolicies.filter(each => !there.includes(each)))
    await putIn(work, arn, policy);
  const until = endFor(ctx.now(), ctx.durationMs, toMs(bound));
  if ((await api.putInlinePolicy(instanceArn, arn, ownPolicy(target.statements, until))) === 'missing')
    throw new CurfewError('Busy', `AWS does not find ${nameFor(work)} yet`);
  await ctx.note({ until });
  return until;
};

const grant = async (work: Work, bound: Iso): Promise<Receipt> => {
  const { ctx } = work;
  const arn = ctx.noted?.permissionSetArn ?? (await make(work));
  const earlier = ctx.noted?.until;
  const until = earlier ?? (await fill(work, arn, bound));
  if (toMs(until as Iso) <= ctx.now())
    throw new CurfewError('Refused', 'AWS took longer to give the access than it was for');
  const assignment = assignmentWork(work, arn);
  const operationId =
    earlier === undefined ? await assignFirst(assignment) : await assign(assignment, () => Promise.resolve());
  return { ...ctx.noted, permissionSetArn: arn, until, ...(operationId !== undefined && { operationId }) };
};

const extend = async (work: Work, receipt: Receipt, until: Iso): Promise<Receipt> => {
  const { api, ctx, target } = work;
  const { instanceArn } = target;
  const arn = await requireHeld(work, receipt);
  const done = { ...receipt, permissionSetArn: arn, until };
  if (ctx.pending?.op !== 'extend' && ctx.noted?.until === until) return done;
  const of = { instanceArn, what: permissionSetDescription.describe(target) };
  const begun = ctx.pending?.op === 'extend' && ctx.noted?.extendedTo === until;
  if (!begun || !(await provisioned(ctx, api, of))) {
    await api.putInlinePolicy(instanceArn, arn, ownPolicy(target.statements, until));
    await ctx.note({ ...receipt, permissionSetArn: arn, extendedTo: until });
    await startProvisioning(ctx, api, { ...of, permissionSetArn: arn, accountId: target.account.id });
  }
  await ctx.note({ ...receipt, permissionSetArn: arn, until });
  return done;
};

/** Throws `Refused` when the access is gone. */
const requireHeld = async (work: Work, receipt: Receipt): Promise<string> => {
  const arn = await arnOf(work, receipt);
  if (arn !== undefined && (await isAssigned(assignmentWork(work, arn))) !== 'no') return arn;
  throw new CurfewError('Refused', `${permissionSetDescription.describe(work.target)} is no longer assigned`);
};

const arnOf = async (work: Work, receipt: Receipt | undefined): Promise<string | undefined> =>
  receipt?.permissionSetArn ?? work.ctx.noted?.permissionSetArn ?? findAssigned(work);

/** Among what the user is assigned in the account: few, whatever else there is. */
const findAssigned = async (work: Work): Promise<string | undefined> => {
  const { api, target, userId } = work;
  const { instanceArn, account } = target;
  for (const arn of await api.listSetsOfUser(instanceArn, account.id, userId))
    if ((await api.describePermissionSet(instanceArn, arn))?.name === nameFor(work)) return arn;
  return undefined;
};

const deletedSet = (receipt: Receipt | undefined, { ctx }: Work): boolean =>
  (receipt?.deleted ?? ctx.noted?.deleted) !== undefined;

/** Epoch ms: that AWS does not find it proves nothing soon after. */
const madeAt = ({ ctx }: Work, receipt: Receipt | undefined): number | undefined => {
  const at = receipt?.madeAt ?? ctx.noted?.madeAt;
  return at === undefined ? undefined : Date.parse(at);
};

const isThere = async ({ api, target }: Work, arn: string): Promise<boolean> =>
  (await api.describePermissionSet(target.instanceArn, arn)) !== undefined;

const stillThere = (work: Work): CurfewError =>
  new CurfewError('StillRevoking', `AWS still shows ${permissionSetDescription.describe(work.target)}`);

const revoke = async (work: Work, receipt: Receipt | undefined): Promise<void> => {
  const { api, ctx, target } = work;
  const arn = (await arnOf(work, receipt)) ?? (await findOurs(work));
  if (arn === undefined) {
    if (ctx.pending?.op === 'grant' && isYoung(ctx, toMs(ctx.pending.startedAt))) throw stillThere(work);
    if (ctx.pending !== undefined) await ctx.setPending(undefined);
    return;
  }
  if (!deletedSet(receipt, work)) {
    // What an extension began does no harm: the assignment it is for is deleted, and AWS says Busy until then.
    if (ctx.pending?.op === 'extend') await ctx.setPending(undefined);
    await unassign(assignmentWork(work, arn));
    const deleted = await api.deletePermissionSet(target.instanceArn, arn);
    if (deleted === 'missing' && isYoung(ctx, madeAt(work, receipt))) throw stillThere(work);
    await ctx.note({ ...receipt, permissionSetArn: arn, deleted: toIso(ctx.now()) });
  }
  if (await isThere(work, arn)) throw stillThere(work);
  if (ctx.pending !== undefined) await ctx.setPending(undefined);
};

/** Permission sets that a request makes. `extend` throws `Refused` when someone removed the assignment. */
export const ownSets = ({ ssoAdmin }: Pick<AwsApis, 'ssoAdmin'>): Access<OwnSet> => {
  const workOn = (ctx: GrantContext, target: OwnSet, userId: string): Work => ({
    ctx,
    target,
    userId,
    api: ssoAdmin(target.account, ctx),
  });

  return {
    grant: (ctx, target, userId, bound) => grant(workOn(ctx, target, userId), bound),

    extend: (ctx, { target, principal, receipt }, until) =>
      extend(workOn(ctx, target, principal), receipt, until),

    revoke: (ctx, target, userId, receipt) => revoke(workOn(ctx, target, userId), receipt),

    async holds(ctx, target, userId, receipt) {
      const work = workOn(ctx, target, userId);
      const arn = await arnOf(work, receipt);
      if (arn === undefined) return readBack(ctx, ctx.pending, false);
      if (!(await isThere(work, arn))) return readBack(ctx, ctx.pending, false);
      return deletedSet(receipt, work) ? 'changing' : isAssigned(assignmentWork(work, arn));
    },

    check: () => Promise.resolve({ ok: true }),
  };
};
