import { type Iso, minute, toIso } from '../domain/time.ts';
import type { Item, Store } from './store.ts';

/** How long a sweep that has died keeps the next one waiting. */
const leaseMs = 2 * minute;
/** No resource key begins with `#`. */
const key = { resourceKey: '#sweep' };

/** That one sweep runs at a time, and when its slow jobs ran last. `worker`: a name that is never used twice. */
export interface SweepLease {
  /** `jobs`: by name, when each ran last. undefined: another sweep is at work. `now` in epoch ms, as in `renew`. */
  take(worker: string, now: number): Promise<{ jobs: Record<string, Iso> } | undefined>;
  /** `false`: the lease was lost, so this worker must stop. `now` in epoch ms. */
  renew(worker: string, now: number): Promise<boolean>;
  /** Notes that a job has run. */
  ran(worker: string, job: string, at: Iso): Promise<void>;
  /** The next sweep may begin at once. */
  release(worker: string): Promise<void>;
}

export const createSweepLease = (store: Store, table: string): SweepLease => {
  const held = { when: '#leaseBy = :me', names: { '#leaseBy': 'leaseBy' } };
  return {
    async take(worker, now) {
      const written = await store.update(table, key, {
        set: [
          ['leaseBy', worker],
          ['leaseUntil', toIso(now + leaseMs)],
        ],
        setOnce: [['jobs', {}]],
        when: 'attribute_not_exists(#leaseUntil) OR #leaseUntil < :now',
        names: { '#leaseUntil': 'leaseUntil' },
        values: { ':now': toIso(now) },
        own: item => item.leaseBy === worker,
      });
      return written.done ? { jobs: jobsOf(written.item) } : undefined;
    },

    async renew(worker, now) {
      const set: [string, string][] = [['leaseUntil', toIso(now + leaseMs)]];
      const change = { ...held, set, values: { ':me': worker }, own: 'repeats' as const };
      return (await store.update(table, key, change)).done;
    },

    async ran(worker, job, at) {
      const set: [string[], string][] = [[['jobs', job], at]];
      await store.update(table, key, { ...held, set, values: { ':me': worker }, own: 'repeats' });
    },

    async release(worker) {
      const remove = ['leaseBy', 'leaseUntil'];
      await store.update(table, key, { ...held, remove, values: { ':me': worker }, own: 'repeats' });
    },
  };
};

const jobsOf = ({ jobs }: Item): Record<string, Iso> => (jobs ?? {}) as Record<string, Iso>;
