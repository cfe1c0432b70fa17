import * as z from 'zod';
import type { AccountRef, IamGroupTarget, PermissionSetTarget, Target } from '../functions/domain/catalog.ts';
import { kindDescriptions } from '../functions/grants/descriptions.ts';

/** A permission set of `identity_center`, resolved. */
export type PermissionSet = { arn: string; sessionMs: number };

export type TargetContext = {
  account(name: string): AccountRef | undefined;
  accountNames: string[];
  identityCenter:
    | { instanceArn: string; startUrl: string; permissionSets: Record<string, PermissionSet> }
    | undefined;
};

/** A name that does not exist, at a key of the target. */
export type TargetProblem = { key: string; message: string; name: string; known: string[] };
type Resolved = { target: Target } | { problem: TargetProblem };

export type TargetKind = {
  kind: string;
  /** How one entry of `targets` is written. */
  schema: z.ZodObject;
  resolve(raw: unknown, ctx: TargetContext): Resolved;
};

const targetKind = <S extends z.ZodObject>(
  kind: string,
  schema: S,
  resolve: (target: z.infer<S>, ctx: TargetContext) => Resolved,
): TargetKind => ({ kind, schema, resolve: (raw, ctx) => resolve(schema.parse(raw), ctx) });

const account = z.string().describe('Name of an account under `accounts`.');

const missing = (key: string, what: string, name: string, known: string[]): { problem: TargetProblem } => ({
  problem: { key, message: `there is no ${what} \`${name}\``, name, known },
});

const iamGroup = targetKind(
  'iam-group',
  z.strictObject({
    account,
    group: z
      .string()
      .regex(
        /^[\w+=,.@-]{1,128}$/,
        'should be the exact name of one IAM group: letters, digits and + = , . @ _ -',
      )
      .describe('Exact name of the IAM group people are put into.'),
  }),
  ({ account: name, group }, ctx) => {
    const found = ctx.account(name);
    if (found === undefined) return missing('account', 'account', name, ctx.accountNames);
    return { target: { account: found, group } satisfies IamGroupTarget };
  },
);

const permissionSet = targetKind(
  'permission-set',
  z.strictObject({
    account,
    permission_set: z.string().describe('Name of a permission set under `identity_center.permission_sets`.'),
  }),
  ({ account: name, permission_set: set }, ctx) => {
    const found = ctx.account(name);
    if (found === undefined) return missing('account', 'account', name, ctx.accountNames);
    const sets = ctx.identityCenter?.permissionSets ?? {};
    const chosen = Object.hasOwn(sets, set) ? sets[set] : undefined;
    if (ctx.identityCenter === undefined || chosen === undefined) {
      return missing('permission_set', 'permission set', set, Object.keys(sets));
    }
    const { instanceArn, startUrl } = ctx.identityCenter;
    const target = {
      account: found,
      permissionSet: set,
      permissionSetArn: chosen.arn,
      instanceArn,
      startUrl,
      sessionMs: chosen.sessionMs,
    };
    return { target: target satisfies PermissionSetTarget };
  },
);

/** How the targets of each kind are written in access.yml. A new kind adds one entry. */
export const targetKinds: readonly [TargetKind, ...TargetKind[]] = [iamGroup, permissionSet];

export const targetKindNamed = (kind: string): TargetKind | undefined =>
  targetKinds.find(entry => entry.kind === kind);

/** One target in a few words; of a kind that is no longer known, its account. */
export const targetInWords = (kind: string, target: Target): string =>
  kindDescriptions[kind]?.describe(target) ?? `${kind} in ${target.account.name}`;
