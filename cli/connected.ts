import { createAws } from '../functions/aws/clients.ts';
import { connectDynamoDb } from '../functions/aws/connect.ts';
import { createKinds } from '../functions/grants/index.ts';
import { createStore } from '../functions/ledger/store.ts';
import { awsConfig, region, type TableNames, tableName } from '../functions/runtime/config.ts';
import { deploymentOver } from './deployment.ts';
import type { Deployment } from './port.ts';

const checkTarget: Deployment['check'] = async (kind, target) => {
  const known = createKinds(createAws({ mode: 'grant', ...awsConfig() }))[kind];
  return known?.check(target) ?? { ok: false, problem: `this deployment has no kind ${kind}` };
};

/** The deployment the environment names. Throws `InvalidConfig` naming a variable that is missing. */
export const connected = (): Deployment =>
  deploymentOver(createStore(connectDynamoDb(region())), tables(), checkTarget);

const tables = (): TableNames => ({
  requests: tableName('requests'),
  holdings: tableName('holdings'),
  audit: tableName('audit'),
  projects: tableName('projects'),
});
