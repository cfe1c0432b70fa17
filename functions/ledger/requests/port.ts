import type { Stage } from '../../domain/catalog.ts';
import type {
  Actor,
  AuditNote,
  Decision,
  Extension,
  MessageAddress,
  Outcome,
  RequestRecord,
  TargetProgress,
} from '../../domain/record.ts';
import type { Status } from '../../domain/status.ts';
import type { Iso } from '../../domain/time.ts';
import type { Item } from '../store.ts';

/** The record as it stands after a write, or undefined when the write's condition did not hold. */
type AfterWrite = Promise<RequestRecord | undefined>;

export type Opening = Pick<RequestRecord, 'catalogHash' | 'rule' | 'stages' | 'asks' | 'firstRequest'> & {
  status: 'PENDING' | 'APPROVED' | 'REFUSED';
  deadline: Iso | undefined;
  outcome: Outcome | undefined;
  dueAt: Iso;
};

export type Vote = {
  /** The revision at which eligibility and quorum were worked out. */
  rev: number;
  decision: Decision;
  status: 'PENDING' | 'APPROVED' | 'DENIED' | 'CANCELLED';
  stage: number;
  stages: Stage[];
  asks: Iso[];
  outcome: Outcome | undefined;
  dueAt: Iso;
};

/** The conditional writes on `requests`, one method a row of the design's table. Each carries its audit note along. */
export interface Requests {
  create(record: RequestRecord): Promise<boolean>;
  get(requestId: string): Promise<RequestRecord | undefined>;
  open(requestId: string, opening: Opening, note: AuditNote): AfterWrite;
  /** `seq` orders invocations; the same one again (its answer was lost) stores the same token. */
  storeAskToken(requestId: string, token: string, seq: string, now: number): AfterWrite;
  expire(requestId: string, now: number, dueAt: Iso, note: AuditNote): AfterWrite;
  vote(requestId: string, vote: Vote, now: number, note: AuditNote): AfterWrite;
  /** Closes what was never granted: `from` are the statuses it may leave. */
  close(
    requestId: string,
    from: Status[],
    to: 'CANCELLED' | 'REFUSED' | 'FAILED',
    outcome: Outcome,
    dueAt: Iso,
    note: AuditNote,
  ): AfterWrite;
  beginGrant(requestId: string, endsBy: Iso, note: AuditNote | undefined): AfterWrite;
  activated(
    requestId: string,
    at: { now: Iso; until: Iso; warnAt: Iso; dueAt: Iso },
    note: AuditNote,
  ): AfterWrite;
  askEnd(requestId: string, by: Actor | undefined, at: Iso, dueAt: Iso, note: AuditNote): AfterWrite;
  askExtend(
    requestId: string,
    seenUntil: Iso,
    extension: Extension,
    endsBy: Iso,
    soon: Iso,
    dueAt: Iso,
    note: AuditNote,
  ): AfterWrite;
  extended(
    requestId: string,
    seenUntil: Iso,
    to: { until: Iso; warnAt: Iso; dueAt: Iso },
    note: AuditNote,
  ): AfterWrite;
  /** Without a note where an earlier attempt has left one. */
  beginRevoke(requestId: string, now: number, dueAt: Iso, note: AuditNote | undefined): AfterWrite;
  forceRevoke(requestId: string, dueAt: Iso, note: AuditNote | undefined): AfterWrite;
  stuck(requestId: string, dueAt: Iso, note: AuditNote): AfterWrite;
  ended(
    requestId: string,
    to: 'ENDED' | 'FAILED' | 'CANCELLED',
    at: Iso,
    dueAt: Iso,
    outcome: Outcome | undefined,
    note: AuditNote,
  ): AfterWrite;
  /** Sets the given fields of one part's entry; the record is created with an empty entry for each part. */
  recordProgress(requestId: string, resourceKey: string, entry: TargetProgress): Promise<void>;
  fail(requestId: string, outcome: Outcome): Promise<void>;
  /** What the last attempt to take access back failed with, for whoever looks into it. */
  problem(requestId: string, message: string): Promise<void>;
  notified(requestId: string, what: string, address: MessageAddress): Promise<void>;
  note(requestId: string, note: AuditNote): Promise<void>;
  /** Moves the due date, so that the sweeper looks at `dueAt`; final requests stay out of its way. */
  markDue(requestId: string, dueAt: Iso): Promise<void>;
  /** A final request whose audit is complete needs no more looking after. */
  closed(requestId: string): Promise<boolean>;
  /** Ids of requests due at `now`, at most `limit` a shard. */
  due(now: number, limit: number): Promise<string[]>;
  requestsOf(person: string, limit: number): Promise<Item[]>;
  ofProject(project: string, status: Status, limit: number): Promise<Item[]>;
}
