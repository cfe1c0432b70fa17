import type { Person } from '../../domain/catalog.ts';
import type { RequestRecord } from '../../domain/record.ts';
import type { HowTo } from '../../grants/description.ts';

/** Everything a message may show beyond the record itself, computed by the caller from the kind and the catalog. */
export type ViewData = {
  /** Epoch ms. */
  now: number;
  /** e.g. `IAM group`. */
  kindLabel: string;
  /** e.g. [`admin_RDS in staging`]. */
  targets: string[];
  /** One entry per target; empty before access is live. */
  howTo: HowTo[];
  /** The longest residual session over all targets, ms. */
  residualMs: number;
  /** Who can still decide in the current stage, as people with their Slack accounts. */
  approvers: Person[];
  note?: string;
  runbook?: string;
  /** How much longer the grant may still become, ms; 0 means no *Extend*. */
  extendableMs: number;
};

/** A request, and all that a message may show of it. */
export type MessageData = { record: RequestRecord; view: ViewData };
