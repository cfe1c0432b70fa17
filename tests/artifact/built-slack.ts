import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createCatalogStore } from '../../functions/ledger/catalog.ts';
import { createRequests } from '../../functions/ledger/requests.ts';
import { createStore } from '../../functions/ledger/store.ts';
import type { EntryResponse } from '../../functions/slack/entry.ts';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { createTables, localTables } from '../../local/aws/tables.ts';
import { createClock } from '../../local/clock.ts';
import { gatewayEvent } from '../../local/gateway.ts';
import { slackChannelsOf, slackUsersOf } from '../../local/people.ts';
import { createSlack, type SlackRequest } from '../../local/slack/index.ts';
import { createEngine } from '../../local/states/engine.ts';
import { createWireHandler } from '../../local/states/wire.ts';
import { bundle } from '../../tooling/build/esbuild.ts';
import { catalogOf, team } from '../functions/slack/world.ts';

type Handler = (event: APIGatewayProxyEventV2, context: unknown) => Promise<EntryResponse>;

const secrets = { SLACK_SIGNING_SECRET: 'fixture-signing-secret', SLACK_BOT_TOKEN: 'xoxb-fixture' };

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A machine that never gets past its first state: what is started is all that matters here. */
const startedOnly = () => {
  const engine = createEngine({
    clock: createClock({ startAt: Date.now(), flow: false }),
    random: () => 0.5,
    invoke: () => new Promise(() => undefined),
    dynamodb: () => new Promise(() => undefined),
  });
  const definition = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 3_600, End: true } },
  });
  const { stateMachineArn } = engine.createStateMachine({ name: 'curfew-access', definition });
  return { engine, stateMachineArn };
};

/**
 * The bundle as it is deployed, configured only by its environment, between DynamoDB, Step Functions and Slack on
 * ports of this machine.
 */
export const builtSlack = async () => {
  const { file, bytes } = await bundle('functions/slack.ts', { stub: true, outdir: '.build/artifact-slack' });
  const dynamodb = createDynamoDb();
  await createTables(dynamodb.client);
  const { engine, stateMachineArn } = startedOnly();
  const calls: string[] = [];
  const counted = (handle: RequestListener) =>
    createServer((request, response) => {
      calls.push(
        String(request.headers['x-amz-target'] ?? '')
          .split('.')
          .at(-1) ?? '',
      );
      handle(request, response);
    });
  const answerStates = createWireHandler(engine);
  const states = counted((request, response) => void answerStates(request, response));
  const tables = counted((request, response) => dynamodb.server.emit('request', request, response));
  const catalog = catalogOf();
  const slack = createSlack({
    // What is answered matters here, not how busy this machine is.
    ackTimeoutMs: 30_000,
    signingSecret: secrets.SLACK_SIGNING_SECRET,
    botToken: secrets.SLACK_BOT_TOKEN,
    teamId: team,
    appId: 'A0APP',
    botUserId: 'U0BOT',
    users: slackUsersOf(catalog),
    channels: slackChannelsOf(catalog),
    now: Date.now,
    deliver: request => send(request),
  });
  const web = await slack.listen();
  Object.assign(process.env, secrets, {
    SLACK_BOT_ID: 'B0BOT',
    SLACK_BOT_USER_ID: 'U0BOT',
    SLACK_API_URL: web.apiUrl,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: await listening(tables),
    AWS_ENDPOINT_URL_SFN: await listening(states),
    STATE_MACHINE_ARN: stateMachineArn,
    REQUESTS_TABLE: localTables.requests,
    HOLDINGS_TABLE: localTables.holdings,
    AUDIT_TABLE: localTables.audit,
    PROJECTS_TABLE: localTables.projects,
  });
  const store = createStore(dynamodb.client);
  await createCatalogStore(store, localTables.projects).save(catalog, undefined);
  const { handler } = (await import(pathToFileURL(resolve(file)).href)) as { handler: Handler };

  const send = async (request: SlackRequest, change: Partial<APIGatewayProxyEventV2> = {}) => {
    const { statusCode, body, headers } = await handler({ ...gatewayEvent(request), ...change }, {});
    return {
      statusCode,
      body,
      headers: Object.fromEntries(
        Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]),
      ),
    };
  };

  return {
    bytes,
    handler,
    send,
    slack,
    requests: createRequests(store, localTables.requests),
    started: () => engine.listExecutions({ stateMachineArn }).executions.map(({ name }) => name),
    /** Every call to AWS since the start, by operation. */
    calls,
    close: async () => {
      await web.close();
      for (const server of [states, tables]) server.close();
    },
  };
};
