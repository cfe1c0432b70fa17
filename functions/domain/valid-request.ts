import type { Iso } from './time.ts';

/** A refusal at a field of the form, or of the whole (`form`). */
export type FieldProblem = {
  field: 'form' | 'project' | 'role' | 'duration' | 'startAt' | 'justification';
  message: string;
};

declare const checked: unique symbol;
/** Only `validateRequest` makes one. */
export type ValidRequest = {
  readonly project: string;
  readonly role: string;
  readonly kind: string;
  /** Person name. */
  readonly requester: string;
  readonly durationMs: number;
  readonly startAt: Iso;
  readonly justification: string;
  readonly [checked]: true;
};
