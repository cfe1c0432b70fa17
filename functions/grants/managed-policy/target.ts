import * as z from 'zod';
import { arnWithoutWildcards, bucketName, iamRoleName, policyArn, policyName } from '../../aws/patterns.ts';
import type { AccountRef } from '../../domain/catalog.ts';
import { accountRef } from '../account.ts';
import { fillTemplate, readTemplate } from '../policy/fill.ts';
import { policyStatement } from '../policy/statement.ts';
import { accountName, missing, type ResolvedTarget, type TargetContext, targetKind } from '../target.ts';
import { type ManagedPolicyTarget, managedPolicyDescription } from './description.ts';
import { managedPolicyPermissions } from './permissions.ts';

const policyId = /^ANPA[A-Z0-9]{12,124}$/;

/** AWS changes these itself, and lets nobody else attach anything. */
const awsOwned = /^AWS(ReservedSSO_|ServiceRole)/;

const templateName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/;

/** Of the account's IAM roles; without them, Curfew's own. */
const partitionOf = ({ grantRoleArn }: AccountRef): string => grantRoleArn?.split(':')[1] ?? 'aws';

const written = z.strictObject({
  account: accountName,
  policy: z
    .string()
    .refine(text => policyArn.test(text) || policyName.test(text), {
      error: 'should be the name of one IAM policy of the account, after its path if it has one, or an ARN',
    })
    .optional()
    .describe('Name of an IAM policy of the account, or the ARN of one, AWS’s own included.'),
  policy_id: z
    .string()
    .regex(policyId, 'should look like ANPA and letters and digits (`curfew plan --check-aws` shows it)')
    .optional()
    .describe('Id of the policy: another one made under its name later is refused.'),
  template: z
    .string()
    .regex(templateName, 'should be the name of a template')
    .optional()
    .describe('Template of a policy that each request makes for itself, instead of `policy`.'),
  buckets: z
    .array(z.string().regex(bucketName, 'should be the exact name of one S3 bucket'))
    .min(1, 'should name at least one bucket')
    .optional()
    .describe('S3 buckets that the template is filled with.'),
  arns: z
    .array(z.string().regex(arnWithoutWildcards, 'should be the ARN of one resource, without wildcards'))
    .min(1, 'should hold at least one ARN')
    .optional()
    .describe('ARNs that the template is filled with.'),
  iam_role: z
    .string()
    .regex(iamRoleName, 'should be the exact name of one IAM role, without its path')
    .refine(text => !awsOwned.test(text), {
      error: 'is one of AWS’s own IAM roles, which take no other policies',
    })
    .optional()
    .describe('IAM role that the policy is attached to. Default: the requester’s IAM user.'),
});
type Written = z.infer<typeof written>;
type Resolved = ResolvedTarget<ManagedPolicyTarget>;

const forWhom = { account: accountRef, iamRole: z.string().regex(iamRoleName).exactOptional() };

const problem = (key: string, message: string): Resolved => ({
  problem: { key, message, name: '', known: [] },
});

const existing = (account: AccountRef, policy: string, { policy_id, iam_role }: Written): Resolved => {
  const arn = policy.startsWith('arn:')
    ? policy
    : `arn:${partitionOf(account)}:iam::${account.id}:policy/${policy}`;
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
};

const fromTemplate = (
  account: AccountRef,
  name: string,
  { buckets, arns, iam_role }: Written,
  { policyTemplates }: TargetContext,
): Resolved => {
  const text = Object.hasOwn(policyTemplates, name) ? policyTemplates[name] : undefined;
  if (text === undefined) return missing('template', 'policy template', name, Object.keys(policyTemplates));
  const read = readTemplate(text);
  if ('flaw' in read) return problem('template', `\`${name}\` ${read.flaw}`);
  const partition = partitionOf(account);
  const filled = fillTemplate(read.policy, {
    partition,
    ...(buckets && { bucket: buckets }),
    ...(arns && { arn: arns }),
  });
  if ('problem' in filled) return problem(filled.problem.key, filled.problem.message);
  const on = [...(buckets ?? []), ...(arns ?? [])];
  const { statements } = filled;
  return {
    target: { account, template: name, on, statements, partition, ...(iam_role && { iamRole: iam_role }) },
  };
};

const beside = (entry: Written, keys: (keyof Written)[], other: string): Resolved | undefined => {
  const found = keys.find(key => entry[key] !== undefined);
  return found && problem(found, `has no place beside ${other}`);
};

const chosen = (account: AccountRef, entry: Written, ctx: TargetContext): Resolved => {
  const { policy, template } = entry;
  if (template !== undefined)
    return (
      beside(entry, ['policy', 'policy_id'], '`template`') ?? fromTemplate(account, template, entry, ctx)
    );
  if (policy === undefined)
    return problem('policy', 'is missing: name an IAM policy that is there, or a `template`');
  return beside(entry, ['buckets', 'arns'], '`policy`') ?? existing(account, policy, entry);
};

export const managedPolicyTarget = targetKind<ManagedPolicyTarget>()({
  kind: managedPolicyDescription.kind,
  written,
  resolved: z.union([
    z.strictObject({
      ...forWhom,
      policyArn: z.string().regex(policyArn),
      policyId: z.string().regex(policyId).exactOptional(),
    }),
    z.strictObject({
      ...forWhom,
      template: z.string().regex(templateName),
      on: z.array(z.string()),
      statements: z.array(policyStatement).min(1),
      partition: z.string().regex(/^aws(-[a-z]+)*$/),
    }),
  ]),
  resolve(entry, ctx) {
    const account = ctx.account(entry.account);
    return account === undefined
      ? missing('account', 'account', entry.account, ctx.accountNames)
      : chosen(account, entry, ctx);
  },
  permissions: managedPolicyPermissions,
});
