import type { Risk, Stage, Target } from './catalog.ts';
import type { Due } from './due.ts';
import type { NotifiedKey } from './notified.ts';
import type { Source } from './source.ts';
import type { Status } from './status.ts';
import type { Iso } from './time.ts';

/** A person by their name in the catalog, and the Slack account they acted with. */
export type Actor = { person: string; teamId: string; userId: string };

/** A vote: by whom, through which source, when, and the rule that let them. */
export type Decision = {
  verdict: 'approve' | 'deny';
  /** The sets it was given for, as `stage:key` (`0:owners`). */
  counts: string[];
  by: Actor;
  /** The person in whose place `by` decided. */
  onBehalfOf?: Actor;
  /** Of a denial, as the requester reads it. */
  reason?: string;
  source: Source;
  at: Iso;
  rule: string;
  catalogHash: string;
};

/**
 * One target of a request, as a snapshot that is never looked up again. `principal`: who gets it, as the kind names
 * them in AWS. `resourceKey`: what only one may change at a time.
 */
export type RequestedTarget = { target: Target; principal: string; resourceKey: string };

/** An extension that was asked for: `to` is the new end, `at` when it was asked. */
export type Extension = { byMs: number; to: Iso; by: Actor; at: Iso };

/** What happened in AWS for one resource key, written as it happens. */
export type TargetProgress = {
  /** What the kind noted when it gave the access. */
  receipt?: Record<string, string>;
  /** A read-back has shown the access. */
  seen?: boolean;
  /** The access is pre-existing: nobody here gave it, and it stays at the end. */
  preexisting?: boolean;
  /** When a read-back showed it gone, after our removal. Written before the holder's entry goes. */
  removed?: Iso;
  /** When our holder's entry was found missing, though the record says that access was given. */
  holderLost?: Iso;
  /** Access was left in place at the end, and why. */
  kept?: 'held-by-others' | 'preexisting';
  awsRequestIds?: string[];
};

/** A message in Slack: channel id and `ts`, which is unique within the channel. */
export type MessageAddress = { channel: string; ts: string };

/** Why a request went the way it did. `message`: for people; `code`: for the audit. */
export type Outcome = { code: string; message: string };

/** The rules in force are older than those that were applied last, so nothing is granted by them. */
export const catalogBehind: Outcome = {
  code: 'catalog-behind',
  message:
    'The rules in force are older than the ones that were applied last. Security is told; please ask again later.',
};

/**
 * `behind`: the chain is ahead of the item. The item was lost, and made again: `lost` by chain and holder, which agree;
 * `unexplained` by one of them alone.
 */
export type HeldBack = 'behind' | 'lost' | 'unexplained';

/** The item in `requests`: the truth about one request. */
export type RequestRecord = {
  requestId: string;
  v: 1;
  /** Grows by 1 with each write. */
  rev: number;
  status: Status;
  createdAt: Iso;
  source: Source;
  requester: Actor;
  /** Names of the project, role and kind, then what the role and project said, all as of `createdAt`. */
  project: string;
  role: string;
  kind: string;
  risk: Risk;
  production: boolean;
  /** Slack channel id. */
  channel: string;
  targets: RequestedTarget[];
  durationMs: number;
  /** The longest it may become by extensions, from when it became live, as people read it before they decided. */
  maxTotalMs: number;
  /** Absolute; equals `createdAt` when no later start was asked for. */
  startAt: Iso;
  justification: string;
  /** Catalog hash and rule as last evaluated. */
  catalogHash: string;
  rule: string;
  /** The requester has not asked for this role before. */
  firstRequest: boolean;
  stages: Stage[];
  /** Index in `stages` of the one that is open. */
  stage: number;
  /** When to remind or expire, ascending; the last is `deadline`. */
  asks: Iso[];
  deadline?: Iso;
  /** Keyed by the account that decided, `T0TEAM/U0USER`. */
  decisions: Record<string, Decision>;
  /** What was said, and where. */
  notified: Partial<Record<NotifiedKey, MessageAddress>>;
  /** Task tokens of *Ask* and of the two *Hold* states; they only wake the execution. */
  askToken?: string;
  /** Order of the invocation that stored `askToken`; compares as a string. */
  askSeq?: string;
  holdToken?: string;
  /** What someone asked for and nobody has carried out yet. */
  wake?: 'end' | 'extend';
  /** Who asked for the end; absent when time ended it. */
  endedBy?: Actor;
  /** Why, in their words; absent when they gave none. */
  endReason?: string;
  /** When someone asked for the end before `until`. */
  endAskedAt?: Iso;
  extension?: Extension;
  /** The bound written before the first AWS call; `until` never passes it. */
  endsBy?: Iso;
  /** When access became live. */
  grantedAt?: Iso;
  /** When access ends. */
  until?: Iso;
  /** When the requester is warned of the end. */
  warnAt?: Iso;
  /** When access was seen gone. */
  endedAt?: Iso;
  /** Keyed by resource key. */
  progress: Record<string, TargetProgress>;
  outcome?: Outcome;
  /** What the last attempt to revoke failed with. */
  lastProblem?: string;
  /** Why nothing is done on the word of this item. */
  heldBack?: HeldBack;
  /** When the sweeper looks next, and in which part of its index, 0 to 7; absent once it need not look again. */
  dueShard?: number;
  due?: Due;
  /** How many looks in a row have failed, 0 to a few. */
  misses?: number;
  /** When the execution ended without coming to the request's end: it was aborted, or failed. */
  stopped?: Iso;
  /**
   * Audit notes written with the transition they describe, not yet moved to `audit`; keyed by their id. A map, because
   * emulators disagree with AWS on removing several list positions at once.
   */
  outbox: Record<string, AuditNote>;
  /** Ids of the last notes that were moved to `audit`, so that a write whose answer was lost is found. */
  recent?: string[];
  /** Sequence number and hash of the last entry in `audit`; 0 and '' before the first. */
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
