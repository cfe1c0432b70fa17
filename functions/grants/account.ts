import * as z from 'zod';
import type { AccountRef } from '../domain/catalog.ts';

const roleArn = z.string().regex(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/);

export const accountRef: z.ZodType<AccountRef> = z.strictObject({
  name: z.string().min(1),
  id: z.string().regex(/^\d{12}$/),
  production: z.boolean(),
  grantRoleArn: roleArn.exactOptional(),
  revokeRoleArn: roleArn.exactOptional(),
  /** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/)
    .exactOptional(),
});
