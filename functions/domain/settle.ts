import { classOf, dueOn } from './due.ts';
import type { Chain } from './lost-request.ts';
import { assumeGiven, rebuilt, reconciled } from './rebuild.ts';
import type { Actor, RequestRecord } from './record.ts';
import type { Source } from './source.ts';
import { isLive } from './status.ts';
import { toIso } from './time.ts';
import { noteOf } from './transitions.ts';

/**
 * How an item and its chain are made to agree. `chain`: the item goes on from what its chain tells. `end`: the same, and
 * its access ends now; where the chain tells nothing, the item does. `item`: the item goes on as it is, and the entries
 * that it does not explain are passed over.
 */
export type Settlement = 'chain' | 'end' | 'item';

/** Who settles it, and when, in epoch ms. `who`: as people read it. */
export type Settler = { who: string; by?: Actor; source: Source; now: number };

/**
 * The item as it is agreed; undefined where the chain cannot tell it. What people were byChain, and the tokens of an
 * execution that may still wait, stand in the item alone and are kept.
 */
export const agreed = (
  record: RequestRecord,
  chain: Chain,
  how: Settlement,
  settler: Settler,
): RequestRecord | undefined => {
  const base = baseOf(record, chain, how);
  if (base === undefined) return undefined;
  const { heldBack: _, misses: __, ...content } = base;
  const { who, by, source, now } = settler;
  const at = toIso(now);
  const last = chain.entries.at(-1);
  const ends = how === 'end' && isLive(base.status);
  const note = noteOf(record, {
    what: `${reconciled}: ${words[how]} (${who})`,
    status: base.status,
    at: now,
    source,
    ...(by && { by }),
    ...(how === 'item' && { detail: { passedOver: passedOver(record, chain) } }),
  });
  return {
    ...content,
    ...kept(record),
    ...(ends && { wake: 'end' as const, endAskedAt: at, ...(by && { endedBy: by }) }),
    rev: record.rev + 1,
    due: dueOn(classOf(base.status), at),
    outbox: { ...record.outbox, [note.id]: note },
    auditSeq: last?.seq ?? record.auditSeq,
    auditHash: last?.hash ?? record.auditHash,
  };
};

const words: Record<Settlement, string> = {
  chain: 'the chain is right',
  end: 'ended',
  item: 'the item is right',
};

const baseOf = (record: RequestRecord, chain: Chain, how: Settlement): RequestRecord | undefined => {
  if (how === 'item') return record;
  const rebuiltNow = chain.sound ? rebuilt(chain.entries) : undefined;
  const byChain = rebuiltNow && assumeGiven({ ...rebuiltNow, progress: merged(record, rebuiltNow) });
  return how === 'end' ? (byChain ?? record) : byChain;
};

/** The item may know of AWS what no entry of the chain says yet. */
const merged = (record: RequestRecord, byChain: RequestRecord): RequestRecord['progress'] =>
  Object.fromEntries(
    byChain.targets.map(({ resourceKey }) => [
      resourceKey,
      { ...record.progress[resourceKey], ...byChain.progress[resourceKey] },
    ]),
  );

const kept = ({ notified, askToken, askSeq, holdToken, dueShard }: RequestRecord) => ({
  notified,
  ...(askToken !== undefined && { askToken }),
  ...(askSeq !== undefined && { askSeq }),
  ...(holdToken !== undefined && { holdToken }),
  ...(dueShard !== undefined && { dueShard }),
});

/** By sequence number, the hashes of the entries that the item does not explain. */
const passedOver = ({ auditSeq }: RequestRecord, { entries }: Chain): Record<string, string> =>
  Object.fromEntries(entries.filter(({ seq }) => seq > auditSeq).map(({ seq, hash }) => [String(seq), hash]));
