import type { KindDescription } from '../grants/description.ts';
import type { StepDeps } from '../steps/port.ts';

export type ServiceDeps = Pick<StepDeps, 'now' | 'requests' | 'catalog' | 'machine' | 'slack' | 'log'> & {
  /** What of each kind can be said without touching AWS. */
  kinds: Readonly<Record<string, KindDescription>>;
};
