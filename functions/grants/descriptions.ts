import type { KindFacts } from './description.ts';
import { iamGroupFacts } from './iam-group/description.ts';
import { permissionSetFacts } from './permission-set/description.ts';

export type { KindFacts } from './description.ts';

/** Every kind by its name, without the code that changes AWS. */
export const kindFacts: Record<string, KindFacts> = Object.fromEntries(
  [iamGroupFacts, permissionSetFacts].map((facts: KindFacts) => [facts.kind, facts]),
);
