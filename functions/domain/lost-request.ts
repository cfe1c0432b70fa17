import type { AuditEntry } from './audit.ts';
import type { Target } from './catalog.ts';
import { dueOn } from './due.ts';
import { newRecord } from './new-record.ts';
import { assumeGiven, rebuilt, reconciled } from './rebuild.ts';
import type { HeldBack, RequestRecord } from './record.ts';
import { isLive } from './status.ts';
import { type Iso, toIso } from './time.ts';
import { noteOf } from './transitions.ts';

/** What the holders of a request say of it: one entry for each of its targets that they hold. */
export type Holding = { resourceKey: string; kind: string; principal: string; target: Target; until: Iso };

/** What is left of a request. `now` in epoch ms. */
type Left = { chain: Chain; holdings: readonly Holding[]; now: number };

/** A chain as it stands. `sound`: no entry was edited, and none is missing before the last. */
export type Chain = { entries: readonly AuditEntry[]; sound: boolean };

/**
 * A request whose item is gone, made again from what is left, and held back. `lost`: a sound chain says that its access
 * is live, and knows what the holders hold. `unexplained`: they do not agree, or one of them says nothing.
 */
export const recovered = (requestId: string, { chain, holdings, now }: Left): RequestRecord => {
  const byChain = chain.sound ? rebuilt(chain.entries) : undefined;
  const known = byChain !== undefined && isLive(byChain.status) && knowsAll(byChain, holdings);
  const record = assumeGiven(known ? byChain : fromHoldings(requestId, holdings, now));
  const heldBack: HeldBack = known && holdings.length > 0 ? 'lost' : 'unexplained';
  const last = chain.entries.at(-1);
  const note = noteOf(record, {
    what: `${reconciled}: the item was lost`,
    status: record.status,
    at: now,
    source: 'sweeper',
  });
  return {
    ...record,
    heldBack,
    rev: chain.entries.length + 1,
    auditSeq: last?.seq ?? 0,
    auditHash: last?.hash ?? '',
    due: dueOn('held-back', toIso(now)),
    outbox: { [note.id]: note },
  };
};

const knowsAll = ({ targets }: RequestRecord, holdings: readonly Holding[]): boolean =>
  holdings.every(({ resourceKey }) => targets.some(each => each.resourceKey === resourceKey));

/** Nobody knows who asked; the principal stands in AWS. */
const fromHoldings = (requestId: string, holdings: readonly Holding[], now: number): RequestRecord => {
  const [first] = holdings;
  const at = toIso(now);
  const asked = {
    createdAt: at,
    source: 'sweeper' as const,
    requester: { person: first?.principal ?? 'unknown', teamId: '', userId: '' },
    project: 'unknown project',
    role: 'unknown role',
    kind: first?.kind ?? 'unknown',
    risk: 'high' as const,
    production: holdings.some(({ target }) => target.account.production),
    channel: '',
    targets: holdings.map(({ target, principal, resourceKey }) => ({ target, principal, resourceKey })),
    durationMs: 0,
    maxTotalMs: 0,
    startAt: at,
    justification: '',
    catalogHash: '',
    rule: '',
    firstRequest: false,
  };
  const until = holdings.reduce((latest, holding) => (holding.until > latest ? holding.until : latest), '');
  const ends = (until === '' ? at : until) as Iso;
  return { ...newRecord(requestId, asked, now), status: 'GRANTED', endsBy: ends, until: ends };
};
