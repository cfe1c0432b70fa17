import { createHash, randomUUID } from 'node:crypto';
import { connectDynamoDb, connectStates } from '../../aws/connect.ts';
import { createMachine } from '../../aws/states.ts';
import { createAudit } from '../../ledger/audit.ts';
import { createCatalogStore } from '../../ledger/catalog.ts';
import { createHoldings } from '../../ledger/holdings.ts';
import { createRequests } from '../../ledger/requests.ts';
import { createStore } from '../../ledger/store.ts';
import type { Machine } from '../../steps/port.ts';
import { region, stateMachineArn, tableNames } from '../config.ts';
import { createLog } from '../log.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What every Lambda has: the clock, ids, the ledger and the log. */
export const baseDependencies = () => {
  const tables = tableNames();
  const store = createStore(connectDynamoDb(region()));
  return {
    now: Date.now,
    newId: randomUUID,
    requests: createRequests(store, tables.requests),
    holdings: createHoldings(store, tables.holdings),
    audit: createAudit(store, tables, sha256),
    catalog: createCatalogStore(store, tables.projects),
    log: createLog(),
  };
};

/** Step Functions, for those who start, ring or ask about executions. */
export const productionMachine = (): Machine => createMachine(connectStates(region()), stateMachineArn());
