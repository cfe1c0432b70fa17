import { type AuditHead, auditStart, type ChainVerdict, type Sha256 } from './audit.ts';
import { canonicalJson } from './json.ts';
import type { Iso } from './time.ts';

/** Under this name the chain of applied catalogs stands in the audit; no request has it. */
export const catalogChainId = '#catalog';

/** One applied catalog. `seq` is its version; `previous` is the hash of the entry before, '' for the first. */
export type CatalogEntry = {
  v: 1;
  requestId: typeof catalogChainId;
  seq: number;
  at: Iso;
  catalogHash: string;
  previous: string;
  hash: string;
};

/** What was put in force, and when. */
export type Applied = { version: number; hash: string; at: Iso };

const hashOf = ({ hash: _, ...said }: CatalogEntry, sha256: Sha256): string => sha256(canonicalJson(said));

/** The entry of an applied catalog after the one with the hash `previous`. */
export const catalogEntry = (applied: Applied, previous: string, sha256: Sha256): CatalogEntry => {
  const { version: seq, at, hash: catalogHash } = applied;
  const entry: CatalogEntry = { v: 1, requestId: catalogChainId, seq, at, catalogHash, previous, hash: '' };
  return { ...entry, hash: hashOf(entry, sha256) };
};

/** Walks the chain of applied catalogs. `head`: version and hash of the one in force; undefined: none is. */
export const verifyCatalogs = (
  entries: readonly CatalogEntry[],
  head: { version: number; hash: string } | undefined,
  sha256: Sha256,
): ChainVerdict => {
  let before: AuditHead = auditStart;
  for (const entry of entries) {
    const at = entry.seq;
    if (entry.hash !== hashOf(entry, sha256)) return { ok: false, at, problem: `entry ${at} was edited` };
    if (entry.previous !== before.hash) {
      return { ok: false, at, problem: `entry ${at} does not follow the entry before it` };
    }
    before = { seq: at, hash: entry.hash };
  }
  return inForce(entries, head);
};

const inForce = (
  entries: readonly CatalogEntry[],
  head: { version: number; hash: string } | undefined,
): ChainVerdict => {
  const last = entries.at(-1);
  const version = head?.version ?? 0;
  if ((last?.seq ?? 0) > version) {
    return {
      ok: false,
      at: version + 1,
      problem: `version ${last?.seq} was applied, and version ${version} is in force`,
    };
  }
  if (head !== undefined && last?.catalogHash !== head.hash) {
    return { ok: false, at: version, problem: `version ${version} in force is not the one that was applied` };
  }
  return { ok: true, entries: entries.length };
};
