import type { IamApi } from '../../aws/iam.ts';
import type { AttachedTo, PolicyVersion } from '../../aws/iam-policies.ts';
import { shortName } from '../../aws/short-name.ts';
import { CurfewError } from '../../domain/errors.ts';
import { type Iso, toIso, toMs } from '../../domain/time.ts';
import { problemOf, unbounded } from '../check.ts';
import { isYoung, latest, readBack } from '../consistency.ts';
import { begin } from '../operation.ts';
import { atSecond, datedPolicy, endIn } from '../policy/dated.ts';
import type { Access, AwsApis, GrantContext, Receipt } from '../port.ts';
import { managedPolicyDescription, type PolicyFromTemplate } from './description.ts';
import { findHolder, holderOf } from './identity.ts';
import { ownPath } from './own-path.ts';

const requestTag = 'curfew-request';

type Work = { ctx: GrantContext; api: IamApi; target: PolicyFromTemplate; name: string };

const nameFor = ({ ctx, target, name }: Work): string =>
  shortName(managedPolicyDescription.resourceKey(target, name, ctx.requestId));

const arnFor = (work: Work): string =>
  `arn:${work.target.partition}:iam::${work.target.account.id}:policy${ownPath}${nameFor(work)}`;

const words = ({ target, name }: Work): string => `${managedPolicyDescription.describe(target)} for ${name}`;

/** Throws `Refused` when the name is somebody else's. */
const requireOurs = (work: Work, tags: Record<string, string>): void => {
  if (tags[requestTag] !== work.ctx.requestId)
    throw new CurfewError('Refused', `the policy ${arnFor(work)} is there and is not of this request`);
};

type Made = { policyId: string; until: Iso };

/** Makes the policy, or finds the one that an earlier attempt made, which keeps its end. */
const make = async (work: Work, bound: Iso): Promise<Made> => {
  const { api, ctx, target } = work;
  const until = atSecond(Math.min(ctx.now() + ctx.durationMs, toMs(bound)));
  const document = datedPolicy(target.statements, { until, bound });
  const made = await api.createPolicy({
    path: ownPath,
    name: nameFor(work),
    description: 'Curfew: access for one request, gone with it',
    document,
    tags: { [requestTag]: ctx.requestId },
  });
  if (made !== 'taken') return { policyId: made.id, until };
  const found = await api.getPolicy(arnFor(work));
  if (found === undefined) throw new CurfewError('Busy', `AWS does not show ${arnFor(work)} yet`);
  requireOurs(work, found.tags);
  const current = await api.getPolicyDocument(arnFor(work), found.version);
  const end = current && endIn(current, target.statements, bound);
  if (end && end > toIso(ctx.now())) return { policyId: found.id, until: end };
  await replace(work, document);
  return { policyId: found.id, until };
};

/** AWS keeps five. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostVersions = 5;

const numberOf = ({ version }: PolicyVersion): number => Number(version.replace(/\D/g, ''));

/** Deletes the oldest version where there is no room for another. */
const makeRoom = async ({ api }: Work, arn: string): Promise<void> => {
  const versions = (await api.listPolicyVersions(arn)) ?? [];
  if (versions.length < mostVersions) return;
  const [oldest] = versions.filter(({ inForce }) => !inForce).sort((a, b) => numberOf(a) - numberOf(b));
  if (oldest !== undefined) await api.deletePolicyVersion(arn, oldest.version);
};

const replace = async (work: Work, document: string): Promise<void> => {
  const arn = arnFor(work);
  await makeRoom(work, arn);
  if ((await work.api.replacePolicyDocument(arn, document)) === 'missing')
    throw new CurfewError('Busy', `AWS does not find ${arn} yet`);
};

/** Whoever has the policy; undefined: there is none, or not ours by the receipt's id or, without one, by its tag. */
const holders = async (work: Work, receipt: Receipt | undefined): Promise<AttachedTo[] | undefined> => {
  const policy = await work.api.getPolicy(arnFor(work));
  if (policy === undefined) return undefined;
  const ours =
    receipt?.policyId === undefined
      ? policy.tags[requestTag] === work.ctx.requestId
      : policy.id === receipt.policyId;
  return !ours ? undefined : work.api.listHolders(arnFor(work));
};

/** A policy of its own gives access to whoever has it. */
const isHeld = async (work: Work, receipt: Receipt | undefined): Promise<boolean> =>
  ((await holders(work, receipt)) ?? []).length > 0;

const requireHolder = async (work: Work): Promise<string> => {
  const holder = holderOf(work.target, work.name);
  const found = await findHolder(work.api, holder);
  if (found === undefined)
    throw new CurfewError(
      'Refused',
      `there is no IAM ${holder.type} ${work.name} in ${work.target.account.name}`,
    );
  return found.id;
};

const grant = async (work: Work, bound: Iso): Promise<Receipt> => {
  const { ctx, api } = work;
  const holderId = await requireHolder(work);
  const receipt = await begin(ctx, 'grant', async ({ startedAt }) => {
    const made = await make(work, bound);
    const noted = { holderId, ...made, policyArn: arnFor(work), addedAt: startedAt };
    await ctx.note(noted);
    if ((await api.attachPolicy(holderOf(work.target, work.name), arnFor(work))) === 'missing')
      throw new CurfewError('Busy', `AWS does not find ${words(work)} yet`);
    return noted;
  });
  if (!(await isHeld(work, receipt)))
    throw new CurfewError('StillProvisioning', `AWS does not show ${words(work)} yet`);
  await ctx.setPending(undefined);
  return receipt;
};

/** The latest moment it may have been made, in epoch ms: that AWS does not find it proves nothing soon after. */
const madeAt = ({ pending }: GrantContext, receipt: Receipt | undefined): number | undefined =>
  latest(
    receipt?.addedAt === undefined ? undefined : Date.parse(receipt.addedAt),
    pending?.op === 'grant' ? toMs(pending.startedAt) : undefined,
  );

const stillThere = (work: Work): CurfewError =>
  new CurfewError('StillRevoking', `AWS still shows ${words(work)}`);

/** Detaches it from everybody, and deletes it with its older versions. Each call may be repeated. */
const takeAway = async (work: Work, of: AttachedTo[]): Promise<void> => {
  const { api } = work;
  const arn = arnFor(work);
  for (const holder of of) await api.detachPolicy(holder, arn);
  for (const { version, inForce } of (await api.listPolicyVersions(arn)) ?? [])
    if (!inForce) await api.deletePolicyVersion(arn, version);
  await api.deletePolicy(arn);
};

const revoke = async (work: Work, receipt: Receipt | undefined): Promise<void> => {
  const { ctx } = work;
  const { pending } = ctx;
  const deleted = pending?.op === 'revoke' && isYoung(ctx, toMs(pending.startedAt));
  const of = await holders(work, receipt);
  if (of === undefined) {
    if (!deleted && isYoung(ctx, madeAt(ctx, receipt)))
      throw new CurfewError('StillRevoking', `AWS finds no ${words(work)}, too soon to believe it`);
    if (pending !== undefined) await ctx.setPending(undefined);
    return;
  }
  if (!deleted) {
    await takeAway(work, of);
    await ctx.setPending({ op: 'revoke', requestId: ctx.requestId, startedAt: toIso(ctx.now()) });
  }
  if (deleted || (await holders(work, receipt)) !== undefined) throw stillThere(work);
  await ctx.setPending(undefined);
};

/** Policies that a request makes from a template. `extend` throws `Refused` when someone detached or deleted it. */
export const policyFromTemplate = ({ iam }: Pick<AwsApis, 'iam'>): Access<PolicyFromTemplate> => {
  const workOn = (ctx: GrantContext, target: PolicyFromTemplate, name: string): Work => ({
    ctx,
    target,
    name,
    api: iam(target.account, ctx),
  });

  return {
    grant: (ctx, target, name, bound) => grant(workOn(ctx, target, name), bound),

    async extend(ctx, { target, principal: name, receipt }, until, bound) {
      const work = workOn(ctx, target, name);
      const policy = await work.api.getPolicy(arnFor(work));
      if (policy === undefined || !(await isHeld(work, receipt)))
        throw new CurfewError(
          'Refused',
          `${name} no longer has ${managedPolicyDescription.describe(target)}`,
        );
      const current = await work.api.getPolicyDocument(arnFor(work), policy.version);
      const end = atSecond(toMs(until));
      if ((current && endIn(current, target.statements, bound)) !== end)
        await replace(work, datedPolicy(target.statements, { until: end, bound }));
      return { ...receipt, until: end };
    },

    revoke: (ctx, target, name, receipt) => revoke(workOn(ctx, target, name), receipt),

    async holds(ctx, target, name, receipt) {
      const work = workOn(ctx, target, name);
      return readBack(ctx, ctx.pending, await isHeld(work, receipt));
    },

    check: target =>
      problemOf(async () => {
        const api = iam(target.account, unbounded);
        if (target.iamRole !== undefined && (await api.getRole(target.iamRole)) === undefined)
          throw new CurfewError(
            'Refused',
            `there is no IAM role ${target.iamRole} in ${target.account.name}`,
          );
        return undefined;
      }),
  };
};
