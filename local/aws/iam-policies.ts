import type { Calling } from '../../functions/aws/call.ts';
import { doneOrMissing, orUndefined } from '../../functions/aws/errors.ts';
import type { AttachedTo, IamPoliciesApi, PolicyHolder } from '../../functions/aws/iam-policies.ts';
import { AwsError, noSuchEntity } from './errors.ts';
import { createOwnPolicies } from './iam-own-policies.ts';
import type { IamState, IamWorld } from './iam-state.ts';
import { type Attached, attachedTo, attachPolicy, detachPolicy } from './policy-state.ts';

/** By default. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const policiesPerHolder = 10;

/** Managed policies of a fake IAM in memory. Reads may be stale, writes are not. */
export const createIamPolicies = (
  { invoke, now, pageSize, changed }: IamWorld,
  accountId: string,
  state: IamState,
  calling: Calling,
): IamPoliciesApi => {
  const current = ({ type, name }: PolicyHolder) => {
    const found = (type === 'user' ? state.users : state.roles).current(name.toLowerCase());
    if (found === undefined) throw noSuchEntity(type, name);
    return found;
  };
  const policyOf = (arn: string) => {
    const found = state.policies.current(arn.toLowerCase());
    if (found === undefined) throw noSuchEntity('policy', arn);
    return found;
  };
  const seenPolicy = (arn: string) => {
    const found = state.policies.seen(arn.toLowerCase());
    if (found === undefined) throw noSuchEntity('policy', arn);
    return found;
  };
  const add = (holder: PolicyHolder, arn: string) => {
    const [{ id: holderId }, policy] = [current(holder), policyOf(arn)];
    const held = attachedTo(state, holderId);
    if (held.some(({ policyId }) => policyId === policy.id)) return {};
    if (held.length >= policiesPerHolder)
      throw new AwsError('LimitExceededException', `Cannot exceed quota for PoliciesPer${holder.type}`);
    attachPolicy(state, { holderId, policyId: policy.id, arn: policy.arn, since: now() });
    changed();
    return {};
  };
  const remove = (holder: PolicyHolder, arn: string) => {
    if (!detachPolicy(state, current(holder).id, policyOf(arn).id))
      throw new AwsError('NoSuchEntityException', `Policy ${arn} was not found.`);
    changed();
    return {};
  };
  /** Under the name that is true now: IAM lists whoever has a policy by id. */
  const named = ({ holderId }: Attached): AttachedTo[] => {
    const user = state.users.currentValues().find(({ id }) => id === holderId);
    if (user !== undefined) return [{ type: 'user', name: user.name, id: holderId }];
    const role = state.roles.currentValues().find(({ id }) => id === holderId);
    return role === undefined ? [] : [{ type: 'role', name: role.name, id: holderId }];
  };
  const call = (verb: 'Attach' | 'Detach', { type, name }: PolicyHolder) => ({
    operation: `iam:${verb}${type === 'user' ? 'User' : 'Role'}Policy`,
    input: { [type]: name },
  });

  return {
    ...createOwnPolicies({ invoke, now, pageSize, changed }, accountId, state, calling),
    getPolicy: arn =>
      orUndefined(
        invoke(calling, 'iam:GetPolicy', { arn }, () => {
          const { id, arn: spelled, version, tags } = seenPolicy(arn);
          return { id, arn: spelled, version, tags };
        }),
      ),
    getRole: name =>
      orUndefined(
        invoke(calling, 'iam:GetRole', { role: name }, () => {
          const found = state.roles.seen(name.toLowerCase());
          if (found === undefined) throw noSuchEntity('role', name);
          return { ...found };
        }),
      ),
    async listHolders(arn) {
      const holders: AttachedTo[] = [];
      for (let from = 0; ; from += pageSize()) {
        const page = await orUndefined(
          invoke(calling, 'iam:ListEntitiesForPolicy', { arn, from: String(from) }, () => {
            const { id } = seenPolicy(arn);
            const all = state.attached.seenValues().flat();
            const held = all.filter(({ policyId }) => policyId === id).flatMap(named);
            return { shown: held.slice(from, from + pageSize()), total: held.length };
          }),
        );
        if (page === undefined) return undefined;
        holders.push(...page.shown);
        if (from + pageSize() >= page.total) return holders;
      }
    },
    attachPolicy(holder, arn) {
      const { operation, input } = call('Attach', holder);
      return doneOrMissing(invoke(calling, operation, { ...input, arn }, () => add(holder, arn)));
    },
    detachPolicy(holder, arn) {
      const { operation, input } = call('Detach', holder);
      return doneOrMissing(invoke(calling, operation, { ...input, arn }, () => remove(holder, arn)));
    },
  };
};
