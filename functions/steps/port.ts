import type { ExecutionClient } from '../domain/ports.ts';
import type { GrantKind } from '../grants/port.ts';
import type { Audit } from '../ledger/audit.ts';
import type { CatalogStore } from '../ledger/catalog.ts';
import type { Holdings } from '../ledger/holdings.ts';
import type { Requests } from '../ledger/requests.ts';
import type { Log } from '../runtime/log.ts';
import type { Measure } from '../runtime/metrics.ts';
import type { SlackApi } from '../slack/port.ts';

export type Kinds = Record<string, GrantKind>;

/** What a step may use. Each step takes the part it needs. */
export type StepDeps = {
  /** ms */
  now: () => number;
  /** Tells one worker from another for leases. */
  newId: () => string;
  requests: Requests;
  holdings: Holdings;
  audit: Audit;
  catalog: CatalogStore;
  executions: ExecutionClient;
  slack: SlackApi;
  kinds: Kinds;
  measure: Measure;
  log: Log;
};

/** What the Lambda runtime says about this invocation. */
export type Invocation = { remainingMs: () => number };
