import * as z from 'zod';
import { accountId, externalId, iamRoleArn } from '../aws/patterns.ts';
import type { AccountRef } from '../domain/catalog.ts';

/** An account as a resolved target holds it. */
export const accountRef: z.ZodType<AccountRef> = z.strictObject({
  name: z.string().min(1),
  id: z.string().regex(accountId),
  production: z.boolean(),
  grantRoleArn: z.string().regex(iamRoleArn).exactOptional(),
  revokeRoleArn: z.string().regex(iamRoleArn).exactOptional(),
  externalId: z.string().regex(externalId).exactOptional(),
});
