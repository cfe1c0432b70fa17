import type { Assignment, Operation, SsoAdminApi } from '../../aws/sso-admin.ts';
import type { PermissionSetTarget } from '../../domain/catalog.ts';
import { CurfewError } from '../../domain/errors.ts';
import type { GrantContext } from '../port.ts';
import { contradicts } from '../settling.ts';
import { progressOf } from './assignment-operation.ts';
import { permissionSetDescription } from './description.ts';

const { describe } = permissionSetDescription;

export const toAssignment = (target: PermissionSetTarget, userId: string): Assignment => ({
  instanceArn: target.instanceArn,
  accountId: target.account.id,
  permissionSetArn: target.permissionSetArn,
  userId,
});

const isAssigned = async (api: SsoAdminApi, assignment: Assignment): Promise<boolean> =>
  (await api.listAssignedUsers(assignment))?.includes(assignment.userId) === true;

/** A deletion that fails because its user is gone; a listing then tells whether the assignment is. */
const saysNotFound = (reason: string): boolean => /not found|not exist|404/i.test(reason);

/** Asks to be called again later. */
export const still = (doing: 'StillProvisioning' | 'StillRevoking', target: PermissionSetTarget) =>
  new CurfewError(doing, `AWS is still working on ${describe(target)}`);

const failed = (target: PermissionSetTarget, reason: string) =>
  new CurfewError('ProvisioningFailed', `${describe(target)}: ${reason}`);

/** Everything one step needs about one assignment. */
export type Work = {
  ctx: GrantContext;
  api: SsoAdminApi;
  target: PermissionSetTarget;
  assignment: Assignment;
};

/** Did an earlier creation land? Throws while what an earlier attempt left is not settled. */
export const settleForGrant = async ({ ctx, api, target, assignment }: Work): Promise<boolean> => {
  const { pending } = ctx;
  if (pending === undefined) return false;
  const progress = await progressOf(api, assignment, pending);
  if (progress.is === 'running') throw still('StillProvisioning', target);
  if (progress.is === 'failed') {
    await ctx.setPending(undefined);
    if (pending.op === 'grant' && pending.requestId === ctx.requestId) throw failed(target, progress.reason);
    return false;
  }
  const listed = await isAssigned(api, assignment);
  // A creation that left no trace is simply started again: if it runs after all, AWS answers with a conflict.
  const startAgain = pending.op === 'grant' && progress.is === 'unknown';
  if (!startAgain && contradicts(ctx, pending, listed)) throw still('StillProvisioning', target);
  return pending.op === 'grant' && listed;
};

/** Throws unless the creation succeeded and shows. */
export const landed = async ({ ctx, api, target, assignment }: Work, operation: Operation): Promise<void> => {
  if (operation.status === 'FAILED') {
    await ctx.setPending(undefined);
    throw failed(target, operation.reason ?? 'AWS gave no reason');
  }
  if (operation.status === 'IN_PROGRESS' || !(await isAssigned(api, assignment)))
    throw still('StillProvisioning', target);
};

/** Did an earlier deletion finish? Throws while what an earlier attempt left is not settled. */
export const settleForRevoke = async (work: Work): Promise<boolean> => {
  const { ctx, api, target, assignment } = work;
  const { pending } = ctx;
  if (pending === undefined) return false;
  const progress = await progressOf(api, assignment, pending);
  if (progress.is === 'running') throw still('StillRevoking', target);
  if (pending.op === 'revoke') {
    if (progress.is === 'failed') return deletionFailed(work, progress.reason);
    if (progress.is === 'unknown') return false;
    const listed = await isAssigned(api, assignment);
    if (contradicts(ctx, pending, listed)) throw still('StillRevoking', target);
    return !listed;
  }
  // A creation that left no trace may yet appear: deleting now could come before it.
  if (progress.is === 'unknown' && contradicts(ctx, pending, await isAssigned(api, assignment)))
    throw still('StillRevoking', target);
  return false;
};

/** Is the assignment gone all the same? Throws `ProvisioningFailed` when it is not; the next attempt deletes again. */
const deletionFailed = async ({ ctx, api, target, assignment }: Work, reason: string): Promise<boolean> => {
  await ctx.setPending(undefined);
  if (saysNotFound(reason) && !(await isAssigned(api, assignment))) return true;
  throw failed(target, reason);
};

/** Throws unless the deletion succeeded, or found nothing, and nothing shows. */
export const removed = async (work: Work, operation: Operation): Promise<void> => {
  if (operation.status === 'FAILED') {
    await deletionFailed(work, operation.reason ?? 'AWS gave no reason');
    return;
  }
  if (operation.status === 'IN_PROGRESS' || (await isAssigned(work.api, work.assignment)))
    throw still('StillRevoking', work.target);
};

/** AWS knows nothing to delete. Not believed against a listing, or right after our own creation. */
export const nothingThere = async (work: Work, before: GrantContext['pending']): Promise<void> => {
  const listed = await isAssigned(work.api, work.assignment);
  if (!listed && !contradicts(work.ctx, before, listed)) return;
  await work.ctx.setPending(before);
  throw still('StillRevoking', work.target);
};

/** Reads back; while AWS works, or shows what our own operation contradicts, the answer is not known. */
export const holds = async ({ ctx, api, assignment }: Work): Promise<'yes' | 'no' | 'changing'> => {
  const { pending } = ctx;
  const progress = pending && (await progressOf(api, assignment, pending));
  if (progress?.is === 'running') return 'changing';
  const listed = await isAssigned(api, assignment);
  if (progress?.is !== 'failed' && contradicts(ctx, pending, listed)) return 'changing';
  return listed ? 'yes' : 'no';
};
