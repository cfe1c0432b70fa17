import { createAws } from '../functions/aws/clients.ts';
import { connectDynamoDb } from '../functions/aws/connect.ts';
import { callerIdentity } from '../functions/aws/identity.ts';
import { createKinds } from '../functions/grants/index.ts';
import type { GrantContext } from '../functions/grants/port.ts';
import { createStore } from '../functions/ledger/store.ts';
import { awsConfig, region, type TableNames, tableName } from '../functions/runtime/config.ts';
import { deploymentOver, type InAws } from './deployment.ts';
import type { Deployment } from './port.ts';

/** For reading only: nothing is noted, and nothing is under way. */
const reading: GrantContext = {
  requestId: 'curfew-reconcile',
  now: Date.now,
  durationMs: 0,
  noted: undefined,
  remainingMs: () => 60_000,
  pending: undefined,
  setPending: () => Promise.resolve(),
  note: () => Promise.resolve(),
  called: () => undefined,
};

const inAws: InAws = {
  async check(kind, target) {
    const known = createKinds(createAws({ mode: 'grant', ...awsConfig() }))[kind];
    return known?.check(target) ?? { ok: false, problem: `this deployment has no kind ${kind}` };
  },
  async holds(kind, target, principal) {
    try {
      const known = createKinds(createAws({ mode: 'revoke', ...awsConfig() }))[kind];
      return (await known?.holds(reading, target, principal)) ?? `this deployment has no kind ${kind}`;
    } catch (error) {
      return `could not be asked (${error instanceof Error ? error.message : String(error)})`;
    }
  },
  identity: () => callerIdentity(region()),
};

/** The deployment the environment names. Throws `InvalidConfig` naming a variable that is missing. */
export const connected = (): Deployment =>
  deploymentOver(createStore(connectDynamoDb(region())), tables(), inAws);

const tables = (): TableNames => ({
  requests: tableName('requests'),
  holdings: tableName('holdings'),
  audit: tableName('audit'),
  projects: tableName('projects'),
});
