import type { Target } from '../domain/catalog.ts';
import type { Iso } from '../domain/time.ts';
import type { Pending } from '../grants/port.ts';

/** A request's entry: who holds what, and the bound that it counts until. */
export type Holder = { kind: string; principal: string; target: Target; until: Iso };

/** What is known about one resource key: who is changing it, who holds it, whether access is pre-existing. */
export type Holding = {
  v: 1;
  resourceKey: string;
  /** The worker that holds the lease, by a name that is never used twice: the fence of every write under it. */
  leaseBy?: string;
  leaseUntil?: Iso;
  /** Keyed by request id. */
  holders: Record<string, Holder>;
  /** Somebody else gave the access before us. Decided once, by the first holder under the lease. */
  preexisting?: boolean;
  pending?: Pending;
  /** A holder went and left the access to those that remain: they may have it without having been given it. */
  inherited?: boolean;
  /** The worker that last took an entry out. */
  gone?: string;
  /** When we last removed access here. */
  goneAt?: Iso;
};
