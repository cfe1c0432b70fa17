import type { KindFacts } from './facts.ts';
import { iamGroupFacts } from './iam-group.ts';
import { permissionSetFacts } from './permission-set.ts';

export type { KindFacts } from './facts.ts';

/** Every kind by its name, without the code that changes AWS. */
export const kindFacts: Record<string, KindFacts> = Object.fromEntries(
  [iamGroupFacts, permissionSetFacts].map((facts: KindFacts) => [facts.kind, facts]),
);
