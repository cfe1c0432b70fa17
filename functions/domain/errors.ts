/**
 * The one vocabulary of failures. Each `name` is a literal, because Step Functions matches
 * `ErrorEquals` on it and minifiers rename classes.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const errorNames = [
  /** The requester or the approvals no longer meet the rules in force. */
  'NotEligible',
  /** The request is still waiting for its decision. */
  'NotApproved',
  /** The request has moved on, so this step has nothing left to do. */
  'Superseded',
  /** AWS will never do it: something is missing, a quota is full, access is denied. */
  'Refused',
  /** AWS has not finished giving access: try again. */
  'StillProvisioning',
  /** AWS has not finished removing access: try again. */
  'StillRevoking',
  /** Someone or something else is at work, or time is short: try again. */
  'Busy',
  /** AWS asks for fewer calls: try again. */
  'Throttled',
  /** The grant is not over, so nothing is revoked. */
  'NotYet',
  /** An asynchronous operation of AWS ended FAILED. */
  'ProvisioningFailed',
  /** An item in a table is not as its version says. */
  'UnreadableRecord',
  /** A payload that the contract does not know. */
  'InvalidInput',
  /** An environment variable or a part of the deployment is missing. */
  'InvalidConfig',
  'UnknownRequest',
  /** The record says something that cannot be, or changed under this step. */
  'LedgerConflict',
  /** The audit chain is ahead of the request: its item went back in time, or somebody else wrote into the chain. */
  'LedgerBehind',
] as const;

export type ErrorName = (typeof errorNames)[number];

/** A failure with a name the state machine knows. `message` may reach an operator, never a requester as is. */
export class CurfewError extends Error {
  constructor(name: ErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}

/** Is it a failure of this name, or without `name` of any in the vocabulary? Matched by name, not by class. */
export const isCurfewError = (error: unknown, name?: ErrorName): error is CurfewError =>
  error instanceof Error &&
  (name === undefined ? errorNames.some(known => known === error.name) : error.name === name);
