import type { Calling } from '../../functions/aws/call.ts';
import { doneOrMissing, isAlreadyThere, orUndefined } from '../../functions/aws/errors.ts';
import type { PermissionSetsApi, Provisioning } from '../../functions/aws/permission-sets.ts';
import { AwsError, notFound } from './errors.ts';
import {
  inAccountKey,
  type PermissionSet,
  type ProvisioningRun,
  type SsoState,
  type SsoWorld,
} from './sso-state.ts';

const longestName = 32;

const statusOf = ({ id, over, failure }: ProvisioningRun): Provisioning => ({
  id,
  status: over ? (failure === undefined ? 'SUCCEEDED' : 'FAILED') : 'IN_PROGRESS',
  ...(over && failure !== undefined && { reason: failure }),
});

type Pages = <Entry>(name: string, input: Record<string, string>, read: () => Entry[]) => Promise<Entry[]>;

/** Permission sets of the fake Identity Center as they are made, filled and deleted. Reads may be stale, writes are not. */
export const createPermissionSets = (
  world: SsoWorld,
  state: SsoState,
  calling: Calling,
  pages: Pages,
): PermissionSetsApi => {
  const { now } = world;
  const invoke = <Answer>(name: string, input: Record<string, string>, effect: () => Answer) =>
    world.invoke(calling, name, input, () => {
      world.settle();
      return effect();
    });
  const current = (arn: string): PermissionSet => {
    const found = state.permissionSets.current(arn);
    if (found === undefined) throw notFound(`PermissionSet ${arn}`);
    return found;
  };
  const seen = (arn: string): PermissionSet => {
    const found = state.permissionSets.seen(arn);
    if (found === undefined) throw notFound(`PermissionSet ${arn}`);
    return found;
  };
  const keep = (set: PermissionSet) => {
    state.permissionSets.set(set.arn, set);
    return {};
  };
  const isUsed = (arn: string): boolean =>
    state.assignments
      .currentValues()
      .flat()
      .some(({ permissionSetArn }) => permissionSetArn === arn) ||
    [...state.running].some(({ of }) => of.permissionSetArn === arn);

  return {
    async createPermissionSet({ instanceArn, name, sessionDuration, tags }) {
      try {
        return await invoke('sso:CreatePermissionSet', { name }, () => {
          if (name.length > longestName) throw new AwsError('ValidationException', 'name is too long');
          if (state.permissionSets.currentValues().some(each => each.name === name))
            throw new AwsError('ConflictException', `PermissionSet with name ${name} already exists`);
          const instance = instanceArn.split('/').at(-1) ?? '';
          state.made += 1;
          const arn = `arn:aws:sso:::permissionSet/${instance}/ps-${String(state.made).padStart(16, 'f')}`;
          keep({ arn, name, sessionDuration, tags, managedPolicies: [] });
          return { arn };
        });
      } catch (error) {
        if (isAlreadyThere(error)) return 'taken';
        throw error;
      }
    },
    async findPermissionSet(instanceArn, name) {
      const all = await pages('sso:ListPermissionSets', { instanceArn }, () =>
        state.permissionSets.seenValues(),
      );
      for (const { arn } of all) {
        const found = await orUndefined(invoke('sso:DescribePermissionSet', { arn }, () => seen(arn)));
        if (found?.name === name) return arn;
      }
      return undefined;
    },
    async listSetsOfUser(_instance, accountId, userId) {
      const held = await pages('sso:ListAccountAssignmentsForPrincipal', { accountId, userId }, () =>
        state.assignments
          .seenValues()
          .flat()
          .filter(each => each.accountId === accountId && each.userId === userId),
      );
      return held.map(({ permissionSetArn }) => permissionSetArn);
    },
    tagsOf: (_instance, arn) =>
      orUndefined(invoke('sso:ListTagsForResource', { arn }, () => ({ ...seen(arn).tags }))),
    listManagedPolicies: async (_instance, arn) =>
      orUndefined(
        pages('sso:ListManagedPoliciesInPermissionSet', { arn }, () => seen(arn).managedPolicies ?? []),
      ),
    attachManagedPolicy: (_instance, arn, policyArn) =>
      doneOrMissing(
        invoke('sso:AttachManagedPolicyToPermissionSet', { arn, policyArn }, () => {
          const set = current(arn);
          if (!state.awsPolicies.has(policyArn)) throw notFound(`ManagedPolicy ${policyArn}`);
          const held = set.managedPolicies ?? [];
          if (held.includes(policyArn))
            throw new AwsError('ConflictException', `${policyArn} already exists in the permission set`);
          return keep({ ...set, managedPolicies: [...held, policyArn] });
        }),
      ),
    putInlinePolicy: (_instance, arn, document) =>
      doneOrMissing(
        invoke('sso:PutInlinePolicyToPermissionSet', { arn }, () =>
          keep({ ...current(arn), inline: document }),
        ),
      ),
    async provision(_instance, arn, accountId) {
      const started = await orUndefined(
        invoke('sso:ProvisionPermissionSet', { arn, accountId }, () => {
          const { inline } = current(arn);
          const busy = [...state.provisionings.values()].some(
            each => !each.over && each.arn === arn && each.accountId === accountId,
          );
          if (busy) throw new AwsError('ConflictException', 'another operation is in progress');
          const endsAt = now() + world.assignmentMs();
          const failure = world.failure('provisioning');
          const run = { id: world.newOperationId(), arn, accountId, inline, endsAt, failure, over: false };
          state.provisionings.set(run.id, run);
          world.settle();
          world.changedUntil(endsAt);
          return statusOf(run);
        }),
      );
      return started ?? 'missing';
    },
    describeProvisioning: (_instance, id) =>
      orUndefined(
        invoke('sso:DescribePermissionSetProvisioningStatus', { id }, () => {
          const run = state.provisionings.get(id);
          if (run === undefined) throw notFound(`Operation ${id}`);
          return statusOf(run);
        }),
      ),
    deletePermissionSet: (_instance, arn) =>
      doneOrMissing(
        invoke('sso:DeletePermissionSet', { arn }, () => {
          const set = current(arn);
          if (isUsed(arn)) throw new AwsError('ConflictException', `${set.name} is provisioned`);
          state.permissionSets.set(arn, undefined);
          for (const key of [...state.inAccounts.keys()])
            if (key.startsWith(inAccountKey(arn, ''))) state.inAccounts.delete(key);
          return {};
        }),
      ),
  };
};
