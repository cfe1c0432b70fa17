import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Catalog } from '../../../functions/domain/catalog.ts';
import { createAudit } from '../../../functions/ledger/audit.ts';
import { createCatalogStore } from '../../../functions/ledger/catalog.ts';
import { createRequests } from '../../../functions/ledger/requests.ts';
import { createStore } from '../../../functions/ledger/store.ts';
import { sha256 } from '../../../functions/runtime/sha256.ts';
import { createDynamoDb } from '../../../local/aws/dynamodb.ts';
import { createTables } from '../../../local/aws/tables.ts';
import { createClock } from '../../../local/clock.ts';
import { gatewayEvent } from '../../../local/gateway.ts';
import { definitionOf } from '../../../local/machines.ts';
import { slackChannelsOf, slackUsersOf, teamOf } from '../../../local/people.ts';
import { createSlack, type SlackRequest, type SlackResponse } from '../../../local/slack/index.ts';
import { createEngine } from '../../../local/states/engine.ts';
import { createWireHandler } from '../../../local/states/wire.ts';
import { access } from '../../../statemachines/access.machine.ts';
import type { Machine } from '../../../statemachines/machine.ts';
import { machines } from '../../../statemachines/machines.ts';
import { lambdaNames } from '../../../statemachines/names.ts';
import { type BuiltLambda, startLambda } from '../../artifact/built-lambda.ts';
import { environmentFor, timeoutMsOf } from '../../artifact/deployed.ts';
import { names, scheduledEvent, stage, stoppedEvent, sweepEveryMs } from './events.ts';
import { homeAccountId, region } from './moto.ts';

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', () => done());
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const tables = {
  requests: names.table('requests'),
  holdings: names.table('holdings'),
  audit: names.table('audit'),
  projects: names.table('projects'),
};

const secrets = { signingSecret: 'story-signing-secret', botToken: 'xoxb-story' };
const bot = { botId: 'B0CURFEW', botUserId: 'U0CURFEW' };

/**
 * Curfew as it is deployed: every Lambda is its bundle in a process of its own, configured by the variables of
 * serverless.yml alone and speaking HTTP to DynamoDB, Step Functions, Slack and moto; the rules of EventBridge are those
 * of the template. One virtual clock tells all of them the time.
 */
export const deploy = async (catalog: Catalog, motoUrl: string) => {
  const clock = createClock({ startAt: Date.now() });
  const now = () => clock.now();
  const dynamodb = createDynamoDb();
  await createTables(dynamodb.client, tables);
  const lambdas = new Map<string, BuiltLambda>();
  const eventBridge = { up: true };

  const lambda = (name: string): BuiltLambda => {
    const found = lambdas.get(name);
    if (found === undefined) throw new Error(`There is no Lambda ${name} here.`);
    return found;
  };
  const background: string[] = [];
  const wake = (event: object): void => {
    const woken = lambda('sweep').invoke(event);
    void clock
      .track(woken, 'sweep')
      .catch((error: Error) => background.push(`${error.name}: ${error.message}`));
  };

  const engine = createEngine({
    clock,
    region,
    accountId: homeAccountId,
    random: () => 0.5,
    invoke: (name, payload) => lambda(name).invoke(payload),
    dynamodb: (action, args) => dynamodb.call(action, args),
    onStatusChange: execution => {
      const event = stoppedEvent(execution, now());
      if (event !== undefined && eventBridge.up) wake(event);
    },
  });
  const create = (machine: Machine): string => {
    const definition = definitionOf(machine, tables);
    return engine.createStateMachine({ name: names.machine(machine.name), definition }).stateMachineArn;
  };
  for (const machine of machines) create(machine);
  const stateMachineArn = create(access);
  const answer = createWireHandler(engine);
  const states = createServer((request, response) => void answer(request, response));

  const deliver = async (request: SlackRequest): Promise<SlackResponse> => {
    const given = await lambda('slack').invoke(gatewayEvent(request));
    return given as SlackResponse;
  };
  const slack = createSlack({
    ...secrets,
    teamId: teamOf(catalog),
    appId: 'A0CURFEW',
    botUserId: bot.botUserId,
    users: slackUsersOf(catalog),
    channels: slackChannelsOf(catalog),
    now,
    wallClock: now,
    // How fast this machine answers is no matter here.
    ackTimeoutMs: 20_000,
    deliver: request => clock.track(deliver(request), 'slack'),
  });
  const web = await slack.listen();

  const values = {
    REQUESTS_TABLE: tables.requests,
    HOLDINGS_TABLE: tables.holdings,
    AUDIT_TABLE: tables.audit,
    PROJECTS_TABLE: tables.projects,
    STATE_MACHINE_ARN: stateMachineArn,
    HOME_ACCOUNT_ID: homeAccountId,
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_BOT_ID: bot.botId,
    SLACK_BOT_USER_ID: bot.botUserId,
    SLACK_COMMAND: '/access',
  };
  /** Where each service is, and nothing else can be reached. */
  const places = {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_ENDPOINT_URL_DYNAMODB: await listening(dynamodb.server),
    AWS_ENDPOINT_URL_SFN: await listening(states),
    AWS_ENDPOINT_URL_IAM: motoUrl,
    AWS_ENDPOINT_URL_SSO_ADMIN: motoUrl,
    AWS_ENDPOINT_URL_STS: motoUrl,
    SLACK_API_URL: web.apiUrl,
  };
  await Promise.all(
    lambdaNames.map(async name => {
      const environment = { ...environmentFor(name, stage, values), ...places };
      lambdas.set(
        name,
        await startLambda(name, { environment, outdir: '.build/story', timeoutMs: timeoutMsOf(name), now }),
      );
    }),
  );

  const store = createStore(dynamodb.client);
  await createCatalogStore(store, tables.projects).save(catalog, undefined);

  // Each run is an invocation of a process, and hours pass here; what is due waits for the next one.
  const everyFifth = 5;
  const tick = (): void => {
    wake(scheduledEvent(now()));
    clock.at(now() + everyFifth * sweepEveryMs(), tick);
  };
  clock.at(now() + everyFifth * sweepEveryMs(), tick);

  const executionArn = (requestId: string) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${requestId}`;

  return {
    clock,
    slack,
    lambda,
    requests: createRequests(store, tables.requests),
    audit: createAudit(store, tables, sha256),
    /** All that the Lambdas logged. */
    printed: () => [...lambdas.values()].map(each => each.printed()).join('\n'),
    /** Failures of the sweeper's invocations. */
    background,
    /** EventBridge loses every event of an execution while this is not `up`. */
    eventBridge,
    executions: () => engine.listExecutions({ stateMachineArn }).executions.map(({ name }) => name),
    execution: (requestId: string) => engine.execution(executionArn(requestId)),
    history: (requestId: string) =>
      engine.getExecutionHistory({ executionArn: executionArn(requestId) }).events,
    /** As someone in the console would. */
    abort: (requestId: string) => engine.stopExecution({ executionArn: executionArn(requestId) }),
    async close() {
      clock.stop();
      for (const each of lambdas.values()) await each.stop();
      await web.close();
      for (const server of [states, dynamodb.server]) server.close();
    },
  };
};
