import * as z from 'zod';
import type { AccountRef, Target } from '../domain/catalog.ts';
import type { KindPermissions } from './permissions.ts';

/** What targets are resolved against: the sections of `access.yml` that they may name. */
export type TargetContext = {
  account(name: string): AccountRef | undefined;
  accountNames: string[];
  identityCenter:
    | {
        instanceArn: string;
        startUrl: string;
        permissionSets: Record<string, PermissionSetEntry>;
        identityStoreId: string | undefined;
        groups: Record<string, DirectoryGroupEntry>;
      }
    | undefined;
  /** Templates of policies by name, as JSON with placeholders. */
  policyTemplates: Readonly<Record<string, string>>;
};

/** An entry of `identity_center.permission_sets`; `sessionMs` is its session duration in ms. */
export type PermissionSetEntry = { arn: string; sessionMs: number };

/** An entry of `identity_center.groups`; `sessionMs`: the longest session of what it is assigned, in ms. */
export type DirectoryGroupEntry = { id: string; sessionMs: number };

/** A name that does not exist, at a key of the target; `known` are the names there are. */
export type TargetProblem = { key: string; message: string; name: string; known: string[] };
export type ResolvedTarget<T extends Target = Target> = { target: T } | { problem: TargetProblem };

/**
 * How the targets of a kind are written in `access.yml`, what they become when it is applied, and what they need in
 * IAM.
 */
export type TargetKind = {
  kind: string;
  /** One entry of `targets`, as written. */
  written: z.ZodObject;
  /** The same once names are looked up, as the catalog holds it. */
  resolved: z.ZodType<Target>;
  resolve(raw: unknown, ctx: TargetContext): ResolvedTarget;
  permissions: KindPermissions;
};

/** Ties a kind's two shapes together, so that what `resolve` gives is what `resolved` takes. */
export const targetKind =
  <T extends Target>() =>
  <S extends z.ZodObject>(spec: {
    kind: string;
    written: S;
    resolved: z.ZodType<T>;
    resolve(written: z.infer<S>, ctx: TargetContext): ResolvedTarget<T>;
    permissions: KindPermissions<T>;
  }): TargetKind => ({ ...spec, resolve: (raw, ctx) => spec.resolve(spec.written.parse(raw), ctx) });

export const accountName = z.string().describe('Name of an account under `accounts`.');

/** The problem that there is no `what` of this name. `key`: of the target, where the name is written. */
export const missing = (
  key: string,
  what: string,
  name: string,
  known: string[],
): { problem: TargetProblem } => ({
  problem: { key, message: `there is no ${what} \`${name}\``, name, known },
});
