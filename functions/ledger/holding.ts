import type { Target } from '../domain/catalog.ts';
import type { Iso } from '../domain/time.ts';
import type { Pending } from '../grants/port.ts';

export type Holder = { principal: string; target: Target; until: Iso };

/** What is known about one resource key: who is changing it, who holds it, what stood before. */
export type Holding = {
  v: 1;
  resourceKey: string;
  fence: number;
  leaseBy?: string;
  leaseUntil?: Iso;
  holders: Record<string, Holder>;
  /** Decided once, by the first holder under the lease. */
  preexisting?: boolean;
  pending?: Pending;
  /** When we last took access away here. */
  goneAt?: Iso;
};
