import type { ExecutionClient } from '../domain/ports.ts';
import type { GrantKind } from '../grants/port.ts';
import type { Audit } from '../ledger/audit.ts';
import type { CatalogStore } from '../ledger/catalog.ts';
import type { CatalogChain } from '../ledger/catalog-chain.ts';
import type { Holdings } from '../ledger/holdings.ts';
import type { Queues } from '../ledger/queues.ts';
import type { Requests } from '../ledger/requests.ts';
import type { SweepLease } from '../ledger/sweep-lease.ts';
import type { Log } from '../runtime/log.ts';
import type { Measure } from '../runtime/metrics.ts';
import type { SlackApi } from '../slack/port.ts';

/** By kind name. */
export type Kinds = Record<string, GrantKind>;

/** What a step may use. Each step takes the part it needs. */
export type StepDeps = {
  /** Epoch ms. */
  now: () => number;
  /** Names a worker in its leases; never the same twice. */
  newId: () => string;
  requests: Requests;
  holdings: Holdings;
  queues: Queues;
  audit: Audit;
  catalog: CatalogStore;
  catalogChain: Pick<CatalogChain, 'requireCurrent'>;
  executions: ExecutionClient;
  sweepLease: SweepLease;
  slack: SlackApi;
  kinds: Kinds;
  measure: Measure;
  log: Log;
};

/** What the Lambda runtime says about this invocation: how many milliseconds it may still run. */
export type Invocation = { remainingMs: () => number };
