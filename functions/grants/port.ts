import type { Connect } from '../aws/call.ts';
import type { IamApi } from '../aws/iam.ts';
import type { IdentityStoreApi } from '../aws/identity-store.ts';
import type { SsoAdminApi } from '../aws/sso-admin.ts';
import type { Target } from '../domain/catalog.ts';
import type { Iso } from '../domain/time.ts';
import type { KindDescription } from './description.ts';

/** The API families that kinds use. Their credentials decide whether they may grant or revoke. */
export type AwsApis = {
  iam: Connect<IamApi>;
  ssoAdmin: Connect<SsoAdminApi>;
  identityStore: Connect<IdentityStoreApi>;
};

/**
 * An asynchronous AWS operation: written before its call (no id yet), looked into before anyone acts on its target
 * again.
 */
export type Pending = {
  op: 'grant' | 'extend' | 'revoke';
  requestId: string;
  startedAt: Iso;
  operationId?: string;
};

/**
 * What a kind wants to know again when it extends or revokes; only the kind that wrote it reads it. But for `until`: the end
 * that AWS itself keeps, of a target that ends itself; no request lasts longer than that.
 */
export type Receipt = Record<string, string>;

/**
 * What a kind may use while it works on one target. The lease on its resource key is held meanwhile.
 */
export type GrantContext = {
  requestId: string;
  /** Epoch ms. */
  now: () => number;
  /** How long the access is for, in ms, from when it is there. */
  durationMs: number;
  /** Milliseconds that both the Lambda's remaining time and the lease still cover. */
  remainingMs: () => number;
  /** The operation left over from an earlier attempt, or undefined. */
  pending: Pending | undefined;
  /**
   * Writes (or with undefined clears) the pending operation, before the call that starts it. Throws `Busy` when the
   * lease was lost.
   */
  setPending: (pending: Pending | undefined) => Promise<void>;
  /** What earlier attempts of the request noted, or undefined. */
  noted: Receipt | undefined;
  /** Persists a receipt, or more of one, before a later call can throw. */
  note: (receipt: Receipt) => Promise<void>;
  /** Records the AWS request id of a call for the audit. */
  called: (awsRequestId: string) => void;
};

/** `advice`: what would be better, in words for the operator. */
export type CheckResult = { ok: true; advice?: string } | { ok: false; problem: string };

/**
 * A way of giving AWS access. Everything else (leases, holders, read-back, retries, statuses) is done around it.
 * `grant`, `extend` and `revoke` are idempotent, begin one asynchronous operation after the other, and throw
 * `StillProvisioning` / `StillRevoking` while AWS is working on it, `Throttled` or `Busy` when AWS says later,
 * `Refused` when AWS will never do it (quota, missing group) and `ProvisioningFailed` when an operation ended FAILED.
 */
export interface GrantKind<T extends Target = Target> extends KindDescription<T>, Access<T> {}

/** What changes AWS, for the targets of a kind or for some of them. */
export interface Access<T extends Target = Target> {
  /**
   * Notes AWS's unchanging ids of whatever target and principal name, or a pending operation, before it changes anything:
   * a revocation that finds neither has nothing to take back. `bound`: what access must never pass, later than the end that
   * people read.
   */
  grant(ctx: GrantContext, target: T, principal: string, bound: Iso): Promise<Receipt>;
  /** `until`: the new end. Safe to repeat. Throws `Refused` when the access is gone: it is not given again. */
  extend(ctx: GrantContext, held: Held<T>, until: Iso, bound: Iso): Promise<Receipt>;
  /**
   * Goes by the ids of the receipt, under whatever names they bear today. A name that is not found is no evidence while
   * an id can be looked for; what cannot be established throws `Refused`. Needs nothing of the catalog. Access that is
   * gone already is success.
   */
  revoke(ctx: GrantContext, target: T, principal: string, receipt: Receipt | undefined): Promise<void>;
  /**
   * Read-back, of what the receipt names by its ids; without one, of what the names of target and principal lead to.
   * `changing`: an operation is in progress, so the answer is not known yet. Throws as `revoke` does.
   */
  holds(
    ctx: GrantContext,
    target: T,
    principal: string,
    receipt?: Receipt,
  ): Promise<'yes' | 'no' | 'changing'>;
  /** For `curfew plan`: does the target exist, and may we change it? Never throws. */
  check(target: T): Promise<CheckResult>;
}

/** What a request was given, and the receipt of it. */
export type Held<T extends Target = Target> = { target: T; principal: string; receipt: Receipt };
