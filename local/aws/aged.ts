import { minute } from '../../functions/domain/time.ts';

/** Values by key that remember their past, because AWS's reads may be older than its writes. */
export type Aged<T> = {
  /** As a write leaves it. `at` in epoch ms, default now. */
  set(key: string, value: T | undefined, at?: number): void;
  /** What is true. */
  current(key: string): T | undefined;
  /** What a read shows. */
  seen(key: string): T | undefined;
  currentValues(): T[];
  seenValues(): T[];
};

type Version<T> = { at: number; value: T | undefined };

/** Longer than any staleness. Of the versions older than this, only the newest is kept. */
const memoryMs = 60 * minute;

/** Reads show the state of `staleMs` ago. */
export const createAged = <T>(now: () => number, staleMs: () => number): Aged<T> => {
  const history = new Map<string, Version<T>[]>();

  const asOf = (key: string, ms: number): T | undefined =>
    history.get(key)?.findLast(version => version.at <= ms)?.value;

  const forget = (versions: Version<T>[]): Version<T>[] => {
    const first = versions.findLastIndex(version => version.at <= now() - memoryMs);
    return first > 0 ? versions.slice(first) : versions;
  };

  const all = (read: (key: string) => T | undefined): T[] =>
    [...history.keys()].map(read).filter(value => value !== undefined);

  const current = (key: string) => history.get(key)?.at(-1)?.value;
  const seen = (key: string) => asOf(key, now() - staleMs());

  return {
    set(key, value, at = now()) {
      history.set(key, forget([...(history.get(key) ?? []), { at, value }]));
    },
    current,
    seen,
    currentValues: () => all(current),
    seenValues: () => all(seen),
  };
};
