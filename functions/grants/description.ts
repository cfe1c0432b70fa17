import type { Target } from '../domain/catalog.ts';
import type { GrantKind } from './port.ts';

/** What is known of a kind without touching AWS: all that Slack may carry of it. */
export type KindDescription<T extends Target = Target> = Pick<
  GrantKind<T>,
  | 'kind'
  | 'label'
  | 'target'
  | 'endsItself'
  | 'principal'
  | 'resourceKey'
  | 'describe'
  | 'residualMs'
  | 'howTo'
>;
