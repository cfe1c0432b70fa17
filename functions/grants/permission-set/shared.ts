import type { SsoAdminApi } from '../../aws/sso-admin.ts';
import { formatDuration } from '../../domain/duration.ts';
import { CurfewError } from '../../domain/errors.ts';
import { problemOf, unbounded } from '../check.ts';
import type { Access, AwsApis, GrantContext, Receipt } from '../port.ts';
import { sessionMs } from '../session.ts';
import {
  type AssignmentWork,
  earlierCreationDone,
  earlierDeletionDone,
  holds,
  requireCreated,
  requireDeleted,
  requireGone,
  stillWorking,
  toAssignment,
} from './assignment.ts';
import { permissionSetDescription, type SharedSet } from './description.ts';
import { beginOperation } from './operation.ts';

const requirePermissionSet = async (api: SsoAdminApi, target: SharedSet): Promise<void> => {
  const found = await api.describePermissionSet(target.instanceArn, target.permissionSetArn);
  if (found === undefined)
    throw new CurfewError('Refused', `there is no permission set ${target.permissionSetArn}`);
  if (found.name !== target.permissionSet)
    throw new CurfewError(
      'Refused',
      `${target.permissionSetArn} is ${found.name}, not ${target.permissionSet}`,
    );
  if (sessionMs(found.sessionDuration) > target.sessionMs)
    throw new CurfewError(
      'Refused',
      `sessions of ${found.name} last ${found.sessionDuration}, longer than access.yml says`,
    );
};

/**
 * Always creates, whatever a listing shows: that may be older than our own deletion. Creating twice does no harm. `check`:
 * before anything is begun. Answers the operation's id. Throws as `grant` does.
 */
export const assign = async (
  work: AssignmentWork,
  check: () => Promise<void>,
): Promise<string | undefined> => {
  const { ctx } = work;
  const { pending } = ctx;
  if (await earlierCreationDone(work)) {
    await ctx.setPending(undefined);
    return pending?.operationId;
  }
  await check();
  return assignFirst(work);
};

/** As `assign`, where no attempt can have begun it. */
export const assignFirst = async (work: AssignmentWork): Promise<string> => {
  const { ctx, api, assignment } = work;
  const operation = await beginOperation(ctx, 'grant', () => api.createAccountAssignment(assignment));
  await ctx.note(toReceipt(operation.id));
  await requireCreated(work, operation);
  await ctx.setPending(undefined);
  return operation.id;
};

/** Deletes the assignment and sees it gone; safe to repeat. Throws as `revoke` does. */
export const unassign = async (work: AssignmentWork): Promise<void> => {
  const { ctx, api, assignment } = work;
  const { pending } = ctx;
  if (!(await earlierDeletionDone(work))) {
    const answer = await beginOperation(ctx, 'revoke', () => api.deleteAccountAssignment(assignment));
    if (answer === 'missing') await requireGone(work, pending);
    else await requireDeleted(work, answer);
  }
  await ctx.setPending(undefined);
};

/** Assignments to permission sets that are there already. `extend` throws `Refused` when someone removed the assignment. */
export const sharedSets = ({ ssoAdmin }: Pick<AwsApis, 'ssoAdmin'>): Access<SharedSet> => {
  const workOn = (ctx: GrantContext, target: SharedSet, userId: string): AssignmentWork => ({
    ctx,
    target,
    api: ssoAdmin(target.account, ctx),
    assignment: toAssignment(target, userId),
  });

  return {
    async grant(ctx, target, userId) {
      const work = workOn(ctx, target, userId);
      return toReceipt(await assign(work, () => requirePermissionSet(work.api, target)));
    },

    // The assignment has no date of its own. What someone took away meanwhile is not put back.
    async extend(ctx, { target, principal: userId, receipt }) {
      const held = await holds(workOn(ctx, target, userId));
      if (held === 'changing') throw stillWorking('StillProvisioning', target);
      if (held === 'no')
        throw new CurfewError(
          'Refused',
          `${permissionSetDescription.describe(target)} is no longer assigned`,
        );
      return receipt;
    },

    revoke: (ctx, target, userId) => unassign(workOn(ctx, target, userId)),

    holds: (ctx, target, userId) => holds(workOn(ctx, target, userId)),

    async check(target) {
      return problemOf(async () => {
        await requirePermissionSet(ssoAdmin(target.account, unbounded), target);
        return `a session that is open at the end may run on for ${formatDuration(target.sessionMs)}; with \`managed_policies\` or a \`template\` instead of \`permission_set\` each request makes a set of its own, which ends open sessions too`;
      });
    },
  };
};

const toReceipt = (operationId: string | undefined): Receipt =>
  operationId === undefined ? {} : { operationId };
