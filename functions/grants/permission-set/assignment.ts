import type { SsoAdminApi } from '../../aws/sso-admin.ts';
import type { Assignment, Operation } from '../../aws/sso-operation.ts';
import { CurfewError } from '../../domain/errors.ts';
import { contradicts, readBack } from '../consistency.ts';
import type { GrantContext } from '../port.ts';
import { permissionSetDescription, type SharedSet } from './description.ts';
import { operationState } from './operation.ts';

const { describe } = permissionSetDescription;

export const toAssignment = (target: SharedSet, userId: string): Assignment => ({
  instanceArn: target.instanceArn,
  accountId: target.account.id,
  permissionSetArn: target.permissionSetArn,
  userId,
});

/**
 * A permission set that AWS does not find proves nothing until the list of all of them lacks it: then its assignments are
 * gone with it. Throws `Busy` while the two contradict each other, and what AWS refuses the list with.
 */
const isAssigned = async (api: SsoAdminApi, assignment: Assignment): Promise<boolean> => {
  const users = await api.listAssignedUsers(assignment);
  if (users !== undefined) return users.includes(assignment.userId);
  const { instanceArn, permissionSetArn } = assignment;
  if (!(await api.hasPermissionSet(instanceArn, permissionSetArn))) return false;
  throw new CurfewError('Busy', `AWS lists the permission set ${permissionSetArn}, and does not find it`);
};

/** A deletion can fail because its user is gone; a listing then shows whether the assignment is gone too. */
const saysNotFound = (reason: string): boolean => /not found|not exist|404/i.test(reason);

/** The failure that makes the machine try again later. */
export const stillWorking = (doing: 'StillProvisioning' | 'StillRevoking', target: SharedSet) =>
  new CurfewError(doing, `AWS is still working on ${describe(target)}`);

const provisioningFailed = (target: SharedSet, reason: string) =>
  new CurfewError('ProvisioningFailed', `${describe(target)}: ${reason}`);

/** Everything one step needs about one assignment. */
export type AssignmentWork = {
  ctx: GrantContext;
  api: SsoAdminApi;
  target: SharedSet;
  assignment: Assignment;
};

/**
 * Is a creation that an earlier attempt began done? Throws `StillProvisioning` while AWS works on anything left over,
 * `ProvisioningFailed` when our own creation failed.
 */
export const earlierCreationDone = async ({
  ctx,
  api,
  target,
  assignment,
}: AssignmentWork): Promise<boolean> => {
  const { pending } = ctx;
  if (pending === undefined) return false;
  const operation = await operationState(api, assignment, pending);
  if (operation.is === 'running') throw stillWorking('StillProvisioning', target);
  if (operation.is === 'failed') {
    await ctx.setPending(undefined);
    if (pending.op === 'grant' && pending.requestId === ctx.requestId)
      throw provisioningFailed(target, operation.reason);
    return false;
  }
  const listed = await isAssigned(api, assignment);
  // A creation that left no trace is simply started again: if it runs after all, AWS answers with a conflict.
  const startAgain = pending.op === 'grant' && operation.is === 'unknown';
  if (!startAgain && contradicts(ctx, pending, listed)) throw stillWorking('StillProvisioning', target);
  return pending.op === 'grant' && listed;
};

/** Throws `ProvisioningFailed` when the creation failed, `StillProvisioning` until it has succeeded and shows. */
export const requireCreated = async (
  { ctx, api, target, assignment }: AssignmentWork,
  operation: Operation,
): Promise<void> => {
  if (operation.status === 'FAILED') {
    await ctx.setPending(undefined);
    throw provisioningFailed(target, operation.reason ?? 'AWS gave no reason');
  }
  if (operation.status === 'IN_PROGRESS' || !(await isAssigned(api, assignment)))
    throw stillWorking('StillProvisioning', target);
};

/**
 * Is a deletion that an earlier attempt began done? Throws `StillRevoking` while AWS works on anything left over,
 * `ProvisioningFailed` when the deletion failed.
 */
export const earlierDeletionDone = async (work: AssignmentWork): Promise<boolean> => {
  const { ctx, api, target, assignment } = work;
  const { pending } = ctx;
  if (pending === undefined) return false;
  const operation = await operationState(api, assignment, pending);
  if (operation.is === 'running') throw stillWorking('StillRevoking', target);
  if (pending.op === 'revoke') {
    if (operation.is === 'failed') return deletionFailed(work, operation.reason);
    if (operation.is === 'unknown') return false;
    const listed = await isAssigned(api, assignment);
    if (contradicts(ctx, pending, listed)) throw stillWorking('StillRevoking', target);
    return !listed;
  }
  // A creation that left no trace may yet appear: deleting now could come before it.
  if (operation.is === 'unknown' && contradicts(ctx, pending, await isAssigned(api, assignment)))
    throw stillWorking('StillRevoking', target);
  return false;
};

/** Is the assignment gone all the same? Throws `ProvisioningFailed` when it is not; the next attempt deletes again. */
const deletionFailed = async (
  { ctx, api, target, assignment }: AssignmentWork,
  reason: string,
): Promise<boolean> => {
  await ctx.setPending(undefined);
  if (saysNotFound(reason) && !(await isAssigned(api, assignment))) return true;
  throw provisioningFailed(target, reason);
};

/** Throws `ProvisioningFailed` when the deletion failed, `StillRevoking` until it has succeeded and nothing shows. */
export const requireDeleted = async (work: AssignmentWork, operation: Operation): Promise<void> => {
  if (operation.status === 'FAILED') {
    await deletionFailed(work, operation.reason ?? 'AWS gave no reason');
    return;
  }
  if (operation.status === 'IN_PROGRESS' || (await isAssigned(work.api, work.assignment)))
    throw stillWorking('StillRevoking', work.target);
};

/**
 * AWS says that there is nothing to delete. Throws `StillRevoking` while a listing, or our own recent creation
 * (`before`: what was pending), says otherwise.
 */
export const requireGone = async (work: AssignmentWork, before: GrantContext['pending']): Promise<void> => {
  const listed = await isAssigned(work.api, work.assignment);
  if (!listed && !contradicts(work.ctx, before, listed)) return;
  await work.ctx.setPending(before);
  throw stillWorking('StillRevoking', work.target);
};

/** Reads back; while AWS works, or shows what our own operation contradicts, the answer is not known. */
export const holds = async ({ ctx, api, assignment }: AssignmentWork): Promise<'yes' | 'no' | 'changing'> => {
  const { pending } = ctx;
  const operation = pending && (await operationState(api, assignment, pending));
  if (operation?.is === 'running') return 'changing';
  return readBack(ctx, operation?.is === 'failed' ? undefined : pending, await isAssigned(api, assignment));
};
