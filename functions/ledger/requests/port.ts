import type { DueClass } from '../../domain/due.ts';
import type { Account } from '../../domain/identity.ts';
import type { NotifiedKey } from '../../domain/notified.ts';
import type {
  Actor,
  AuditNote,
  Decision,
  Extension,
  HeldBack,
  MessageAddress,
  Outcome,
  RequestRecord,
  TargetProgress,
} from '../../domain/record.ts';
import type { Status } from '../../domain/status.ts';
import type { Iso } from '../../domain/time.ts';
import type { Move } from '../../domain/transitions.ts';

/** The record as it is after a write, or undefined when the write's condition did not hold. */
type AfterWrite = Promise<RequestRecord | undefined>;

/** What *Open* works out. */
export type Opening = Pick<RequestRecord, 'catalogHash' | 'rule' | 'stages' | 'asks' | 'firstRequest'> & {
  deadline: Iso | undefined;
  outcome: Outcome | undefined;
};

/** A decision to be recorded, and what it makes of the request. */
export type DecisionWrite = Pick<RequestRecord, 'stage' | 'stages'> & {
  /** The revision at which eligibility and vote count were worked out. */
  rev: number;
  decision: Decision;
  outcome: Outcome | undefined;
};

/** An end of a live grant, with the warning before it. */
export type End = { until: Iso; warnAt: Iso };

/**
 * The conditional writes on `requests`. A `Move` (`functions/domain/transitions.ts`) says which statuses a request may
 * leave, its new status, when the sweeper looks next, and the audit note that goes with it. `at` and `now` are the
 * moment of the write. Every answer with a record throws `UnreadableRecord` when the item is not as its version says.
 */
export interface Requests {
  /** `false` when there is one with this id already. */
  create(record: RequestRecord): Promise<boolean>;
  /** undefined: there is no such request. */
  get(requestId: string): Promise<RequestRecord | undefined>;
  /** Those that there are, in any order. */
  getMany(requestIds: readonly string[]): Promise<RequestRecord[]>;
  open(move: Move, opening: Opening): AfterWrite;
  /** `seq` orders invocations; the same one again (its answer was lost) stores the same token. `now` in epoch ms. */
  storeAskToken(requestId: string, ask: { token: string; seq: string; now: number }): AfterWrite;
  /** Only when the deadline has passed. */
  expire(move: Move, now: Iso): AfterWrite;
  /** Only before the deadline, at the revision of `decision`, and when this person has not decided yet. */
  decide(move: Move, now: Iso, decision: DecisionWrite): AfterWrite;
  /** Closes what was never granted. */
  closeUngranted(move: Move, outcome: Outcome): AfterWrite;
  /** Keeps the bound of an earlier attempt. `noted`: this attempt is the first. */
  beginGrant(move: Move, grant: { endsBy: Iso; noted: boolean }): AfterWrite;
  /** Only while `until` is within the bound. */
  activated(move: Move, at: Iso, end: End): AfterWrite;
  /** Only when nobody has asked for the end yet. */
  askEnd(move: Move, end: { by: Actor | undefined; at: Iso; reason?: string | undefined }): AfterWrite;
  /** Only when the end is still `seenUntil`, comes after `notBefore`, and nothing else is asked for. */
  askExtend(
    move: Move,
    wish: { seenUntil: Iso; notBefore: Iso; endsBy: Iso; extension: Extension },
  ): AfterWrite;
  /** Only when the end is still `seenUntil` and an extension is asked for. */
  extended(move: Move, seenUntil: Iso, end: End): AfterWrite;
  /**
   * Only when the end has passed (`now` in epoch ms), was asked for, or the grant was not live yet. `noted`: this
   * attempt is the first.
   */
  beginRevoke(move: Move, revoke: { now: number; noted: boolean }): AfterWrite;
  /** Without looking at the end: for the sweeper alone. */
  forceRevoke(move: Move, revoke: { noted: boolean }): AfterWrite;
  stuck(move: Move): AfterWrite;
  ended(move: Move, end: { at: Iso; outcome: Outcome | undefined }): AfterWrite;
  /** Sets the given fields of one target's progress; the record is created with an empty entry for each. */
  recordProgress(requestId: string, resourceKey: string, progress: TargetProgress): Promise<void>;
  /** Why it failed, if that is not said yet. */
  fail(requestId: string, outcome: Outcome): Promise<void>;
  /** What the last attempt to revoke failed with, for whoever looks into it. */
  problem(requestId: string, message: string): Promise<void>;
  /** Notes that a message was sent, and where. */
  notified(requestId: string, what: NotifiedKey, address: MessageAddress): Promise<void>;
  /**
   * Nothing is done on the word of this item until somebody has looked; the sweeper looks at `at`. Only while the
   * head of its chain is still the one with the sequence number `seen`.
   */
  holdBack(requestId: string, held: { seen: number; why: HeldBack; at: Iso }): Promise<void>;
  /** The item counts again, for the reason that `note` says. */
  letGo(requestId: string, note: AuditNote): Promise<void>;
  /**
   * Puts the item of a request that was lost, or that went back in time, as its chain tells it. `seen`: the sequence
   * number of its head as it is there now; undefined: there is none. `false`: it is otherwise by now.
   */
  restore(record: RequestRecord, seen: number | undefined): Promise<boolean>;
  /** Adds an audit note that belongs to no transition. */
  note(requestId: string, note: AuditNote): Promise<void>;
  /** The sweeper looks at `at`, if the request still has this status; closed requests stay out of its way. */
  markDue(requestId: string, status: Status, at: Iso): Promise<void>;
  /** The same after a look that failed: one more. */
  putOff(requestId: string, status: Status, at: Iso): Promise<void>;
  /** The execution is over, at `at`: the sweeper looks now. Closed requests stay out of its way. */
  stopped(requestId: string, at: Iso): Promise<void>;
  /** A final request whose audit is complete is looked at no more. `false` when it is not there yet. */
  closed(requestId: string): Promise<boolean>;
  /** Ids of all requests due at `now` (epoch ms), by class, those that are due longest first. */
  due(now: number): Promise<Record<DueClass, string[]>>;
  /** Ids of the requests made with this account, newest first, at most `limit`. */
  requestsOf(account: Account, limit: number): Promise<string[]>;
  /**
   * All requests that are not final, oldest first, whatever there was before. An index may lag behind the table by moments:
   * the items decide.
   */
  active(): Promise<ActiveRequest[]>;
}

/** A request as the index of active ones carries it. */
export type ActiveRequest = Pick<RequestRecord, 'requestId' | 'status' | 'project' | 'role' | 'requester'>;
