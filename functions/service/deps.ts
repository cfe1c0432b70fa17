import type { ExecutionClient, UserDirectory } from '../domain/ports.ts';
import type { KindDescription } from '../grants/description.ts';
import type { CatalogStore } from '../ledger/catalog.ts';
import type { Requests } from '../ledger/requests.ts';
import type { Log } from '../runtime/log.ts';

export type ServiceDeps = {
  /** ms */
  now: () => number;
  requests: Requests;
  catalog: Pick<CatalogStore, 'load'>;
  executions: ExecutionClient;
  /** Who is still there, as the workspace says. */
  users: UserDirectory;
  log: Log;
  /** What of each kind can be said without touching AWS. */
  kinds: Readonly<Record<string, KindDescription>>;
};
