import type { Stage } from '../domain/catalog.ts';
import type {
  Actor,
  AuditNote,
  Decision,
  Extension,
  JournalEntry,
  MessageAddress,
  Outcome,
  RequestRecord,
} from '../domain/record.ts';
import { dueShards } from '../domain/schedule.ts';
import { isFinal, type Status, statuses } from '../domain/status.ts';
import { type Iso, second, toIso } from '../domain/time.ts';
import type { Change, Item, Path, Store } from './store.ts';

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
  lapse(requestId: string, now: number, dueAt: Iso, note: AuditNote): AfterWrite;
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
  landed(
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
  forceRevoke(requestId: string, dueAt: Iso, note: AuditNote): AfterWrite;
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
  journal(requestId: string, lockKey: string, entry: JournalEntry): Promise<void>;
  fail(requestId: string, outcome: Outcome): Promise<void>;
  /** What the last attempt to take access back failed with, for whoever looks into it. */
  problem(requestId: string, message: string): Promise<void>;
  told(requestId: string, what: string, address: MessageAddress): Promise<void>;
  note(requestId: string, note: AuditNote): Promise<void>;
  /** Moves the due date, so that the sweeper looks at `dueAt`; final requests stay out of its way. */
  markDue(requestId: string, dueAt: Iso): Promise<void>;
  /** A final request whose audit is complete needs no more looking after. */
  settled(requestId: string): Promise<boolean>;
  /** Ids of requests due at `now`, at most `limit` a shard. */
  due(now: number, limit: number): Promise<string[]>;
  requestsOf(person: string, limit: number): Promise<Item[]>;
  ofProject(project: string, status: Status, limit: number): Promise<Item[]>;
}

/** Tolerance between the machine's clock and ours when an end is compared with now. */
const clockTolerance = 2 * second;
const finals = (Object.keys(statuses) as Status[]).filter(isFinal);

export const createRequests = (store: Store, table: string): Requests => {
  const write = async (requestId: string, note: AuditNote | undefined, change: Change): AfterWrite => {
    const noted: [Path, unknown][] = note ? [[['outbox', note.id], note]] : [];
    const written = await store.update(
      table,
      { requestId },
      { ...change, set: [...noted, ...(change.set ?? [])], add: [['rev', 1]] },
    );
    return written.done ? asRecord(written.item) : undefined;
  };
  const s = { '#s': 'status' };

  return {
    create: record => store.insert(table, asItem(record), 'requestId'),

    async get(requestId) {
      const item = await store.get(table, { requestId });
      return item && asRecord(item);
    },

    open: (requestId, opening, note) =>
      write(requestId, note, {
        set: [
          ['status', opening.status],
          ['catalogHash', opening.catalogHash],
          ['rule', opening.rule],
          ['stages', opening.stages],
          ['asks', opening.asks],
          ['firstRequest', opening.firstRequest],
          ['dueAt', opening.dueAt],
          ...optional('deadline', opening.deadline),
          ...optional('outcome', opening.outcome),
        ],
        when: '#s = :new',
        names: s,
        values: { ':new': 'NEW' },
      }),

    storeAskToken: (requestId, token, seq, now) =>
      write(requestId, undefined, {
        set: [
          ['askToken', token],
          ['askSeq', seq],
        ],
        when: '#s = :pending AND #deadline > :now AND (attribute_not_exists(#seq) OR #seq <= :seq)',
        names: { ...s, '#deadline': 'deadline', '#seq': 'askSeq' },
        values: { ':pending': 'PENDING', ':now': toIso(now), ':seq': seq },
      }),

    lapse: (requestId, now, dueAt, note) =>
      write(requestId, note, {
        set: [
          ['status', 'LAPSED'],
          ['dueAt', dueAt],
        ],
        when: '#s = :pending AND #deadline <= :now',
        names: { ...s, '#deadline': 'deadline' },
        values: { ':pending': 'PENDING', ':now': toIso(now) },
      }),

    vote: (requestId, vote, now, note) =>
      write(requestId, note, {
        set: [
          [['decisions', vote.decision.by.person], vote.decision],
          ['status', vote.status],
          ['stage', vote.stage],
          ['stages', vote.stages],
          ['asks', vote.asks],
          ['dueAt', vote.dueAt],
          ...optional('outcome', vote.outcome),
        ],
        when: '#s = :pending AND #rev = :rev AND #deadline > :now AND attribute_not_exists(#decisions.#who)',
        names: {
          ...s,
          '#rev': 'rev',
          '#deadline': 'deadline',
          '#decisions': 'decisions',
          '#who': vote.decision.by.person,
        },
        values: { ':pending': 'PENDING', ':rev': vote.rev, ':now': toIso(now) },
      }),

    close: (requestId, from, to, outcome, dueAt, note) =>
      write(requestId, note, {
        set: [
          ['status', to],
          ['outcome', outcome],
          ['dueAt', dueAt],
        ],
        names: s,
        ...oneOf('#s', from),
      }),

    beginGrant: (requestId, endsBy, note) =>
      write(requestId, note, {
        set: [
          ['status', 'GRANTING'],
          ['dueAt', endsBy],
        ],
        setOnce: [['endsBy', endsBy]],
        remove: ['askToken'],
        names: s,
        ...oneOf('#s', ['APPROVED', 'GRANTING']),
      }),

    landed: (requestId, at, note) =>
      write(requestId, note, {
        set: [
          ['status', 'GRANTED'],
          ['grantedAt', at.now],
          ['until', at.until],
          ['warnAt', at.warnAt],
          ['dueAt', at.dueAt],
        ],
        when: '#s = :granting AND #endsBy >= :until',
        names: { ...s, '#endsBy': 'endsBy' },
        values: { ':granting': 'GRANTING', ':until': at.until },
      }),

    askEnd: (requestId, by, at, dueAt, note) =>
      write(requestId, note, {
        set: [['wake', 'end'], ['endAskedAt', at], ['dueAt', dueAt], ...optional('endedBy', by)],
        when: '#s IN (:granting, :granted) AND (attribute_not_exists(#wake) OR #wake <> :end)',
        names: { ...s, '#wake': 'wake' },
        values: { ':granting': 'GRANTING', ':granted': 'GRANTED', ':end': 'end' },
      }),

    askExtend: (requestId, seenUntil, extension, endsBy, soon, dueAt, note) =>
      write(requestId, note, {
        set: [
          ['wake', 'extend'],
          ['extension', extension],
          ['endsBy', endsBy],
          ['dueAt', dueAt],
        ],
        when: '#s = :granted AND #until = :seen AND #until > :soon AND attribute_not_exists(#wake)',
        names: { ...s, '#until': 'until', '#wake': 'wake' },
        values: { ':granted': 'GRANTED', ':seen': seenUntil, ':soon': soon },
      }),

    extended: (requestId, seenUntil, to, note) =>
      write(requestId, note, {
        set: [
          ['until', to.until],
          ['warnAt', to.warnAt],
          ['dueAt', to.dueAt],
        ],
        remove: ['wake', 'extension'],
        when: '#s = :granted AND #until = :seen AND #wake = :extend',
        names: { ...s, '#until': 'until', '#wake': 'wake' },
        values: { ':granted': 'GRANTED', ':seen': seenUntil, ':extend': 'extend' },
      }),

    beginRevoke: (requestId, now, dueAt, note) =>
      write(requestId, note, {
        set: [
          ['status', 'REVOKING'],
          ['dueAt', dueAt],
        ],
        when: '#s IN (:granting, :revoking, :stuck) OR (#s = :granted AND (#until <= :now OR #wake = :end))',
        names: { ...s, '#until': 'until', '#wake': 'wake' },
        values: {
          ':granting': 'GRANTING',
          ':revoking': 'REVOKING',
          ':stuck': 'STUCK',
          ':granted': 'GRANTED',
          ':end': 'end',
          ':now': toIso(now + clockTolerance),
        },
      }),

    forceRevoke: (requestId, dueAt, note) =>
      write(requestId, note, {
        set: [
          ['status', 'REVOKING'],
          ['dueAt', dueAt],
        ],
        names: s,
        ...oneOf('#s', ['GRANTING', 'GRANTED', 'REVOKING', 'STUCK']),
      }),

    stuck: (requestId, dueAt, note) =>
      write(requestId, note, {
        set: [
          ['status', 'STUCK'],
          ['dueAt', dueAt],
        ],
        names: s,
        ...oneOf('#s', ['REVOKING']),
      }),

    ended: (requestId, to, at, dueAt, outcome, note) =>
      write(requestId, note, {
        set: [['status', to], ['endedAt', at], ['dueAt', dueAt], ...optional('outcome', outcome)],
        remove: ['askToken', 'holdToken', 'wake', 'extension'],
        names: s,
        ...oneOf('#s', ['REVOKING', 'STUCK']),
      }),

    async journal(requestId, lockKey, entry) {
      const set = Object.entries(entry).map(([field, value]): [Path, unknown] => [
        ['journal', lockKey, field],
        value,
      ]);
      await write(requestId, undefined, { set, ...exists });
    },

    async fail(requestId, outcome) {
      await write(requestId, undefined, { setOnce: [['outcome', outcome]], ...exists });
    },

    async problem(requestId, message) {
      await write(requestId, undefined, { set: [['lastProblem', message]], ...exists });
    },

    async told(requestId, what, address) {
      await write(requestId, undefined, { set: [[['told', what], address]], ...exists });
    },

    async note(requestId, note) {
      await write(requestId, note, exists);
    },

    async markDue(requestId, dueAt) {
      await write(requestId, undefined, {
        set: [['dueAt', dueAt]],
        when: 'attribute_exists(dueShard)',
      });
    },

    async settled(requestId) {
      const after = await write(requestId, undefined, {
        remove: ['dueShard', 'dueAt', 'askToken', 'holdToken', 'wake'],
        names: { ...s, '#outbox': 'outbox' },
        when: `#s IN (${finals.map((_, index) => `:final${index}`).join(', ')}) AND size(#outbox) = :none`,
        values: {
          ...Object.fromEntries(finals.map((status, index) => [`:final${index}`, status])),
          ':none': 0,
        },
      });
      return after !== undefined;
    },

    async due(now, limit) {
      const shards = Array.from({ length: dueShards }, (_, shard) =>
        store.query(table, {
          index: 'due',
          where: '#shard = :shard AND #dueAt <= :now',
          names: { '#shard': 'dueShard', '#dueAt': 'dueAt' },
          values: { ':shard': shard, ':now': toIso(now) },
          limit,
        }),
      );
      return (await Promise.all(shards)).flat().map(item => String(item.requestId));
    },

    requestsOf: (person, limit) =>
      store.query(table, {
        index: 'by-requester',
        where: '#person = :person',
        names: { '#person': 'requesterPerson' },
        values: { ':person': person },
        newestFirst: true,
        limit,
      }),

    ofProject: (project, status, limit) =>
      store.query(table, {
        index: 'by-project',
        where: '#project = :project',
        filter: '#s = :status',
        names: { '#project': 'project', ...s },
        values: { ':project': project, ':status': status },
        newestFirst: true,
        limit,
      }),
  };
};

const exists = { when: 'attribute_exists(requestId)' };

const optional = (path: string, value: unknown): [Path, unknown][] =>
  value === undefined ? [] : [[path, value]];

const oneOf = (name: string, statuses: Status[]): Pick<Change, 'when' | 'values'> => ({
  when: `${name} IN (${statuses.map((_, index) => `:from${index}`).join(', ')})`,
  values: Object.fromEntries(statuses.map((status, index) => [`:from${index}`, status])),
});

/** The index by requester needs the name at the top level. */
const asItem = (record: RequestRecord): Item => ({ ...record, requesterPerson: record.requester.person });

const asRecord = ({ requesterPerson: _, ...item }: Item): RequestRecord =>
  // The table is written by this file alone, so its items have the record's shape.
  item as unknown as RequestRecord;
