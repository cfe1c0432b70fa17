import { kindDescriptions } from '../grants/descriptions.ts';
import { perClick } from '../ledger/per-click.ts';
import { slackAppConfig } from '../runtime/config.ts';
import { createService } from '../service/service.ts';
import type { SlackAppOptions } from '../slack/app.ts';
import { createSlackClient } from '../slack/client.ts';
import { identify } from '../slack/identify.ts';
import {
  ambient,
  productionAudit,
  productionCatalog,
  productionExecutions,
  productionRequests,
  productionStore,
} from './base.ts';

/**
 * For the Slack-facing Lambda: the service over the ledger, and nothing that could change AWS access. Throws
 * `InvalidConfig` naming an environment variable that is not set.
 */
export const slackDependencies = (): SlackAppOptions => {
  const config = slackAppConfig();
  const { now, newId, log } = ambient();
  const store = productionStore();
  const requests = productionRequests(store);
  const catalog = perClick(productionCatalog(store));
  // Lambda starts with a whole CPU and nobody waiting: the catalog is there when the first click arrives. A failure here
  // is the click's to report.
  void catalog.load().catch(() => undefined);
  const slack = createSlackClient(config);
  const kinds = kindDescriptions;
  const executions = productionExecutions();
  const audit = productionAudit(store);
  const service = createService({ now, requests, audit, catalog, executions, users: slack, log, kinds });
  const identifying = { catalog: () => catalog.load(), users: slack };
  return {
    service,
    identify: account => identify(identifying, account),
    slack,
    kinds,
    now,
    newId,
    log,
    config,
    begin: () => catalog.forget(),
  };
};
