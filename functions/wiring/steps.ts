import { createAws } from '../aws/clients.ts';
import { kindDescriptions } from '../grants/descriptions.ts';
import { createKinds } from '../grants/index.ts';
import type { Store } from '../ledger/store.ts';
import { awsConfig, slackBotConfig } from '../runtime/config.ts';
import { createSlackClient } from '../slack/client.ts';
import type { StepDeps } from '../steps/port.ts';
import {
  productionCatalog,
  productionCatalogChain,
  productionExecutions,
  productionHoldings,
  productionQueues,
  productionStore,
  productionSweepLease,
  taskDependencies,
} from './base.ts';

/** Background work may wait longer for Slack than a click, and tries again itself. */
const patientSlack = () => createSlackClient({ ...slackBotConfig(), timeoutMs: 8_000, retries: 1 });

const kindsFor = (mode: 'grant' | 'revoke') => createKinds(createAws({ mode, ...awsConfig() }));

/** Throws `InvalidConfig` naming an environment variable that is not set, as do all below. */
export const openDependencies = () => {
  const store = productionStore();
  return { ...taskDependencies(store), catalog: productionCatalog(store) };
};

/** For steps that post in Slack: the catalog, Slack, and what can be said of each kind. */
const postingDependencies = (store: Store) => ({
  ...taskDependencies(store),
  catalog: productionCatalog(store),
  slack: patientSlack(),
  kinds: kindDescriptions,
});

export const askDependencies = () => ({
  ...postingDependencies(productionStore()),
  executions: productionExecutions(),
});

/** With the holders, for a request whose item was lost. */
export const notifyDependencies = () => {
  const store = productionStore();
  return { ...postingDependencies(store), holdings: productionHoldings(store) };
};

export const grantDependencies = () => {
  const store = productionStore();
  return {
    ...taskDependencies(store),
    catalog: productionCatalog(store),
    catalogChain: productionCatalogChain(store),
    holdings: productionHoldings(store),
    queues: productionQueues(store),
    slack: patientSlack(),
    kinds: kindsFor('grant'),
  };
};

/** Neither Slack nor the catalog: revoking depends on nothing that it does not need. */
export const revokeDependencies = () => {
  const store = productionStore();
  return {
    ...taskDependencies(store),
    holdings: productionHoldings(store),
    queues: productionQueues(store),
    kinds: kindsFor('revoke'),
  };
};

export const sweepDependencies = (): StepDeps => {
  const store = productionStore();
  return {
    ...taskDependencies(store),
    catalog: productionCatalog(store),
    catalogChain: productionCatalogChain(store),
    holdings: productionHoldings(store),
    queues: productionQueues(store),
    executions: productionExecutions(),
    sweepLease: productionSweepLease(store),
    slack: patientSlack(),
    kinds: kindsFor('revoke'),
  };
};
