import * as z from 'zod';
import { identityCenterInstanceArn, permissionSetArn, permissionSetName } from '../../aws/patterns.ts';
import { hour } from '../../domain/time.ts';
import { accountRef } from '../account.ts';
import { accountName, missing, targetKind } from '../target.ts';
import { type PermissionSetTarget, permissionSetDescription } from './description.ts';
import { permissionSetPermissions } from './permissions.ts';

export const permissionSetTarget = targetKind<PermissionSetTarget>()({
  kind: permissionSetDescription.kind,
  written: z.strictObject({
    account: accountName,
    permission_set: z.string().describe('Name of a permission set under `identity_center.permission_sets`.'),
  }),
  resolved: z.strictObject({
    account: accountRef,
    permissionSet: z.string().regex(permissionSetName),
    permissionSetArn: z.string().regex(permissionSetArn),
    instanceArn: z.string().regex(identityCenterInstanceArn),
    startUrl: z.url({ protocol: /^https$/ }),
    sessionMs: z
      .int()
      .min(1 * hour)
      .max(12 * hour),
  }),
  resolve({ account: name, permission_set: set }, ctx) {
    const account = ctx.account(name);
    if (account === undefined) return missing('account', 'account', name, ctx.accountNames);
    const sets = ctx.identityCenter?.permissionSets ?? {};
    const chosen = Object.hasOwn(sets, set) ? sets[set] : undefined;
    if (ctx.identityCenter === undefined || chosen === undefined) {
      return missing('permission_set', 'permission set', set, Object.keys(sets));
    }
    const { instanceArn, startUrl } = ctx.identityCenter;
    const { arn, sessionMs } = chosen;
    return {
      target: { account, permissionSet: set, permissionSetArn: arn, instanceArn, startUrl, sessionMs },
    };
  },
  permissions: permissionSetPermissions,
});
