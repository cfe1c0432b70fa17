import type { SsoAdminApi } from '../../aws/sso-admin.ts';
import { CurfewError } from '../../domain/errors.ts';
import { problemOf, unbounded } from '../check.ts';
import type { AwsApis, GrantContext, GrantKind, Receipt } from '../port.ts';
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
import { type PermissionSetTarget, permissionSetDescription } from './description.ts';
import { beginOperation } from './operation.ts';

const requirePermissionSet = async (api: SsoAdminApi, target: PermissionSetTarget): Promise<void> => {
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

/** Assignments to permission sets. `extend` throws `Refused` when someone removed the assignment. */
export const permissionSetAccess = ({
  ssoAdmin,
}: Pick<AwsApis, 'ssoAdmin'>): GrantKind<PermissionSetTarget> => {
  const workOn = (ctx: GrantContext, target: PermissionSetTarget, userId: string): AssignmentWork => ({
    ctx,
    target,
    api: ssoAdmin(target.account, ctx),
    assignment: toAssignment(target, userId),
  });

  return {
    ...permissionSetDescription,

    // Always creates, whatever a listing shows: that may be older than our own deletion. Creating twice does no harm.
    async grant(ctx, target, userId) {
      const work = workOn(ctx, target, userId);
      const { pending } = ctx;
      if (await earlierCreationDone(work)) {
        await ctx.setPending(undefined);
        return toReceipt(pending?.operationId);
      }
      await requirePermissionSet(work.api, target);
      const operation = await beginOperation(ctx, 'grant', () =>
        work.api.createAccountAssignment(work.assignment),
      );
      const receipt = toReceipt(operation.id);
      await ctx.note(receipt);
      await requireCreated(work, operation);
      await ctx.setPending(undefined);
      return receipt;
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

    async revoke(ctx, target, userId) {
      const work = workOn(ctx, target, userId);
      const { pending } = ctx;
      if (!(await earlierDeletionDone(work))) {
        const answer = await beginOperation(ctx, 'revoke', () =>
          work.api.deleteAccountAssignment(work.assignment),
        );
        if (answer === 'missing') await requireGone(work, pending);
        else await requireDeleted(work, answer);
      }
      await ctx.setPending(undefined);
    },

    holds: (ctx, target, userId) => holds(workOn(ctx, target, userId)),

    async check(target) {
      return problemOf(async () => {
        await requirePermissionSet(ssoAdmin(target.account, unbounded), target);
        return undefined;
      });
    },
  };
};

const toReceipt = (operationId: string | undefined): Receipt =>
  operationId === undefined ? {} : { operationId };
