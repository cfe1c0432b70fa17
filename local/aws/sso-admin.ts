import type { Calling } from '../../functions/aws/call.ts';
import { orUndefined } from '../../functions/aws/errors.ts';
import type { SsoAdminApi } from '../../functions/aws/sso-admin.ts';
import type { Assignment, Operation, OperationKind } from '../../functions/aws/sso-operation.ts';
import { AwsError, notFound } from './errors.ts';
import type { Invoke } from './invoke.ts';
import { createPermissionSets } from './permission-sets.ts';
import { heldNow, placeKey, type Running, type SsoState, type SsoWorld } from './sso-state.ts';

/** Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html */
const outstandingOperations = 10;

const toOperation = ({ id, of, over, failure }: Running): Operation => ({
  id,
  status: over ? (failure === undefined ? 'SUCCEEDED' : 'FAILED') : 'IN_PROGRESS',
  ...(over && failure !== undefined && { reason: failure }),
  of: { accountId: of.accountId, permissionSetArn: of.permissionSetArn, userId: of.userId },
});

const capital = { creation: 'Creation', deletion: 'Deletion' } as const;

/**
 * A fake Identity Center in memory. Operations take virtual time, lists may be stale, and only one operation at a time
 * changes one user in one account.
 */
export const createSsoAdmin = (world: SsoWorld, state: SsoState, calling: Calling): SsoAdminApi => {
  const { now, pageSize } = world;
  const invoke: Invoke = (each, name, input, effect) =>
    world.invoke(each, name, input, () => {
      world.settle();
      return effect();
    });

  const requireFree = ({ accountId, userId }: Assignment) => {
    const busy = [...state.running];
    if (busy.some(({ of }) => of.accountId === accountId && of.userId === userId))
      throw new AwsError(
        'ConflictException',
        `another operation on ${userId} in ${accountId} is in progress`,
      );
    if (busy.length >= outstandingOperations) throw new AwsError('ThrottlingException', 'Rate exceeded');
  };
  const start = (kind: OperationKind, of: Assignment): Operation => {
    requireFree(of);
    const startedAt = now();
    const endsAt = startedAt + world.assignmentMs();
    const id = world.newOperationId();
    const operation = { id, kind, of, startedAt, endsAt, failure: world.failure(kind), over: false };
    state.operations.set(id, operation);
    state.running.add(operation);
    world.settle();
    world.changedUntil(endsAt);
    return toOperation(operation);
  };
  const pages = async <Entry>(
    name: string,
    input: Record<string, string>,
    read: () => Entry[],
  ): Promise<Entry[]> => {
    const entries: Entry[] = [];
    for (let from = 0; ; from += pageSize()) {
      const page = await invoke(calling, name, { ...input, from: String(from) }, () => {
        const all = read();
        return { entries: all.slice(from, from + pageSize()), more: from + pageSize() < all.length };
      });
      entries.push(...page.entries);
      if (!page.more) return entries;
    }
  };
  const requirePermissionSet = (arn: string) => {
    const found = state.permissionSets.current(arn);
    if (found === undefined) throw notFound(`PermissionSet ${arn}`);
    return found;
  };

  return {
    ...createPermissionSets(world, state, calling, pages),
    createAccountAssignment: assignment =>
      invoke(calling, 'sso:CreateAccountAssignment', { ...assignment }, () => {
        requirePermissionSet(assignment.permissionSetArn);
        return start('creation', assignment);
      }),
    deleteAccountAssignment: async assignment => {
      const started = invoke(calling, 'sso:DeleteAccountAssignment', { ...assignment }, () => {
        requirePermissionSet(assignment.permissionSetArn);
        requireFree(assignment);
        if (heldNow(state, assignment) === undefined) throw notFound('Assignment');
        return start('deletion', assignment);
      });
      return (await orUndefined(started)) ?? 'missing';
    },
    describeOperation: (kind, instanceArn, id) =>
      orUndefined(
        invoke(calling, `sso:DescribeAccountAssignment${capital[kind]}Status`, { instanceArn, id }, () => {
          const found = state.operations.get(id);
          if (found?.kind !== kind) throw notFound(`Operation ${id}`);
          return toOperation(found);
        }),
      ),
    listRunning: (kind, instanceArn) =>
      pages(`sso:ListAccountAssignment${capital[kind]}Status`, { instanceArn }, () =>
        [...state.running].filter(each => each.kind === kind).map(each => each.id),
      ),
    listAssignedUsers: place =>
      orUndefined(
        pages('sso:ListAccountAssignments', { ...place }, () => {
          requirePermissionSet(place.permissionSetArn);
          return (state.assignments.seen(placeKey(place)) ?? []).map(each => each.userId);
        }),
      ),
    listPermissionSetsOfGroup: (_instance, groupId) =>
      pages('sso:ListAccountAssignmentsForPrincipal', { groupId }, () => [
        ...(state.assignedToGroups.get(groupId) ?? []),
      ]),
    async hasPermissionSet(instanceArn, arn) {
      for (let from = 0; ; from += pageSize()) {
        const page = await invoke(
          calling,
          'sso:ListPermissionSets',
          { instanceArn, from: String(from) },
          () => state.permissionSets.seenValues().slice(from, from + pageSize()),
        );
        if (page.some(each => each.arn === arn)) return true;
        if (page.length < pageSize()) return false;
      }
    },
    describePermissionSet: (instanceArn, permissionSetArn) =>
      orUndefined(
        invoke(calling, 'sso:DescribePermissionSet', { instanceArn, permissionSetArn }, () => {
          const { name, sessionDuration } = requirePermissionSet(permissionSetArn);
          return { name, sessionDuration };
        }),
      ),
  };
};
