import type { KindDescription } from './description.ts';
import { iamGroupDescription } from './iam-group/description.ts';
import { permissionSetDescription } from './permission-set/description.ts';

export type { KindDescription } from './description.ts';

/** Every kind by its name, without the code that changes AWS. */
export const kindDescriptions: Record<string, KindDescription> = Object.fromEntries(
  [iamGroupDescription, permissionSetDescription].map((description: KindDescription) => [
    description.kind,
    description,
  ]),
);
