import type { AwsApis, GrantKind } from '../port.ts';
import { isFromTemplate, type ManagedPolicyTarget, managedPolicyDescription } from './description.ts';
import { existingPolicy } from './existing.ts';
import { policyFromTemplate } from './from-template.ts';

/** Managed policies: those that are there already, and those that a request makes for itself. */
export const managedPolicyAccess = (apis: Pick<AwsApis, 'iam'>): GrantKind<ManagedPolicyTarget> => {
  const [there, own] = [existingPolicy(apis), policyFromTemplate(apis)];
  return {
    ...managedPolicyDescription,
    grant: (ctx, target, ...rest) =>
      isFromTemplate(target) ? own.grant(ctx, target, ...rest) : there.grant(ctx, target, ...rest),
    extend: (ctx, { target, ...held }, ...rest) =>
      isFromTemplate(target)
        ? own.extend(ctx, { target, ...held }, ...rest)
        : there.extend(ctx, { target, ...held }, ...rest),
    revoke: (ctx, target, ...rest) =>
      isFromTemplate(target) ? own.revoke(ctx, target, ...rest) : there.revoke(ctx, target, ...rest),
    holds: (ctx, target, ...rest) =>
      isFromTemplate(target) ? own.holds(ctx, target, ...rest) : there.holds(ctx, target, ...rest),
    check: target => (isFromTemplate(target) ? own.check(target) : there.check(target)),
  };
};
