import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createExecutionClient } from '../../functions/aws/executions.ts';
import { kindDescriptions } from '../../functions/grants/descriptions.ts';
import { createAudit } from '../../functions/ledger/audit.ts';
import { createCatalogStore } from '../../functions/ledger/catalog.ts';
import { perClick } from '../../functions/ledger/per-click.ts';
import { createRequests } from '../../functions/ledger/requests.ts';
import { createStore } from '../../functions/ledger/store.ts';
import { silentLog } from '../../functions/runtime/log.ts';
import { sha256 } from '../../functions/runtime/sha256.ts';
import { createService } from '../../functions/service/service.ts';
import { createSlackApp } from '../../functions/slack/app.ts';
import { createSlackClient } from '../../functions/slack/client.ts';
import { identify } from '../../functions/slack/identify.ts';
import { localTables } from '../../local/aws/tables.ts';
import { type Respond, requestHandler, respondWith, respondWithServer } from '../../local/in-process.ts';
import type { Installation } from '../../local/installation.ts';
import type { SlackFetch } from '../../local/slack/index.ts';
import { createWireHandler } from '../../local/states/wire.ts';
import { botToken, signingSecret } from '../environment.ts';

/** The names of calls, in the order they were made. */
export type Calls = { aws: string[]; slack: string[] };

const local = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
  endpoint: 'http://127.0.0.1',
};

const counted =
  (calls: string[], respond: Respond): Respond =>
  request => {
    const target = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'x-amz-target');
    calls.push(target?.[1].split('.')[1] ?? 'unknown');
    return respond(request);
  };

const countedFetch =
  (calls: string[], fetch: SlackFetch): SlackFetch =>
  (url, init) => {
    calls.push(new URL(url).pathname.split('/').at(-1) ?? '');
    return fetch(url, init);
  };

/**
 * Replaces the Slack Lambda of `world` by one that was never called before, over the same tables, machine and workspace.
 * It counts the calls of this Lambda alone, not what the state machine does afterwards.
 */
export const freshSlackHandler = async (world: Installation): Promise<Calls> => {
  const calls: Calls = { aws: [], slack: [] };
  const dynamodb = new DynamoDBClient({
    ...local,
    requestHandler: requestHandler(counted(calls.aws, respondWithServer(world.dynamodb.server))),
  });
  const states = new SFNClient({
    ...local,
    requestHandler: requestHandler(counted(calls.aws, respondWith(createWireHandler(world.engine)))),
  });
  const slackApiUrl = 'http://127.0.0.1/api/';
  const slack = createSlackClient({
    botToken,
    slackApiUrl,
    // The emulated workspace implements as much of fetch as Slack's client uses.
    fetch: countedFetch(calls.slack, world.slack.fetch) as typeof fetch,
  });
  const store = createStore(dynamodb);
  const now = () => world.clock.now();
  const catalog = perClick(createCatalogStore(store, localTables.projects));
  // As the deployed Lambda does while it starts, before anyone has clicked.
  await catalog.load();
  calls.aws.length = 0;
  const service = createService({
    now,
    users: slack,
    requests: createRequests(store, localTables.requests),
    audit: createAudit(store, localTables, sha256),
    catalog,
    executions: createExecutionClient(states, world.stateMachineArn),
    log: silentLog,
    kinds: kindDescriptions,
  });
  world.app.handler = createSlackApp({
    service,
    identify: account => identify({ catalog: () => catalog.load(), users: slack }, account),
    begin: () => catalog.forget(),
    slack,
    now,
    kinds: kindDescriptions,
    newId: () => `req-${randomUUID()}`,
    log: silentLog,
    config: {
      signingSecret,
      botToken,
      botId: 'B0CURFEW',
      botUserId: 'U0CURFEW',
      command: '/access',
      slackApiUrl,
    },
  }).handler;
  return calls;
};
