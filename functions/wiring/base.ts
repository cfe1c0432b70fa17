import { randomUUID } from 'node:crypto';
import { connectDynamoDb, connectStates } from '../aws/connect.ts';
import { createExecutionClient } from '../aws/executions.ts';
import type { ExecutionClient } from '../domain/ports.ts';
import { type Audit, createAudit } from '../ledger/audit.ts';
import { type CatalogStore, createCatalogStore } from '../ledger/catalog.ts';
import { type CatalogChain, createCatalogChain } from '../ledger/catalog-chain.ts';
import { createHoldings, type Holdings } from '../ledger/holdings.ts';
import { createQueues, type Queues } from '../ledger/queues.ts';
import { createRequests, type Requests } from '../ledger/requests.ts';
import { createStore, type Store } from '../ledger/store.ts';
import { createSweepLease, type SweepLease } from '../ledger/sweep-lease.ts';
import { region, stateMachineArn, tableName } from '../runtime/config.ts';
import { createLog } from '../runtime/log.ts';
import { createMeasure } from '../runtime/metrics.ts';
import { sha256 } from '../runtime/sha256.ts';

/** What every Lambda has besides its part of the ledger: clock (epoch ms), ids and log. */
export const ambient = () => ({ now: Date.now, newId: randomUUID, log: createLog() });

/** In the Lambda's own region. Throws `InvalidConfig` when that is not set. */
export const productionStore = (): Store => createStore(connectDynamoDb(region()));

/** Throws `InvalidConfig` when the table's name is not set, as do the next two. */
export const productionRequests = (store: Store): Requests => createRequests(store, tableName('requests'));
export const productionHoldings = (store: Store): Holdings => createHoldings(store, tableName('holdings'));
export const productionQueues = (store: Store): Queues => createQueues(store, tableName('holdings'));
export const productionCatalog = (store: Store): CatalogStore =>
  createCatalogStore(store, tableName('projects'));
export const productionSweepLease = (store: Store): SweepLease =>
  createSweepLease(store, tableName('holdings'));
export const productionCatalogChain = (store: Store): CatalogChain =>
  createCatalogChain(store, tableName('audit'), sha256);
export const productionAudit = (store: Store): Audit =>
  createAudit(store, { requests: tableName('requests'), audit: tableName('audit') }, sha256);

/** For those who start, resume or ask about executions. Throws `InvalidConfig` when the machine's ARN is not set. */
export const productionExecutions = (): ExecutionClient =>
  createExecutionClient(connectStates(region()), stateMachineArn());

/** What every Task state has: the requests, the chain its notes go to, and a way to be seen failing. */
export const taskDependencies = (store: Store) => ({
  ...ambient(),
  requests: productionRequests(store),
  audit: productionAudit(store),
  measure: createMeasure(),
});
