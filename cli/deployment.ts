import { isCurfewError } from '../functions/domain/errors.ts';
import { rebuilt } from '../functions/domain/rebuild.ts';
import type { RequestRecord } from '../functions/domain/record.ts';
import { isFinal, isLive } from '../functions/domain/status.ts';
import { type Audit, createAudit } from '../functions/ledger/audit.ts';
import { createCatalogStore } from '../functions/ledger/catalog.ts';
import { createCatalogChain } from '../functions/ledger/catalog-chain.ts';
import { createHoldings } from '../functions/ledger/holdings.ts';
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

/** Held back already, or found now: items behind their chain, and live requests that only a chain knows. */
const notAgreed = async (requests: Requests, audit: Audit): Promise<RequestRecord[]> => {
  const ids = Object.values(await requests.due(farAheadMs)).flat();
  const items = await requests.getMany(ids);
  const doubtful = await Promise.all(items.map(record => inDoubt(record, audit)));
  const known = new Set(items.map(({ requestId }) => requestId));
  const others = (await audit.requestIds()).filter(id => !known.has(id));
  const closed = new Set((await requests.getMany(others)).map(({ requestId }) => requestId));
  const lost = await Promise.all(others.filter(id => !closed.has(id)).map(id => onlyInChain(id, audit)));
  return [...doubtful, ...lost].filter(record => record !== undefined);
};

const inDoubt = async (record: RequestRecord, audit: Audit): Promise<RequestRecord | undefined> => {
  if (record.heldBack !== undefined) return record;
  try {
    await audit.requireCurrent(record);
    return undefined;
  } catch (error) {
    if (isCurfewError(error, 'LedgerBehind')) return { ...record, heldBack: 'behind' };
    throw error;
  }
};

const onlyInChain = async (requestId: string, audit: Audit): Promise<RequestRecord | undefined> => {
  const { entries } = await audit.chain(requestId);
  const record = rebuilt(entries);
  return record === undefined || isFinal(record.status) ? undefined : { ...record, heldBack: 'unexplained' };
};

/** What is looked up in AWS itself. */
export type InAws = Pick<Deployment, 'check' | 'holds' | 'identity'>;

/** A deployment by its tables. `aws`: how its targets are looked up. */
export const deploymentOver = (store: Store, tables: TableNames, aws: InAws): Deployment => {
  const holdings = createHoldings(store, tables.holdings);
  const requests = createRequests(store, tables.requests);
  const catalog = createCatalogStore(store, tables.projects);
  const audit = createAudit(store, tables, sha256);
  return {
    catalog,
    catalogChain: createCatalogChain(store, tables.audit, sha256),
    liveRequests: () => liveRequests(requests),
    audit: {
      entries: id => audit.entries(id),
      chain: id => audit.chain(id),
      requestIds: () => audit.requestIds(),
    },
    heldBack: () => notAgreed(requests, audit),
    restore: (record, seen) => requests.restore(record, seen),
    holders: async key => Object.keys((await holdings.get(key))?.holders ?? {}),
    request: id => requests.get(id),
    ...aws,
  };
};
