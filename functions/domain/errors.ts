/**
 * The one vocabulary of failures. Each `name` is a literal, because Step Functions matches
 * `ErrorEquals` on it and minifiers rename classes.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const errorNames = [
  'NotEligible',
  'NotApproved',
  'Superseded',
  'Refused',
  'StillProvisioning',
  'StillRevoking',
  'Busy',
  'Throttled',
  'NotYet',
  'ProvisioningFailed',
  'UnreadableRecord',
  'InvalidInput',
  'InvalidConfig',
  'UnknownRequest',
  'LedgerConflict',
] as const;

export type ErrorName = (typeof errorNames)[number];

/** A failure with a name the state machine knows. `message` may reach an operator, never a requester as is. */
export class CurfewError extends Error {
  constructor(name: ErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}

export const isCurfewError = (error: unknown, name?: ErrorName): error is CurfewError =>
  error instanceof Error &&
  (name === undefined ? errorNames.some(known => known === error.name) : error.name === name);
