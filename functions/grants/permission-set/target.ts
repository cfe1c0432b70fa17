import * as z from 'zod';
import {
  arnWithoutWildcards,
  awsManagedPolicyArn,
  bucketName,
  identityCenterInstanceArn,
  permissionSetArn,
  permissionSetName,
} from '../../aws/patterns.ts';
import type { AccountRef } from '../../domain/catalog.ts';
import { hour } from '../../domain/time.ts';
import { accountRef } from '../account.ts';
import { fillTemplate, readTemplate } from '../policy/fill.ts';
import { longestInlinePolicy, ownPolicyLength } from '../policy/own.ts';
import { policyStatement } from '../policy/statement.ts';
import { accountName, missing, type ResolvedTarget, type TargetContext, targetKind } from '../target.ts';
import { type PermissionSetTarget, permissionSetDescription } from './description.ts';
import { permissionSetPermissions } from './permissions.ts';

const written = z.strictObject({
  account: accountName,
  permission_set: z
    .string()
    .optional()
    .describe('Name of a permission set under `identity_center.permission_sets`.'),
  managed_policies: z
    .array(z.string().regex(awsManagedPolicyArn, 'should be the ARN of one of AWS’s own policies'))
    .min(1, 'should hold at least one ARN')
    .max(10, 'should hold at most 10 ARNs')
    .optional()
    .describe('AWS’s own policies in a permission set that each request makes for itself.'),
  template: z
    .string()
    .min(1)
    .optional()
    .describe('Policy template in a permission set that each request makes for itself.'),
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
});
type Written = z.infer<typeof written>;
type Resolved = ResolvedTarget<PermissionSetTarget>;
type Center = NonNullable<TargetContext['identityCenter']>;

const problem = (key: string, message: string): Resolved => ({
  problem: { key, message, name: '', known: [] },
});

const shared = (account: AccountRef, set: string, center: Center | undefined): Resolved => {
  const sets = center?.permissionSets ?? {};
  const chosen = Object.hasOwn(sets, set) ? sets[set] : undefined;
  if (center === undefined || chosen === undefined)
    return missing('permission_set', 'permission set', set, Object.keys(sets));
  const { instanceArn, startUrl } = center;
  const { arn, sessionMs } = chosen;
  return { target: { account, permissionSet: set, permissionSetArn: arn, instanceArn, startUrl, sessionMs } };
};

/** Sessions are as short as AWS allows: who needs another one signs in again, as long as access lasts. */
const ownSessionMs = hour;

const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

const own = (account: AccountRef, entry: Written, ctx: TargetContext): Resolved => {
  const { identityCenter: center } = ctx;
  if (center === undefined) return problem('account', 'needs `identity_center` in access.yml');
  const { managed_policies: managedPolicies = [] } = entry;
  const filled = statementsOf(account, entry, ctx);
  if ('problem' in filled) return filled;
  const { statements, words } = filled;
  const length = ownPolicyLength(statements);
  if (length > longestInlinePolicy)
    return problem(
      'template',
      `makes a policy of ${length} characters; AWS allows ${longestInlinePolicy}. Split the role`,
    );
  const { instanceArn, startUrl } = center;
  const gives = [...managedPolicies.map(nameOf), ...words];
  return {
    target: { account, gives, managedPolicies, statements, instanceArn, startUrl, sessionMs: ownSessionMs },
  };
};

const statementsOf = (
  account: AccountRef,
  { template, buckets, arns }: Written,
  { policyTemplates }: TargetContext,
) => {
  if (template === undefined) return { statements: [], words: [] };
  const text = Object.hasOwn(policyTemplates, template) ? policyTemplates[template] : undefined;
  if (text === undefined)
    return missing('template', 'policy template', template, Object.keys(policyTemplates));
  const read = readTemplate(text);
  if ('flaw' in read)
    return { problem: { key: 'template', message: `\`${template}\` ${read.flaw}`, name: '', known: [] } };
  const filled = fillTemplate(
    read.policy,
    {
      partition: account.grantRoleArn?.split(':')[1] ?? 'aws',
      ...(buckets && { bucket: buckets }),
      ...(arns && { arn: arns }),
    },
    longestInlinePolicy,
  );
  if ('problem' in filled) return { problem: { ...filled.problem, name: '', known: [] } };
  const on = [...(buckets ?? []), ...(arns ?? [])];
  return { statements: filled.statements, words: [`${template} on ${on.join(', ')}`] };
};

/** What has no place in this sort of target. */
const misplaced = (entry: Written): Resolved | undefined => {
  const isShared = entry.permission_set !== undefined;
  const keys = isShared
    ? (['managed_policies', 'template', 'buckets', 'arns'] as const)
    : entry.template === undefined
      ? (['buckets', 'arns'] as const)
      : [];
  const found = keys.find(key => entry[key] !== undefined);
  return (
    found && problem(found, isShared ? 'has no place beside `permission_set`' : 'needs a `template` to fill')
  );
};

const common = {
  account: accountRef,
  instanceArn: z.string().regex(identityCenterInstanceArn),
  startUrl: z.url({ protocol: /^https$/ }),
  sessionMs: z
    .int()
    .min(1 * hour)
    .max(12 * hour),
};

export const permissionSetTarget = targetKind<PermissionSetTarget>()({
  kind: permissionSetDescription.kind,
  written,
  resolved: z.union([
    z.strictObject({
      ...common,
      permissionSet: z.string().regex(permissionSetName),
      permissionSetArn: z.string().regex(permissionSetArn),
    }),
    z.strictObject({
      ...common,
      gives: z.array(z.string().min(1)).min(1),
      managedPolicies: z.array(z.string().regex(awsManagedPolicyArn)),
      statements: z.array(policyStatement),
    }),
  ]),
  resolve(entry, ctx) {
    const account = ctx.account(entry.account);
    if (account === undefined) return missing('account', 'account', entry.account, ctx.accountNames);
    const wrong = misplaced(entry);
    if (wrong !== undefined) return wrong;
    if (entry.permission_set !== undefined) return shared(account, entry.permission_set, ctx.identityCenter);
    return entry.managed_policies === undefined && entry.template === undefined
      ? problem(
          'permission_set',
          'is missing: name a permission set that is there, or `managed_policies` or a `template` for one of its own',
        )
      : own(account, entry, ctx);
  },
  permissions: permissionSetPermissions,
});
