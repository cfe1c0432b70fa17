import type { ExecutionClient, UserDirectory } from '../domain/ports.ts';
import type { KindDescription } from '../grants/description.ts';
import type { Audit } from '../ledger/audit.ts';
import type { CatalogStore } from '../ledger/catalog.ts';
import type { Requests } from '../ledger/requests.ts';
import type { Log } from '../runtime/log.ts';

export type ServiceDeps = {
  /** Epoch ms. */
  now: () => number;
  requests: Requests;
  catalog: Pick<CatalogStore, 'load'>;
  audit: Pick<Audit, 'chain'>;
  executions: ExecutionClient;
  /** Whether a requester's Slack account is still active. */
  users: UserDirectory;
  log: Log;
  /** By kind name: what can be said of each without touching AWS. */
  kinds: Readonly<Record<string, KindDescription>>;
};
