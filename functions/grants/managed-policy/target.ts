import * as z from 'zod';
import { iamRoleName, policyArn, policyName } from '../../aws/patterns.ts';
import type { AccountRef } from '../../domain/catalog.ts';
import { accountRef } from '../account.ts';
import { accountName, missing, targetKind } from '../target.ts';
import { type ManagedPolicyTarget, managedPolicyDescription } from './description.ts';
import { managedPolicyPermissions } from './permissions.ts';

const policyId = /^ANPA[A-Z0-9]{12,124}$/;

/** AWS changes these itself, and lets nobody else attach anything. */
const awsOwned = /^AWS(ReservedSSO_|ServiceRole)/;

/** A name is that of a policy of the account itself; its partition is the one of the account's IAM roles. */
const arnOf = (policy: string, { id, grantRoleArn }: AccountRef): string =>
  policy.startsWith('arn:')
    ? policy
    : `arn:${grantRoleArn?.split(':')[1] ?? 'aws'}:iam::${id}:policy/${policy}`;

const problem = (key: string, message: string) => ({ problem: { key, message, name: '', known: [] } });

export const managedPolicyTarget = targetKind<ManagedPolicyTarget>()({
  kind: managedPolicyDescription.kind,
  written: z.strictObject({
    account: accountName,
    policy: z
      .string()
      .refine(text => policyArn.test(text) || policyName.test(text), {
        error: 'should be the name of one IAM policy of the account, after its path if it has one, or an ARN',
      })
      .describe('Name of an IAM policy of the account, or the ARN of one, AWS’s own included.'),
    policy_id: z
      .string()
      .regex(
        policyId,
        'should look like ANPA followed by letters and digits (`curfew plan --check-aws` shows it)',
      )
      .optional()
      .describe('Id of the policy: another one made under its name later is refused.'),
    iam_role: z
      .string()
      .regex(iamRoleName, 'should be the exact name of one IAM role, without its path')
      .refine(text => !awsOwned.test(text), {
        error: 'is one of AWS’s own IAM roles, which take no other policies',
      })
      .optional()
      .describe('IAM role that the policy is attached to. Default: the requester’s IAM user.'),
  }),
  resolved: z.strictObject({
    account: accountRef,
    policyArn: z.string().regex(policyArn),
    policyId: z.string().regex(policyId).exactOptional(),
    iamRole: z.string().regex(iamRoleName).exactOptional(),
  }),
  resolve({ account: name, policy, policy_id, iam_role }, ctx) {
    const account = ctx.account(name);
    if (account === undefined) return missing('account', 'account', name, ctx.accountNames);
    const arn = arnOf(policy, account);
    const [, owner] = policyArn.exec(arn) ?? [];
    if (owner !== 'aws' && owner !== account.id)
      return problem('policy', `is a policy of another account than ${account.name} (${account.id})`);
    return {
      target: {
        account,
        policyArn: arn,
        ...(policy_id !== undefined && { policyId: policy_id }),
        ...(iam_role !== undefined && { iamRole: iam_role }),
      },
    };
  },
  permissions: managedPolicyPermissions,
});
