import type { Target } from '../domain/catalog.ts';
import type { KindDescription } from './description.ts';
import { iamGroupDescription } from './iam-group/description.ts';
import { identityCenterGroupDescription } from './identity-center-group/description.ts';
import { managedPolicyDescription } from './managed-policy/description.ts';
import { permissionSetDescription } from './permission-set/description.ts';

/** Every kind by its name, without the code that changes AWS. */
export const kindDescriptions: Record<string, KindDescription> = Object.fromEntries(
  [
    iamGroupDescription,
    identityCenterGroupDescription,
    managedPolicyDescription,
    permissionSetDescription,
  ].map((description: KindDescription) => [description.kind, description]),
);

/** One target in a few words; of a kind that is no longer known, its account. */
export const describeTarget = (kind: string, target: Target): string =>
  kindDescriptions[kind]?.describe(target) ?? `${kind} in ${target.account.name}`;
