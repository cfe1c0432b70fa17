import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AuditNote, RequestRecord } from '../../functions/domain/record.ts';
import { hour, minute, toIso } from '../../functions/domain/time.ts';
import { createCatalogStore } from '../../functions/ledger/catalog.ts';
import { createHoldings } from '../../functions/ledger/holdings.ts';
import { createRequests } from '../../functions/ledger/requests.ts';
import { createStore } from '../../functions/ledger/store.ts';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { createTables, localTables } from '../../local/aws/tables.ts';
import { machines } from '../../statemachines/machines.ts';
import type { LambdaName } from '../../statemachines/names.ts';
import { tasksOf } from '../../tooling/asl/definition.ts';
import { catalogOf, recordOf, staging, voteOf } from '../functions/slack/world.ts';
import { definitionOf } from '../statemachines/definition.ts';
import { type BuiltLambda, startLambda } from './built-lambda.ts';
import { environmentFor, timeoutMsOf } from './deployed.ts';
import { always, throttled, unwillingAws } from './unwilling-aws.ts';

// Step Functions matches names of errors, and a minifier renames classes: every name the machine asks for is thrown
// here by the bundle that is deployed, out of its own code and the real AWS SDK.
const lambdas = ['open', 'ask', 'grant', 'revoke', 'notify'] as const satisfies LambdaName[];
type TaskLambda = (typeof lambdas)[number];

const nowhere = 'http://127.0.0.1:9';
const dynamodb = createDynamoDb();
await createTables(dynamodb.client);
await new Promise<void>(done => {
  dynamodb.server.listen(0, '127.0.0.1', () => done());
});
const aws = await unwillingAws();
const values = {
  REQUESTS_TABLE: localTables.requests,
  HOLDINGS_TABLE: localTables.holdings,
  AUDIT_TABLE: localTables.audit,
  PROJECTS_TABLE: localTables.projects,
  STATE_MACHINE_ARN: 'arn:aws:states:eu-central-1:111111111111:stateMachine:curfew-names-access',
  HOME_ACCOUNT_ID: staging.id,
  SLACK_BOT_TOKEN: 'xoxb-fixture',
};
const start = (name: TaskLambda): Promise<BuiltLambda> =>
  startLambda(name, {
    outdir: '.build/error-names',
    timeoutMs: timeoutMsOf(name),
    environment: {
      ...environmentFor(name, 'names', values),
      SLACK_API_URL: `${nowhere}/`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL: nowhere,
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(dynamodb.server.address() as AddressInfo).port}`,
      AWS_ENDPOINT_URL_IAM: aws.url,
      AWS_ENDPOINT_URL_SSO_ADMIN: aws.url,
    },
  });
const started = await Promise.all(lambdas.map(async name => [name, await start(name)] as const));
const built = Object.fromEntries(started) as Record<TaskLambda, BuiltLambda>;

const store = createStore(dynamodb.client);
const requests = createRequests(store, localTables.requests);
const holdings = createHoldings(store, localTables.holdings);
await createCatalogStore(store, localTables.projects).save(catalogOf(), undefined);

const test = suite('names of errors in the built Lambdas');
test.after(async () => {
  for (const lambda of Object.values(built)) await lambda.stop();
  aws.server.close();
  dynamodb.server.close();
});

/** The name that Step Functions would see, or `none`. */
const outcome = (name: TaskLambda, event: unknown): Promise<string> =>
  built[name].invoke(event).then(
    () => 'none',
    (error: Error) => error.name,
  );

const payload: Record<TaskLambda, object> = {
  open: { state: 'Open' },
  ask: { state: 'Ask', entered: toIso(0), retry: 0, token: 'token' },
  grant: { state: 'Grant' },
  revoke: { state: 'Revoke', because: 'end' },
  notify: { state: 'Notify ended' },
};
const event = (name: TaskLambda, requestId: string) => ({ v: 1, ...payload[name], requestId });

type Story = Partial<RequestRecord> & {
  /** In IAM or Identity Center. */
  user?: string;
  /** Who holds the target and who is changing it, before the Lambda is invoked. */
  holding?: boolean;
  leased?: boolean;
};
const now = Date.now();
const ago = toIso(now - minute);
const later = toIso(now + hour);

let count = 0;
/** Puts a request with one part of its own into the ledger. */
const record = async ({ user = 'alice', holding, leased, targets, ...change }: Story): Promise<string> => {
  count += 1;
  const requestId = `names-${count}`;
  const resourceKey = `names.${count}`;
  const target = targets?.[0]?.target ?? { account: staging, group: 'readers' };
  await requests.create(
    recordOf({
      requestId,
      targets: [{ target, principal: user, resourceKey }],
      progress: { [resourceKey]: {} },
      decisions: voteOf('bob'),
      createdAt: ago,
      startAt: ago,
      deadline: later,
      endsBy: later,
      ...change,
    }),
  );
  if (!holding && !leased) return requestId;
  const lease = await holdings.lease(resourceKey, 'someone', Date.now());
  if (lease === undefined) throw new Error(`${resourceKey} is held already`);
  if (holding)
    await holdings.addHolder(
      lease,
      requestId,
      { kind: 'iam-group', principal: user, target, until: ago },
      false,
    );
  if (!leased) await holdings.release(lease);
  return requestId;
};

const permissionSet = {
  account: staging,
  permissionSet: 'ReadOnly',
  permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111',
  instanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
  startUrl: 'https://example.awsapps.com/start',
  sessionMs: hour,
};
const requested = (target: RequestRecord['targets'][number]['target']) => [
  { target, principal: '', resourceKey: '' },
];
const over = { status: 'GRANTED', grantedAt: ago, until: ago, holding: true } as const;

const [vote] = Object.values(voteOf('bob'));
if (vote === undefined) throw new Error('There is no vote.');
/** What the chain must say before anything is granted. */
const approved: AuditNote = {
  id: '000001 approve by bob',
  at: vote.at,
  what: 'approve by bob',
  status: 'APPROVED',
  source: 'message',
  by: vote.by,
};

/** For each Lambda, what brings it to throw which name. */
const stories: Partial<Record<TaskLambda, Record<string, Story>>> = {
  grant: {
    NotEligible: {
      status: 'APPROVED',
      requester: { person: 'erin', teamId: 'T0TEAM', userId: 'U0ERIN' },
      outbox: { [approved.id]: approved },
    },
    LedgerBehind: { status: 'GRANTING', heldBack: 'behind' },
    NotApproved: { status: 'PENDING' },
    Superseded: { status: 'ENDED' },
    Refused: {
      status: 'GRANTING',
      targets: requested({ account: { ...staging, id: '222222222222' }, group: 'readers' }),
    },
    ProvisioningFailed: { status: 'GRANTING', kind: 'permission-set', targets: requested(permissionSet) },
    StillProvisioning: { status: 'GRANTING' },
    Busy: { status: 'GRANTING', leased: true },
    Throttled: { status: 'GRANTING', user: throttled },
  },
  revoke: {
    NotYet: { ...over, until: later },
    LedgerBehind: { ...over, heldBack: 'behind' },
    StillRevoking: { ...over, user: always },
    Busy: { ...over, leased: true },
    Throttled: { ...over, user: throttled },
  },
};

for (const [name, ofLambda] of Object.entries(stories) as [TaskLambda, Record<string, Story>][])
  for (const [expected, story] of Object.entries(ofLambda))
    test(`${name} throws ${expected}`, async () => {
      assert.is(await outcome(name, event(name, await record(story))), expected);
    });

test('no name that the machine looks for is left out here', () => {
  const tasks = machines.flatMap(machine => tasksOf(definitionOf(machine)));
  const looked = tasks.flatMap(([, { Arguments, Retry = [], Catch = [] }]) => {
    const lambda = /^\$\{(\w+)FunctionArn\}$/.exec(String(Arguments.FunctionName))?.[1]?.toLowerCase();
    return (
      [...Retry, ...Catch]
        .flatMap(({ ErrorEquals }) => ErrorEquals)
        // A request that is not there is shown for every Lambda, below.
        .filter(error => lambda !== undefined && !error.includes('.') && error !== 'UnknownRequest')
        .map(error => `${lambda} ${error}`)
    );
  });
  const shown = Object.entries(stories).flatMap(([name, names]) =>
    Object.keys(names).map(error => `${name} ${error}`),
  );
  assert.equal([...new Set(looked)].sort(), shown.sort());
});

for (const name of lambdas) {
  test(`${name} throws UnknownRequest for a request it does not know`, async () => {
    assert.is(await outcome(name, event(name, 'nobody-asked')), 'UnknownRequest');
  });

  for (const [what, garbage] of Object.entries({
    nothing: null,
    'a text': 'Open',
    'a state that is not its own': { ...event(name, 'names-1'), state: 'Nothing' },
    'a version it does not know': { ...event(name, 'names-1'), v: 99 },
    'a request id that is none': event(name, '../..'),
  }))
    test(`${name} throws InvalidInput for ${what}`, async () => {
      assert.is(await outcome(name, garbage), 'InvalidInput');
    });
}

test('ask throws LedgerConflict when a newer question is out', async () => {
  const requestId = await record({ status: 'PENDING', decisions: {}, askSeq: `${later}#0000` });
  assert.is(await outcome('ask', event('ask', requestId)), 'LedgerConflict');
});

test('nothing that a Lambda logged holds a secret or what a requester wrote', () => {
  const printed = Object.values(built)
    .map(lambda => lambda.printed())
    .join('\n');
  assert.match(printed, 'The step');
  for (const secret of ['xoxb-fixture', 'Checking why refunds are late']) assert.not.match(printed, secret);
});

test.run();
