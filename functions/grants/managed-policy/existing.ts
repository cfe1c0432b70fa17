import type { IamApi } from '../../aws/iam.ts';
import type { ManagedPolicy } from '../../aws/iam-policies.ts';
import { CurfewError } from '../../domain/errors.ts';
import { type Attachment, attach, detach, isAttached } from '../attachment.ts';
import { problemOf, unbounded } from '../check.ts';
import type { Access, AwsApis } from '../port.ts';
import { type ExistingPolicy, managedPolicyDescription, nameOfPolicy } from './description.ts';
import { findHolder, holderOf, type Ids, idsOf, standingByIds, standingByNames } from './identity.ts';

/** Throws `Refused` unless the policy is there, and is the one that access.yml means. */
const requirePolicy = async (api: IamApi, target: ExistingPolicy): Promise<ManagedPolicy> => {
  const policy = await api.getPolicy(target.policyArn);
  if (policy === undefined)
    throw new CurfewError('Refused', `there is no policy ${target.policyArn} in ${target.account.name}`);
  // IAM names are unique ignoring case, and a lookup may ignore it too; only the approved spelling is granted.
  if (policy.arn !== target.policyArn)
    throw new CurfewError('Refused', `the policy is spelled ${policy.arn}, not ${target.policyArn}`);
  if (target.policyId !== undefined && target.policyId !== policy.id)
    throw new CurfewError(
      'Refused',
      `the policy ${target.policyArn} was deleted and made again since access.yml was written: it is ${policy.id}, not ${target.policyId}`,
    );
  return policy;
};

/** The ids of both, and the version in force, for the audit. Throws `Refused` unless both are there. */
const requireBoth = async (api: IamApi, target: ExistingPolicy, name: string) => {
  const policy = await requirePolicy(api, target);
  const holder = holderOf(target, name);
  const found = await findHolder(api, holder);
  if (found === undefined)
    throw new CurfewError('Refused', `there is no IAM ${holder.type} ${name} in ${target.account.name}`);
  return { policyId: policy.id, holderId: found.id, policyVersion: policy.version };
};

/** An attachment by the ids that were noted of it, or by its names where none were. */
const attachment = (api: IamApi, target: ExistingPolicy, name: string, ids: Ids | undefined): Attachment => {
  const standing = () =>
    ids === undefined ? standingByNames(api, target, name) : standingByIds(api, target.policyArn, ids);
  return {
    words: `${name} with ${managedPolicyDescription.describe(target)}`,
    attach: () => api.attachPolicy(holderOf(target, name), target.policyArn),
    async detach() {
      const now = await standing();
      return now === 'none' || 'unknown' in now ? 'missing' : api.detachPolicy(now, target.policyArn);
    },
    async isListed() {
      const now = await standing();
      if (now === 'none') return false;
      if ('unknown' in now) throw new CurfewError('Refused', now.unknown);
      return true;
    },
    principalCreatedAt: async () => (await findHolder(api, holderOf(target, name)))?.createdAt,
  };
};

/** Managed policies that are there already. `extend` throws `Refused` when someone detached it. */
export const existingPolicy = ({ iam }: Pick<AwsApis, 'iam'>): Access<ExistingPolicy> => ({
  async grant(ctx, target, name) {
    const api = iam(target.account, ctx);
    const ids = await requireBoth(api, target, name);
    // Before it is attached, so that whatever happens to the names it can be found again.
    await ctx.note(ids);
    return { ...(await attach(ctx, attachment(api, target, name, ids))), ...ids };
  },

  // An attachment has no date of its own. What someone took away meanwhile is not put back.
  async extend(ctx, { target, principal: name, receipt }) {
    const api = iam(target.account, ctx);
    if ((await attachment(api, target, name, idsOf(receipt)).isListed()) === true) return receipt;
    throw new CurfewError('Refused', `${name} no longer has ${managedPolicyDescription.describe(target)}`);
  },

  revoke(ctx, target, name, receipt) {
    const api = iam(target.account, ctx);
    return detach(ctx, attachment(api, target, name, idsOf(receipt)), receipt);
  },

  holds(ctx, target, name, receipt) {
    const api = iam(target.account, ctx);
    return isAttached(ctx, attachment(api, target, name, idsOf(receipt)));
  },

  check: target =>
    problemOf(async () => {
      const api = iam(target.account, unbounded);
      const { id } = await requirePolicy(api, target);
      if (target.iamRole !== undefined && (await api.getRole(target.iamRole)) === undefined)
        throw new CurfewError('Refused', `there is no IAM role ${target.iamRole} in ${target.account.name}`);
      return target.policyId === undefined
        ? `write \`policy_id: ${id}\` beside the policy ${nameOfPolicy(target.policyArn)}: then a policy that somebody makes again under its name is never granted`
        : undefined;
    }),
});
