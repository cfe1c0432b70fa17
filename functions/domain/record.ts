import type { Risk, Stage, Target } from './catalog.ts';
import type { NotifiedKey } from './notified.ts';
import type { Source } from './source.ts';
import type { Status } from './status.ts';
import type { Iso } from './time.ts';

/** A person as the signed payload and the catalog named them. */
export type Actor = { person: string; teamId: string; userId: string };

export type Decision = {
  /** `approve` or `deny`, by whom, through which source, when, and the rule that let them. */
  verdict: 'approve' | 'deny';
  /** The sets it was given for, as `stage:key` (`0:owners`). */
  counts: string[];
  by: Actor;
  /** Set when `by` decided in this person's place. */
  onBehalfOf?: string;
  reason?: string;
  source: Source;
  at: Iso;
  rule: string;
  catalogHash: string;
};

/** One target of a request with who gets it; snapshot, never looked up again. */
export type RequestedTarget = { target: Target; principal: string; resourceKey: string };

export type Extension = { byMs: number; to: Iso; by: Actor; at: Iso };

/** What happened in AWS for one resource key, written as it happens. */
export type TargetProgress = {
  receipt?: Record<string, string>;
  /** A read-back has shown the access. */
  seen?: boolean;
  /** Access stood before us and stays at the end. */
  preexisting?: boolean;
  /** Access was left in place at the end, and why. */
  kept?: 'held-by-others' | 'preexisting';
  awsRequestIds?: string[];
};

export type MessageAddress = { channel: string; ts: string };

/** Why a request went the way it did, for people and the audit. */
export type Outcome = { code: string; message: string };

/** The item in `requests`: the truth about one request. */
export type RequestRecord = {
  requestId: string;
  v: 1;
  rev: number;
  status: Status;
  createdAt: Iso;
  source: Source;
  requester: Actor;
  project: string;
  role: string;
  kind: string;
  risk: Risk;
  production: boolean;
  channel: string;
  targets: RequestedTarget[];
  durationMs: number;
  /** Absolute; equals `createdAt` when no later start was asked for. */
  startAt: Iso;
  justification: string;
  /** Catalog hash and rule as last evaluated. */
  catalogHash: string;
  rule: string;
  firstRequest: boolean;
  stages: Stage[];
  stage: number;
  /** When to remind or expire, ascending; the last is `deadline`. */
  asks: Iso[];
  deadline?: Iso;
  /** Keyed by person name. */
  decisions: Record<string, Decision>;
  /** What was said, and where. */
  notified: Partial<Record<NotifiedKey, MessageAddress>>;
  askToken?: string;
  askSeq?: string;
  holdToken?: string;
  wake?: 'end' | 'extend';
  endedBy?: Actor;
  /** When someone asked for the end before `until`. */
  endAskedAt?: Iso;
  extension?: Extension;
  endsBy?: Iso;
  grantedAt?: Iso;
  until?: Iso;
  warnAt?: Iso;
  endedAt?: Iso;
  progress: Record<string, TargetProgress>;
  outcome?: Outcome;
  /** What the last attempt to take access back failed with. */
  lastProblem?: string;
  dueShard?: number;
  dueAt?: Iso;
  /**
   * Audit notes written with the transition they describe, not yet moved to `audit`; keyed by their id. A map, because
   * emulators disagree with AWS on removing several list positions at once.
   */
  outbox: Record<string, AuditNote>;
  auditSeq: number;
  auditHash: string;
};

/** What happened, before it is chained. */
export type AuditNote = {
  /** Unique within the request, so that a repeated append is recognised; ids sort in the order things happened. */
  id: string;
  at: Iso;
  what: string;
  status: Status;
  source: Source;
  by?: Actor;
  detail?: Record<string, unknown>;
};
