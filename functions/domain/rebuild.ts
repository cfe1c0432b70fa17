import type { AuditEntry } from './audit.ts';
import { accountKey } from './identity.ts';
import { type AskedFor, newRecord } from './new-record.ts';
import type { Actor, Decision, Outcome, RequestRecord, TargetProgress } from './record.ts';
import { warnAt } from './schedule.ts';
import { isLive } from './status.ts';
import { type Iso, toIso, toMs } from './time.ts';
import { provisioningWindowMs, transitions } from './transitions.ts';

/** What an operator, security or the sweeper writes into a chain when it and its item are made to agree again. */
export const reconciled = 'reconciled';

/** Notes that carry the status that their writer had read, not one that they led to. */
const unmoving: readonly string[] = [transitions.askEnd.note, transitions.askExtension.note];

type Change = (record: RequestRecord, entry: AuditEntry) => Partial<RequestRecord>;

/** A chain is read before it is believed; what does not have its type is as if it were not there. */
const iso = ({ detail }: AuditEntry, field: string): Iso | undefined =>
  typeof detail?.[field] === 'string' ? (detail[field] as Iso) : undefined;

const later = (a: Iso | undefined, b: Iso): Iso => (a !== undefined && a > b ? a : b);

const progressOf = (record: RequestRecord, { detail }: AuditEntry): Pick<RequestRecord, 'progress'> => {
  const targets = (detail?.targets ?? []) as ({ resourceKey: string } & TargetProgress)[];
  const said = targets.map(({ resourceKey, ...progress }) => [resourceKey, progress] as const);
  return { progress: { ...record.progress, ...Object.fromEntries(said) } };
};

const decisionOf = ({ detail = {}, by, source, at }: AuditEntry, verdict: Decision['verdict']) =>
  by && {
    verdict,
    counts: (detail.counts ?? []) as string[],
    by,
    ...(detail.onBehalfOf !== undefined && { onBehalfOf: detail.onBehalfOf as Actor }),
    ...(typeof detail.reason === 'string' && { reason: detail.reason }),
    source,
    at,
    rule: String(detail.rule),
    catalogHash: String(detail.catalogHash),
  };

const decided =
  (verdict: Decision['verdict']): Change =>
  ({ decisions }, entry) => {
    const decision = decisionOf(entry, verdict);
    return decision === undefined ? {} : { decisions: { ...decisions, [accountKey(decision.by)]: decision } };
  };

const opened: Change = (_, { detail = {} }) => ({
  rule: String(detail.rule),
  catalogHash: String(detail.catalogHash),
  stages: (detail.stages ?? []) as RequestRecord['stages'],
  asks: (detail.asks ?? []) as Iso[],
  ...(typeof detail.deadline === 'string' && { deadline: detail.deadline as Iso }),
  ...(detail.outcome !== undefined && { outcome: detail.outcome as Outcome }),
});

const askedToEnd: Change = (_, { at, by, detail }) => ({
  wake: 'end',
  endAskedAt: at,
  ...(by && { endedBy: by }),
  ...(typeof detail?.reason === 'string' && { endReason: detail.reason }),
});

/** By the first word or words of an entry. */
const changes: [what: string, change: Change][] = [
  [transitions.ask.note, opened],
  ['approve by ', decided('approve')],
  ['deny by ', decided('deny')],
  [transitions.beginGrant.note, (_, entry) => ({ endsBy: iso(entry, 'endsBy') ?? entry.at })],
  [
    transitions.activate.note,
    (record, entry) => {
      const until = iso(entry, 'until') ?? toIso(toMs(entry.at) + record.durationMs);
      return {
        grantedAt: entry.at,
        until,
        warnAt: warnAt(until, record.durationMs),
        ...progressOf(record, entry),
      };
    },
  ],
  [
    transitions.askExtension.note,
    (record, entry) => {
      const to = iso(entry, 'to');
      return to === undefined ? {} : { endsBy: later(record.endsBy, toIso(toMs(to) + provisioningWindowMs)) };
    },
  ],
  [transitions.extend.note, (record, entry) => ({ until: iso(entry, 'to') ?? record.until ?? entry.at })],
  [transitions.askEnd.note, askedToEnd],
  [transitions.end.note, (record, entry) => ({ endedAt: entry.at, ...progressOf(record, entry) })],
];

const applied = (record: RequestRecord, entry: AuditEntry): RequestRecord => {
  const change = changes.find(([what]) => entry.what.startsWith(what))?.[1];
  const moved =
    unmoving.includes(entry.what) || entry.what.startsWith(reconciled) ? {} : { status: entry.status };
  return { ...record, ...moved, ...change?.(record, entry) };
};

/**
 * A request as its chain tells it, to its last entry: what was asked, decided, granted and ended. Messages, tokens and
 * the schedule of questions are not in a chain. Undefined when the first entry does not carry the request.
 */
export const rebuilt = (entries: readonly AuditEntry[]): RequestRecord | undefined => {
  const [first] = entries;
  const last = entries.at(-1);
  const asked = first?.detail?.request as AskedFor | undefined;
  if (first === undefined || last === undefined || typeof asked?.kind !== 'string') return undefined;
  const record = entries.reduce(applied, newRecord(first.requestId, asked, toMs(first.at)));
  return { ...record, rev: entries.length + 1, auditSeq: last.seq, auditHash: last.hash };
};

/**
 * What happened in AWS of a live request that was made again: what the lost item may have known and the chain does not
 * is taken for given, so that the revocation looks for it.
 */
export const assumeGiven = (record: RequestRecord): RequestRecord => {
  if (!isLive(record.status)) return record;
  const known = ({ receipt, preexisting }: TargetProgress) =>
    receipt !== undefined || preexisting !== undefined;
  const entries = record.targets.map(({ resourceKey }): [string, TargetProgress] => {
    const entry = record.progress[resourceKey] ?? {};
    return [resourceKey, known(entry) ? entry : { ...entry, receipt: {} }];
  });
  return { ...record, progress: Object.fromEntries(entries) };
};
