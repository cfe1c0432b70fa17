import { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import type { AccountRef } from '../domain/catalog.ts';
import { second } from '../domain/time.ts';
import type { Calling, Connect } from './call.ts';
import { assume, type Credentials } from './credentials.ts';
import { createIam, type IamApi } from './iam.ts';
import { createIdentityStore, type IdentityStoreApi } from './identity-store.ts';
import { type Mode, roleFor } from './role.ts';
import { createSsoAdmin, type SsoAdminApi } from './sso-admin.ts';

export type AwsOptions = {
  mode: Mode;
  region: string;
  /** The account whose credentials the Lambda has; another account without an IAM role of its own is refused. */
  homeAccountId: string;
  /** Where Identity Center is managed from; default: the home account, in `region`. */
  identityCenter?: { account: AccountRef; region: string };
};

/** Time-outs bound a call with all its automatic retries below `callMs`. */
const common = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 3 * second,
    requestTimeout: 10 * second,
    throwOnRequestTimeout: true,
  },
};

/** STS is called within another call's time, so it gets less. */
const brief = {
  ...common,
  maxAttempts: 2,
  requestHandler: { ...common.requestHandler, requestTimeout: 4 * second },
};

/** A warm Lambda meets many requests; clients of old ones are closed. */
const keptClients = 20;

/** Who the client works for right now: a retry of the same request in a warm Lambda reports to its own audit. */
type Served = { calling: Calling };

/** Keeps the most recently used `keptClients` by key. */
const createCache = <Client extends { destroy(): void }>() => {
  const kept = new Map<string, Served & { client: Client }>();

  const closeOldest = () => {
    for (const [key, { client }] of kept) {
      if (kept.size <= keptClients) return;
      kept.delete(key);
      client.destroy();
    }
  };

  return (key: string, calling: Calling, make: (served: Served) => Client): Client => {
    const known = kept.get(key);
    if (known !== undefined) {
      known.calling = calling;
      kept.delete(key);
      kept.set(key, known);
      return known.client;
    }
    const served = { calling };
    const entry = Object.assign(served, { client: make(served) });
    kept.set(key, entry);
    closeOldest();
    return entry.client;
  };
};

type Access = { credentials?: () => Promise<Credentials> };

/** Each API family as one request uses it. */
export type AwsConnections = {
  iam: Connect<IamApi>;
  ssoAdmin: Connect<SsoAdminApi>;
  identityStore: Connect<IdentityStoreApi>;
};

/**
 * Clients per account, mode and request, so that no session is ever used for another request than its
 * `SourceIdentity` says. Connecting throws `Refused` when no credentials can reach the account.
 */
export const createAws = (options: AwsOptions): AwsConnections => {
  const { mode, region, homeAccountId, identityCenter } = options;
  const sts = new STSClient({ region, ...brief });
  const iamClients = createCache<IAMClient>();
  const ssoClients = createCache<SSOAdminClient>();
  const storeClients = createCache<IdentitystoreClient>();

  const access = (account: AccountRef, served: Served): Access => {
    const roleArn = roleFor(account, mode, homeAccountId);
    return roleArn === undefined ? {} : { credentials: () => assume(sts, roleArn, account, served.calling) };
  };
  // A changed IAM role or ExternalId of the same account is another client.
  const key = (account: AccountRef, calling: Calling) => {
    const roleArn = roleFor(account, mode, homeAccountId);
    return roleArn === undefined
      ? account.id
      : [account.id, roleArn, account.externalId, mode, calling.requestId].join('|');
  };

  /** Identity Center is one for the whole organization. */
  const central = (served: Served) => ({
    region: identityCenter?.region ?? region,
    ...common,
    ...(identityCenter && access(identityCenter.account, served)),
  });
  const centralKey = (calling: Calling) =>
    identityCenter === undefined ? homeAccountId : key(identityCenter.account, calling);

  return {
    iam: (account, calling) => {
      const make = (served: Served) => new IAMClient({ region, ...common, ...access(account, served) });
      return createIam(iamClients(key(account, calling), calling, make), calling);
    },
    ssoAdmin: (_target, calling) => {
      const make = (served: Served) => new SSOAdminClient(central(served));
      return createSsoAdmin(ssoClients(centralKey(calling), calling, make), calling);
    },
    identityStore: (_target, calling) => {
      const make = (served: Served) => new IdentitystoreClient(central(served));
      return createIdentityStore(storeClients(centralKey(calling), calling, make), calling);
    },
  };
};
