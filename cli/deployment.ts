import type { RequestRecord } from '../functions/domain/record.ts';
import { isLive } from '../functions/domain/status.ts';
import { createAudit } from '../functions/ledger/audit.ts';
import { createCatalogStore } from '../functions/ledger/catalog.ts';
import { createCatalogChain } from '../functions/ledger/catalog-chain.ts';
import { createRequests, type Requests } from '../functions/ledger/requests.ts';
import type { Store } from '../functions/ledger/store.ts';
import type { TableNames } from '../functions/runtime/config.ts';
import { sha256 } from '../functions/runtime/sha256.ts';
import type { Deployment } from './port.ts';

/** After every due date. */
const farAheadMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Everything that may have access is due some day. */
const liveRequests = async (requests: Requests): Promise<RequestRecord[]> => {
  const ids = Object.values(await requests.due(farAheadMs)).flat();
  return (await requests.getMany(ids)).filter(({ status }) => isLive(status));
};

/** A deployment by its tables. `check`: how its targets are looked up in AWS. */
export const deploymentOver = (store: Store, tables: TableNames, check: Deployment['check']): Deployment => {
  const requests = createRequests(store, tables.requests);
  const catalog = createCatalogStore(store, tables.projects);
  const audit = createAudit(store, tables, sha256);
  return {
    catalog,
    catalogChain: createCatalogChain(store, tables.audit, sha256),
    liveRequests: () => liveRequests(requests),
    audit: {
      entries: id => audit.entries(id),
      requestIds: () => audit.requestIds(),
    },
    request: id => requests.get(id),
    check,
  };
};
