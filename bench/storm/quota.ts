import { CurfewError } from '../../functions/domain/errors.ts';
import { second } from '../../functions/domain/time.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** How AWS answers: each call takes a while, and there are so many a second, after a burst. */
export type Quota = {
  callsPerSecond: number;
  burst: number;
  latencyMs: readonly [least: number, most: number];
};

export type Limit = {
  /** The same API behind the quota: what is over it is refused as `Throttled`, as the adapters say it. */
  wrap<Api extends object>(api: Api): Api;
  /** Calls that were let through so far. */
  answered(): number;
};

/** A token bucket, as AWS has one for each API and account. */
export const createLimit = (quota: Quota, time: VirtualTime, random: () => number): Limit => {
  const [least, most] = quota.latencyMs;
  let tokens = quota.burst;
  let at = time.now();
  let answered = 0;
  const take = (): boolean => {
    tokens = Math.min(quota.burst, tokens + ((time.now() - at) / second) * quota.callsPerSecond);
    at = time.now();
    if (tokens < 1) return false;
    tokens -= 1;
    answered += 1;
    return true;
  };
  return {
    answered: () => answered,
    wrap: api =>
      new Proxy(api, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return async (...args: unknown[]) => {
            await time.sleep(least + random() * (most - least));
            if (!take()) throw new CurfewError('Throttled', `${String(name)}: rate exceeded`);
            return Reflect.apply(method, target, args) as unknown;
          };
        },
      }),
  };
};
