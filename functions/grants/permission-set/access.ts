import type { AwsApis, GrantKind } from '../port.ts';
import { isOwnSet, type PermissionSetTarget, permissionSetDescription } from './description.ts';
import { ownSets } from './own.ts';
import { sharedSets } from './shared.ts';

/** Permission sets: those that are there already, and those that a request makes for itself. */
export const permissionSetAccess = (apis: Pick<AwsApis, 'ssoAdmin'>): GrantKind<PermissionSetTarget> => {
  const [shared, own] = [sharedSets(apis), ownSets(apis)];
  return {
    ...permissionSetDescription,
    grant: (ctx, target, ...rest) =>
      isOwnSet(target) ? own.grant(ctx, target, ...rest) : shared.grant(ctx, target, ...rest),
    extend: (ctx, { target, ...held }, ...rest) =>
      isOwnSet(target)
        ? own.extend(ctx, { target, ...held }, ...rest)
        : shared.extend(ctx, { target, ...held }, ...rest),
    revoke: (ctx, target, ...rest) =>
      isOwnSet(target) ? own.revoke(ctx, target, ...rest) : shared.revoke(ctx, target, ...rest),
    holds: (ctx, target, ...rest) =>
      isOwnSet(target) ? own.holds(ctx, target, ...rest) : shared.holds(ctx, target, ...rest),
    check: target => (isOwnSet(target) ? own.check(target) : shared.check(target)),
  };
};
