import { randomUUID } from 'node:crypto';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createExecutionClient } from '../functions/aws/executions.ts';
import type { Catalog } from '../functions/domain/catalog.ts';
import type { ExecutionClient } from '../functions/domain/ports.ts';
import { sweepEveryMs as asDeployed } from '../functions/domain/schedule.ts';
import { toIso } from '../functions/domain/time.ts';
import { kindDescriptions } from '../functions/grants/descriptions.ts';
import { createKinds } from '../functions/grants/index.ts';
import { createAudit } from '../functions/ledger/audit.ts';
import { createCatalogStore } from '../functions/ledger/catalog.ts';
import { createCatalogChain } from '../functions/ledger/catalog-chain.ts';
import { createHoldings } from '../functions/ledger/holdings.ts';
import { perClick } from '../functions/ledger/per-click.ts';
import { createQueues } from '../functions/ledger/queues.ts';
import { createRequests } from '../functions/ledger/requests.ts';
import { createStore, type Store } from '../functions/ledger/store.ts';
import { createSweepLease } from '../functions/ledger/sweep-lease.ts';
import { type Log, silentLog } from '../functions/runtime/log.ts';
import type { MetricName } from '../functions/runtime/metrics.ts';
import { sha256 } from '../functions/runtime/sha256.ts';
import { createService } from '../functions/service/service.ts';
import { createSlackApp } from '../functions/slack/app.ts';
import { createSlackClient } from '../functions/slack/client.ts';
import { identify } from '../functions/slack/identify.ts';
import type { StepDeps } from '../functions/steps/port.ts';
import { access } from '../statemachines/access.machine.ts';
import { createDynamoDb } from './aws/dynamodb.ts';
import { type AwsWorld, createAwsWorld } from './aws/index.ts';
import { seedAws } from './aws/seed.ts';
import { createTables, localTables } from './aws/tables.ts';
import { byAccount } from './by-account.ts';
import { createClock } from './clock.ts';
import { gatewayEvent } from './gateway.ts';
import { requestHandler, respondWith } from './in-process.ts';
import { createLambdas, type TaskLambda, taskLambdas } from './lambdas.ts';
import { createMachines, type LocalMachine, localMachines } from './machines.ts';
import { slackChannelsOf, slackUsersOf, teamOf } from './people.ts';
import { createSlack } from './slack/index.ts';
import { createEngine } from './states/engine.ts';
import { createWireHandler } from './states/wire.ts';

export type InstallationOptions = {
  catalog: Catalog;
  /** Default: every machine of the registry. */
  machines?: readonly LocalMachine[];
  /** Epoch ms. */
  startAt?: number;
  /** Runs along with real time. Default: time moves only when told to. */
  flow?: boolean;
  /** Sweeps on its schedule. Default true. */
  sweeping?: boolean;
  /** How often, ms. Default: as deployed. */
  sweepEveryMs?: number;
  /** In [0, 1), for jitter. */
  random?: () => number;
  log?: Log;
  /** Wraps what a Lambda is given, e.g. to let it die at a certain call. */
  arm?: (name: TaskLambda | 'sweep', deps: StepDeps, aws: AwsWorld) => StepDeps;
  /** Called before a machine invokes a Lambda. */
  onInvoke?: (name: TaskLambda, payload: unknown) => void;
  /** Rings and starts go through here, so that a test can lose one. */
  wire?: (executions: ExecutionClient) => ExecutionClient;
};

const homeAccountId = '111111111111';
const secrets = { signingSecret: 'local-signing-secret', botToken: 'xoxb-local' };
const bot = { botId: 'B0CURFEW', botUserId: 'U0CURFEW' };

/** Lambda gives 120 s. Nothing here takes real time, so the same is always left. */
const context = { getRemainingTimeInMillis: () => 115_000 };

export type Installation = Awaited<ReturnType<typeof createInstallation>>;

/**
 * A whole Curfew in this process: the shipped handlers and state machine between an emulated Slack and a fake AWS, on
 * one clock. It has no logic of its own.
 */
export const createInstallation = async (options: InstallationOptions) => {
  const { catalog, log = silentLog, random = Math.random, machines = localMachines } = options;
  const clock = createClock({
    startAt: options.startAt ?? Date.UTC(2026, 0, 12, 9),
    flow: options.flow ?? false,
  });
  const now = () => clock.now();
  const measured: { name: MetricName; value: number; at: number }[] = [];
  const dynamodb = createDynamoDb({ wire: false });
  await createTables(dynamodb.client);
  const ledger = createLedger(createStore(dynamodb.client));
  const aws = createAwsWorld({
    now,
    at: (ms, run) => clock.at(ms, run),
    homeAccountId,
  });
  seedAws(aws, catalog);

  const engine = createEngine({
    clock,
    random,
    invoke: (name, payload) => {
      options.onInvoke?.(nameOf(name), payload);
      return lambdas[nameOf(name)](payload, context);
    },
    dynamodb: (action, args) => dynamodb.call(action, args),
    onStatusChange: execution => {
      if (['FAILED', 'TIMED_OUT', 'ABORTED'].includes(execution.status)) emitStopped(execution.name);
    },
  });
  const stateMachines = createMachines(engine, machines, localTables);
  const stateMachineArn = stateMachines.arnOf(access.name);
  const sfn = new SFNClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    endpoint: 'http://127.0.0.1',
    requestHandler: requestHandler(respondWith(createWireHandler(engine))),
  });
  const client = createExecutionClient(sfn, stateMachineArn);
  const executions = options.wire?.(client) ?? client;

  const slack = createSlack({
    ...secrets,
    teamId: teamOf(catalog),
    appId: 'A0CURFEW',
    botUserId: bot.botUserId,
    users: slackUsersOf(catalog),
    channels: slackChannelsOf(catalog),
    now,
    // On a clock that stands still, Slack's three seconds would only measure how busy this computer is.
    ...(options.flow !== true && { ackTimeoutMs: 30_000 }),
    deliver: request => clock.track(deliver(request), 'slack'),
  });
  const slackClient = createSlackClient({
    botToken: secrets.botToken,
    slackApiUrl: 'http://127.0.0.1/api/',
    fetch: slack.fetch as typeof fetch,
  });

  const base = { now, newId: randomUUID, ...ledger, executions, slack: slackClient, log };
  const measure: StepDeps['measure'] = (name, value) => void measured.push({ name, value, at: now() });
  const kindsOf = (mode: 'grant' | 'revoke') => createKinds(aws.apis(mode));
  const kinds = { grant: kindsOf('grant'), revoke: kindsOf('revoke') };
  const depsOf = (name: TaskLambda | 'sweep'): StepDeps => {
    const deps = { ...base, measure, kinds: name === 'grant' ? kinds.grant : kinds.revoke };
    return options.arm?.(name, deps, aws) ?? deps;
  };
  const lambdas = createLambdas(depsOf, machines);

  const identifying = { catalog: () => ledger.catalog.load(), users: slackClient };
  const people = byAccount(createService({ ...base, users: slackClient, kinds: kindDescriptions }), account =>
    identify(identifying, account),
  );
  const clicked = perClick(ledger.catalog);
  const app = createSlackApp({
    service: createService({ ...base, users: slackClient, catalog: clicked, kinds: kindDescriptions }),
    identify: account => identify({ catalog: () => clicked.load(), users: slackClient }, account),
    begin: () => clicked.forget(),
    slack: slackClient,
    kinds: kindDescriptions,
    now,
    newId: () => `req-${randomUUID()}`,
    log,
    config: {
      ...secrets,
      ...bot,
      command: '/access',
      slackApiUrl: 'http://127.0.0.1/api/',
    },
  });

  async function deliver(request: { headers: Record<string, string>; body: string }) {
    const answer = await app.handler(gatewayEvent(request), {});
    return { statusCode: answer.statusCode, headers: {}, body: answer.body };
  }

  function emitStopped(name: string): void {
    const event = { 'detail-type': 'Step Functions Execution Status Change', detail: { name } };
    void clock.track(lambdas.sweep(event, context).catch(noteFailure), 'stopped event');
  }

  const sweep = () => clock.track(lambdas.sweep({}, { getRemainingTimeInMillis: () => 890_000 }), 'sweep');
  const noteFailure = (error: unknown) => log.error('A background Lambda failed.', { error: String(error) });
  const { sweepEveryMs = asDeployed } = options;
  const sweepOnSchedule = (): void => {
    void sweep().catch(noteFailure);
    clock.at(clock.now() + sweepEveryMs, sweepOnSchedule);
  };
  if (options.sweeping !== false) clock.at(clock.now() + sweepEveryMs, sweepOnSchedule);

  const applyCatalog = async (next: Catalog, current: number | undefined) => {
    const version = Math.max(next.version, (current ?? 0) + 1);
    const saved = await ledger.catalog.save({ ...next, version }, current);
    if (saved === 'saved') await ledger.catalogChain.applied({ version, hash: next.hash, at: toIso(now()) });
    return saved;
  };
  await applyCatalog(catalog, undefined);

  return {
    clock,
    slack,
    aws,
    engine,
    dynamodb,
    executionClient: executions,
    lambdas,
    byAccount: people,
    app,
    deliver,
    measured,
    stateMachineArn,
    stateMachines,
    ...ledger,
    sweep,
    /** Puts another catalog in force, as `curfew apply` does. */
    async apply(next: Catalog) {
      const current = await ledger.catalog.load();
      return applyCatalog(next, current?.version);
    },
    execution: (requestId: string) => engine.execution(executionArn(stateMachineArn, requestId)),
    /** Aborts it as someone in the console would. */
    abort: (requestId: string) =>
      engine.stopExecution({ executionArn: executionArn(stateMachineArn, requestId) }),
    async close() {
      clock.stop();
      await new Promise(resolve => setImmediate(resolve));
    },
  };
};

const createLedger = (store: Store) => ({
  store,
  requests: createRequests(store, localTables.requests),
  holdings: createHoldings(store, localTables.holdings),
  queues: createQueues(store, localTables.holdings),
  audit: createAudit(store, localTables, sha256),
  catalog: createCatalogStore(store, localTables.projects),
  catalogChain: createCatalogChain(store, localTables.audit, sha256),
  sweepLease: createSweepLease(store, localTables.holdings),
});

const nameOf = (name: string): TaskLambda => {
  const known = taskLambdas.find(each => each === name);
  if (known === undefined) throw new Error(`There is no Lambda ${name} here.`);
  return known;
};

const executionArn = (machineArn: string, name: string): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
