import type * as z from 'zod';
import type { AccountRef, Person, Target } from '../domain/catalog.ts';
import type { Iso } from '../domain/time.ts';

/** An asynchronous AWS operation: written before its call (no id yet), settled before anyone acts on its target again. */
export type Pending = { op: 'grant' | 'revoke'; requestId: string; startedAt: Iso; operationId?: string };

export type Receipt = Record<string, string>;

/**
 * What a kind may use while it works on one target. The lease on its resource key is held meanwhile.
 */
export type GrantContext = {
  requestId: string;
  now: () => number;
  /** Milliseconds that both the Lambda's remaining time and the lease still cover. */
  remainingMs: () => number;
  /** The operation left over from an earlier attempt, or undefined. */
  pending: Pending | undefined;
  /** Writes (or with undefined clears) the pending operation, durably, before the call that starts it. */
  setPending: (pending: Pending | undefined) => Promise<void>;
  /** Persists a receipt before a later call can throw. */
  note: (receipt: Receipt) => Promise<void>;
  /** Records the AWS request id of a call for the audit. */
  called: (awsRequestId: string) => void;
};

export type PrincipalOutcome = { found: string } | { refused: string };

export type HowTo = { steps: string[]; link?: { label: string; url: string } };

export type CheckResult = { ok: true } | { ok: false; problem: string };

/**
 * A way of giving AWS access. Everything else (leases, holders, read-back, retries, statuses) is done around it.
 * `grant` and `revoke` are idempotent, start at most one asynchronous operation, and throw
 * `StillProvisioning` / `StillRevoking` while AWS is working on it, `Throttled` or `Busy` when AWS says later,
 * `Refused` when AWS will never do it (quota, missing group) and `ProvisioningFailed` when an operation ended FAILED.
 */
export interface GrantKind<T extends Target = Target> {
  kind: string;
  /** e.g. `IAM group`. */
  label: string;
  /** Shape of a target as applied in the catalog. */
  target: z.ZodType<T>;
  /** AWS itself denies after `until`, even if every revoker is dead. */
  endsItself: boolean;
  /** Who the person is in AWS for this account; missing or ambiguous is a named refusal, in words for the requester. */
  principal(person: Person, account: AccountRef): PrincipalOutcome;
  /** What must be changed by one at a time. */
  resourceKey(target: T, principal: string): string;
  /** The target in a few words, e.g. `admin_RDS in staging`. */
  describe(target: T): string;
  grant(ctx: GrantContext, target: T, principal: string, until: Iso): Promise<Receipt>;
  extend(ctx: GrantContext, target: T, principal: string, until: Iso, receipt: Receipt): Promise<Receipt>;
  /** Works from the request id alone; fine if already gone. */
  revoke(ctx: GrantContext, target: T, principal: string, receipt: Receipt | undefined): Promise<void>;
  /** Read-back. `changing`: an operation is in progress, so the answer is not known yet. */
  holds(ctx: GrantContext, target: T, principal: string): Promise<'yes' | 'no' | 'changing'>;
  /** How long a running session may outlive the end, in ms; 0 when access ends at once. */
  residualMs(target: T): number;
  howTo(target: T, principal: string, until: Iso): HowTo;
  /** For `curfew plan`: does it exist, may we touch it. */
  check(target: T): Promise<CheckResult>;
}
