import * as z from 'zod';
import { iamGroupName } from '../../aws/patterns.ts';
import { accountRef } from '../account.ts';
import { accountName, missing, targetKind } from '../target.ts';
import { type IamGroupTarget, iamGroupDescription } from './description.ts';
import { iamGroupPermissions } from './permissions.ts';

export const iamGroupTarget = targetKind<IamGroupTarget>()({
  kind: iamGroupDescription.kind,
  written: z.strictObject({
    account: accountName,
    group: z
      .string()
      .regex(iamGroupName, 'should be the exact name of one IAM group: letters, digits and + = , . @ _ -')
      .describe('Exact name of the IAM group people are put into.'),
  }),
  resolved: z.strictObject({ account: accountRef, group: z.string().regex(iamGroupName) }),
  resolve({ account: name, group }, ctx) {
    const account = ctx.account(name);
    if (account === undefined) return missing('account', 'account', name, ctx.accountNames);
    return { target: { account, group } };
  },
  permissions: iamGroupPermissions,
});
