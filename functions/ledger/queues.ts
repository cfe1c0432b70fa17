import { minute, second, toIso } from '../domain/time.ts';
import type { Store } from './store.ts';

/** Longer than the longest pause between two attempts of a revocation that waits. */
const revokesWaitMs = 150 * second;
/** A mark that still lasts this long is not written again: of a thousand that wait, one writes. */
const renewBelowMs = minute;

/**
 * What AWS takes only so much of at once, by the name that a kind gives it. A revocation that has to wait says so, and
 * grants stay behind it. `now` in epoch ms.
 */
export interface Queues {
  revocationWaits(queue: string, now: number): Promise<void>;
  /** Does a revocation wait there, or did one a moment ago? */
  revocationsWait(queue: string, now: number): Promise<boolean>;
}

/** In the table of holdings: no resource key begins with `#`. */
const keyOf = (queue: string) => ({ resourceKey: `#queue/${queue}` });

export const createQueues = (store: Store, table: string): Queues => ({
  async revocationWaits(queue, now) {
    await store.update(table, keyOf(queue), {
      set: [['revokesWait', toIso(now + revokesWaitMs)]],
      when: 'attribute_not_exists(#wait) OR #wait < :soon',
      names: { '#wait': 'revokesWait' },
      values: { ':soon': toIso(now + renewBelowMs) },
      own: 'repeats',
    });
  },

  async revocationsWait(queue, now) {
    const item = await store.get(table, keyOf(queue));
    return typeof item?.revokesWait === 'string' && item.revokesWait >= toIso(now);
  },
});
