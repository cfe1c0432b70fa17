import { type Iso, minute, second, toIso, toMs } from '../domain/time.ts';
import type { Pending } from '../grants/port.ts';
import type { Holder, Holding } from './holding.ts';
import { readHolding } from './read/holding.ts';
import type { Change, Item, Own, Store } from './store.ts';

/**
 * The right of `worker` to change one resource key until `until` (epoch ms). `holding`: as it was when the lease began.
 */
export type Lease = { resourceKey: string; worker: string; until: number; holding: Holding };

/** The lease must outlive the longest Lambda run that works under it (120 s). */
export const leaseMs = 150 * second;
/** A read this soon after our own removal may still show it. */
const staleAfterRemovalMs = 10 * minute;
/** An entry this far past its end no longer counts as holding. */
const holderGraceMs = 2 * minute;

/**
 * The conditional writes on `holdings`. Every write after `lease` demands that the worker still holds it, so a slow
 * old one changes nothing: `false` and undefined mean that the lease was lost. `now` in epoch ms. Throws `UnreadableRecord` for an item
 * that is not as its version says.
 */
export interface Holdings {
  /** `worker`: a name that is never used twice. undefined: someone else holds the lease. */
  lease(resourceKey: string, worker: string, now: number): Promise<Lease | undefined>;
  /** Puts the request's entry in; `preexisting` counts only when nobody has decided that yet. */
  addHolder(
    lease: Lease,
    requestId: string,
    holder: Holder,
    preexisting: boolean,
  ): Promise<Holding | undefined>;
  /** The pre-existing access is gone: from now on the access is ours. */
  markNotPreexisting(lease: Lease): Promise<boolean>;
  setPending(lease: Lease, pending: Pending | undefined): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Others still hold it: the request's entry and the lease go, access stays. */
  removeHolder(lease: Lease, requestId: string): Promise<boolean>;
  /**
   * Nobody else is left: the request's entry, expired ones and the lease go, and what was known about the target.
   * `removed`: access was removed in AWS.
   */
  removeLastHolder(lease: Lease, requestId: string, removed: boolean, now: number): Promise<boolean>;
  /** `false` also when the request has no entry. */
  extendHolder(lease: Lease, requestId: string, until: Iso): Promise<boolean>;
  /** Every entry of every holder. Reads the whole table: for the cross-check, never on a click. */
  all(): Promise<HeldBy[]>;
  /** undefined: nobody has ever held it. */
  get(resourceKey: string): Promise<Holding | undefined>;
}

/** One entry of a holding. */
export type HeldBy = { resourceKey: string; requestId: string; holder: Holder };

/** Items of other kinds, such as the sweeper's lease, have names that no resource key has. */
const isHolding = ({ resourceKey }: Item): boolean => !String(resourceKey).startsWith('#');

type Fenced = Omit<Change, 'when' | 'own'> & { and?: string; own?: Own };

export const createHoldings = (store: Store, table: string): Holdings => {
  const fenced = async (lease: Lease, change: Fenced) => {
    const { and, own = 'repeats', ...rest } = change;
    return store.update(
      table,
      { resourceKey: lease.resourceKey },
      {
        ...rest,
        own,
        when: and === undefined ? '#leaseBy = :me' : `#leaseBy = :me AND ${and}`,
        names: { ...rest.names, '#leaseBy': 'leaseBy' },
        values: { ...rest.values, ':me': lease.worker },
      },
    );
  };

  return {
    async lease(resourceKey, worker, now) {
      const until = now + leaseMs;
      const written = await store.update(
        table,
        { resourceKey },
        {
          set: [
            ['leaseBy', worker],
            ['leaseUntil', toIso(until)],
          ],
          setOnce: [
            ['v', 1],
            ['holders', {}],
          ],
          own: item => item.leaseBy === worker,
          when: 'attribute_not_exists(#leaseUntil) OR #leaseUntil < :now',
          names: { '#leaseUntil': 'leaseUntil' },
          values: { ':now': toIso(now) },
        },
      );
      return written.done ? { resourceKey, worker, until, holding: readHolding(written.item) } : undefined;
    },

    async addHolder(lease, requestId, holder, preexisting) {
      const written = await fenced(lease, {
        set: [[['holders', requestId], holder]],
        setOnce: [['preexisting', preexisting]],
      });
      return written.done ? readHolding(written.item) : undefined;
    },

    markNotPreexisting: async lease => (await fenced(lease, { set: [['preexisting', false]] })).done,

    async setPending(lease, pending) {
      const change = pending === undefined ? { remove: ['pending'] } : { set: [['pending', pending]] };
      return (await fenced(lease, change as Fenced)).done;
    },

    async release(lease) {
      await fenced(lease, { remove: ['leaseBy', 'leaseUntil'] });
    },

    async removeHolder(lease, requestId) {
      const written = await fenced(lease, {
        set: [
          ['gone', lease.worker],
          ['inherited', true],
        ],
        remove: [['holders', requestId], 'leaseBy', 'leaseUntil'],
        own: hasLeft(lease, requestId),
        and: 'attribute_exists(#holders.#request)',
        names: { '#holders': 'holders', '#request': requestId },
      });
      return written.done;
    },

    async removeLastHolder(lease, requestId, removed, now) {
      const expired = Object.keys(lease.holding.holders).filter(id => id !== requestId);
      const written = await fenced(lease, {
        set: [['gone', lease.worker], ...(removed ? ([['goneAt', toIso(now)]] as [string, string][]) : [])],
        remove: [
          ...[requestId, ...expired].map(id => ['holders', id]),
          'preexisting',
          'pending',
          'inherited',
          'leaseBy',
          'leaseUntil',
        ],
        own: hasLeft(lease, requestId),
      });
      return written.done;
    },

    async extendHolder(lease, requestId, until) {
      const written = await fenced(lease, {
        set: [[['holders', requestId, 'until'], until]],
        and: 'attribute_exists(#holders.#request)',
        names: { '#holders': 'holders', '#request': requestId },
      });
      return written.done;
    },

    async all() {
      const items = await store.scan(table, ['resourceKey', 'v', 'holders']);
      return items
        .filter(isHolding)
        .map(readHolding)
        .flatMap(({ resourceKey, holders }) =>
          Object.entries(holders).map(([requestId, holder]) => ({ resourceKey, requestId, holder })),
        );
    },

    async get(resourceKey) {
      const item = await store.get(table, { resourceKey });
      return item && readHolding(item);
    },
  };
};

/** Only its own request takes an entry out, so one that is absent has left, whoever else came and went since. */
const hasLeft =
  ({ worker }: Lease, requestId: string) =>
  (item: Item): boolean =>
    item.gone === worker || !Object.hasOwn(readHolding(item).holders, requestId);

/** Does a request other than this one hold it at `now` (epoch ms)? Entries well past their end do not count. */
export const othersHold = (holding: Holding, requestId: string, now: number): boolean =>
  Object.entries(holding.holders).some(
    ([id, holder]) => id !== requestId && toMs(holder.until) >= now - holderGraceMs,
  );

/**
 * Was access removed here so shortly before `now` (epoch ms) that a read may be stale and not prove it pre-existing?
 */
export const goneLately = (holding: Holding, now: number): boolean =>
  holding.goneAt !== undefined && now - toMs(holding.goneAt) < staleAfterRemovalMs;
