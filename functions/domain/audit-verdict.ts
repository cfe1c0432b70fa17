import {
  type AuditEntry,
  type AuditHead,
  type ChainVerdict,
  nextEntry,
  type Sha256,
  undecided,
  unproven,
  verifyChain,
} from './audit.ts';
import { canonicalJson } from './json.ts';
import { reconciled } from './rebuild.ts';
import type { AuditNote, RequestRecord } from './record.ts';
import { minute, toMs } from './time.ts';

/** A note that waits longer than this is not on its way any more. */
const longestWaitMs = 15 * minute;

/** What is compared: a request's chain, and its item. `record`: undefined when there is no such item. `now` in epoch ms. */
export type Examined = { entries: readonly AuditEntry[]; record: RequestRecord | undefined; now: number };

/**
 * A request's chain against its item, which must have been read after the entries: every entry is then in the item's
 * head, or one of its waiting notes.
 */
export const verifyRequest = ({ entries, record, now }: Examined, sha256: Sha256): ChainVerdict => {
  const chain = verifyChain(entries, sha256, record && { seq: record.auditSeq, hash: record.auditHash });
  if (!chain.ok) return chain;
  const problem =
    record === undefined
      ? withoutItem(entries)
      : (pastTheHead(entries, record, sha256) ?? against(entries, record, now));
  return problem === undefined ? chain : { ok: false, ...problem };
};

type Problem = { at: number; problem: string };

const withoutItem = (entries: readonly AuditEntry[]): Problem | undefined => {
  const last = entries.at(-1);
  if (last?.what.startsWith(reconciled) === true) return undefined;
  return { at: entries.length, problem: 'the request itself is gone from the table' };
};

const pastTheHead = (
  entries: readonly AuditEntry[],
  { requestId, auditSeq, auditHash, outbox }: RequestRecord,
  sha256: Sha256,
): Problem | undefined => {
  let head: AuditHead = { seq: auditSeq, hash: auditHash };
  for (const entry of entries.slice(auditSeq)) {
    const isOurs = (note: AuditNote) =>
      canonicalJson(nextEntry(requestId, note, head, sha256)) === canonicalJson(entry);
    if (!Object.values(outbox).some(isOurs)) {
      return {
        at: entry.seq,
        problem: `entry ${entry.seq} stands past the request's head and is not explained`,
      };
    }
    head = { seq: entry.seq, hash: entry.hash };
  }
  return undefined;
};

const against = (entries: readonly AuditEntry[], record: RequestRecord, now: number): Problem | undefined => {
  const waiting = Object.values(record.outbox);
  const stale = waiting.find(({ at }) => now - toMs(at) > longestWaitMs);
  if (stale !== undefined) {
    return {
      at: record.auditSeq + 1,
      problem: `the note "${stale.what}" of ${stale.at} was never moved here`,
    };
  }
  const known = [...entries, ...waiting.map(note => ({ ...note }) as AuditEntry)];
  const lacks = record.endsBy === undefined ? undecided(known, record) : unproven(known, record);
  return lacks[0] === undefined ? undefined : { at: entries.length, problem: lacks[0] };
};
