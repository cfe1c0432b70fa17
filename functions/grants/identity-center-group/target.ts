import * as z from 'zod';
import { directoryId, identityCenterInstanceArn, identityStoreId } from '../../aws/patterns.ts';
import { hour } from '../../domain/time.ts';
import { accountRef } from '../account.ts';
import { accountName, missing, targetKind } from '../target.ts';
import { type IdentityCenterGroupTarget, identityCenterGroupDescription } from './description.ts';
import { identityCenterGroupPermissions } from './permissions.ts';

export const identityCenterGroupTarget = targetKind<IdentityCenterGroupTarget>()({
  kind: identityCenterGroupDescription.kind,
  written: z.strictObject({
    account: accountName,
    group: z.string().describe('Name of a group under `identity_center.groups`.'),
  }),
  resolved: z.strictObject({
    account: accountRef,
    group: z.string().min(1),
    groupId: z.string().regex(directoryId),
    identityStoreId: z.string().regex(identityStoreId),
    instanceArn: z.string().regex(identityCenterInstanceArn),
    startUrl: z.url({ protocol: /^https$/ }),
    sessionMs: z
      .int()
      .min(1 * hour)
      .max(12 * hour),
  }),
  resolve({ account: name, group }, ctx) {
    const account = ctx.account(name);
    if (account === undefined) return missing('account', 'account', name, ctx.accountNames);
    const { groups = {}, identityStoreId: store } = ctx.identityCenter ?? {};
    const chosen = Object.hasOwn(groups, group) ? groups[group] : undefined;
    if (ctx.identityCenter === undefined || chosen === undefined)
      return missing('group', 'Identity Center group', group, Object.keys(groups));
    if (store === undefined)
      return {
        problem: {
          key: 'group',
          message: 'needs `identity_store_id` under `identity_center`',
          name: '',
          known: [],
        },
      };
    const { instanceArn, startUrl } = ctx.identityCenter;
    const { id: groupId, sessionMs } = chosen;
    return { target: { account, group, groupId, identityStoreId: store, instanceArn, startUrl, sessionMs } };
  },
  permissions: identityCenterGroupPermissions,
});
