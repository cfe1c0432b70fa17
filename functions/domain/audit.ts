import { canonicalJson } from './json.ts';
import type { AuditNote, Decision, RequestRecord } from './record.ts';

/** One line of the append-only audit. `seq` counts from 1; `previous` is the hash of the entry before. */
export type AuditEntry = AuditNote & {
  v: 1;
  requestId: string;
  seq: number;
  previous: string;
  hash: string;
};

/** How far a chain has grown: the number of entries and the hash of the last. */
export type AuditHead = { seq: number; hash: string };
/** Text → hex. */
export type Sha256 = (text: string) => string;

/** The head of an empty chain. */
export const auditStart: AuditHead = { seq: 0, hash: '' };

/** Hash of an entry over everything it says and the hash of the entry before. */
const chainHash = (
  previous: string,
  entry: AuditNote & { v: 1; requestId: string; seq: number },
  sha256: Sha256,
): string => {
  const { v, id, at, what, status, source, by, detail, requestId, seq } = entry;
  return sha256(canonicalJson({ v, id, at, what, status, source, by, detail, requestId, seq, previous }));
};

/** The entry that follows `head` in the chain of this request. */
export const nextEntry = (
  requestId: string,
  note: AuditNote,
  head: AuditHead,
  sha256: Sha256,
): AuditEntry => {
  const entry = { ...note, v: 1 as const, requestId, seq: head.seq + 1 };
  return { ...entry, previous: head.hash, hash: chainHash(head.hash, entry, sha256) };
};

/** `entries`: how many there are. `at`: the sequence number where the chain breaks. */
export type ChainVerdict = { ok: true; entries: number } | { ok: false; at: number; problem: string };

const fault = (
  entry: AuditEntry,
  before: AuditHead,
  requestId: string,
  sha256: Sha256,
): string | undefined => {
  if (entry.requestId !== requestId) return `entry belongs to the request ${entry.requestId}`;
  if (entry.seq > before.seq + 1) return `entry ${before.seq + 1} is missing`;
  if (entry.seq < before.seq + 1) return `entry ${entry.seq} is repeated or out of order`;
  if (entry.hash !== chainHash(entry.previous, entry, sha256)) return `entry ${entry.seq} was edited`;
  if (entry.previous !== before.hash) return `entry ${entry.seq} does not follow the entry before it`;
  return undefined;
};

/**
 * Foreign entries that an operator has passed over, by sequence number their hashes. The entry that says so is covered by
 * the head on the request's item.
 */
const passedOverIn = (entries: readonly AuditEntry[]): Record<number, string> =>
  Object.assign({}, ...entries.map(({ detail }) => detail?.passedOver)) as Record<number, string>;

/**
 * Walks a request's chain from its first entry. `expected` is the head kept on the request's item: without it missing
 * last entries cannot be seen.
 */
export const verifyChain = (
  entries: readonly AuditEntry[],
  sha256: Sha256,
  expected?: AuditHead,
): ChainVerdict => {
  let head = auditStart;
  const excused = passedOverIn(entries);
  for (const entry of entries) {
    const problem = fault(entry, head, entries[0]?.requestId ?? entry.requestId, sha256);
    if (problem !== undefined && excused[entry.seq] !== entry.hash) {
      return { ok: false, at: head.seq + 1, problem };
    }
    head = { seq: entry.seq, hash: entry.hash };
  }
  if (expected === undefined) return { ok: true, entries: head.seq };
  if (head.seq < expected.seq) {
    return {
      ok: false,
      at: head.seq + 1,
      problem: `the last ${expected.seq - head.seq} of ${expected.seq} entries are missing`,
    };
  }
  const recorded = entries[expected.seq - 1]?.hash ?? auditStart.hash;
  if (expected.seq > 0 && recorded !== expected.hash) {
    return {
      ok: false,
      at: expected.seq,
      problem: `entry ${expected.seq} is not the one the request recorded`,
    };
  }
  return { ok: true, entries: head.seq };
};

const stands = (entries: readonly AuditEntry[], { verdict, by, at }: Decision): boolean =>
  entries.some(
    entry =>
      entry.by?.userId === by.userId &&
      entry.by.teamId === by.teamId &&
      entry.at === at &&
      entry.what.startsWith(`${verdict} by `),
  );

/** Decisions of the record that its chain lacks, in words; empty when each stands in it. */
export const undecided = (
  entries: readonly AuditEntry[],
  { decisions }: Pick<RequestRecord, 'decisions'>,
): string[] =>
  Object.values(decisions)
    .filter(decision => decision.verdict === 'deny' || !endedByItself(entries, decision))
    .filter(decision => !stands(entries, decision))
    .map(({ verdict, by }) => `the decision "${verdict} by ${by.person}" is not in the chain`);

/** An approval that found the requester gone cancelled the request, and is noted as that. */
const endedByItself = (entries: readonly AuditEntry[], { by, at }: Decision): boolean =>
  entries.some(entry => entry.status === 'CANCELLED' && entry.at === at && entry.by?.userId === by.userId);

/** What a grant by this record lacks in its chain: the approval, and each decision that it counts. Empty: nothing. */
export const unproven = (
  entries: readonly AuditEntry[],
  record: Pick<RequestRecord, 'decisions'>,
): string[] => [
  ...(entries.some(({ status }) => status === 'APPROVED') ? [] : ['the chain knows of no approval']),
  ...undecided(entries, record),
];
