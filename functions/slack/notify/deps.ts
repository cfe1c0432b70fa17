import type { CatalogStore } from '../../ledger/catalog.ts';
import type { Requests } from '../../ledger/requests.ts';
import type { Log } from '../../runtime/log.ts';
import type { KindRegistry } from '../messages/index.ts';
import type { SlackApi } from '../port.ts';

/** What it takes to say something and to remember that it was said. */
export type NotifyDeps = {
  /** Epoch ms. */
  now: () => number;
  requests: Requests;
  catalog: Pick<CatalogStore, 'load'>;
  slack: SlackApi;
  log: Log;
  kinds: KindRegistry;
};
