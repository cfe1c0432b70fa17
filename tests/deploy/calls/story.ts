import * as assert from 'uvu/assert';
import type { Catalog } from '../../../functions/domain/catalog.ts';
import type { ExecutionClient } from '../../../functions/domain/ports.ts';
import { minute, toIso } from '../../../functions/domain/time.ts';
import { createCatalogStore } from '../../../functions/ledger/catalog.ts';
import { localTables } from '../../../local/aws/tables.ts';
import type { InstallationOptions } from '../../../local/installation.ts';
import { type LambdaName, lambdaNames } from '../../../statemachines/names.ts';
import { withRole } from '../../e2e/support/catalogs.ts';
import { begin, exampleCatalog, type Story } from '../../e2e/support/story.ts';
import { lose } from '../../e2e/support/tables.ts';
import { type Call, recordCommands, runAs, runningLambda } from './record.ts';

const database = { project: 'payments', role: 'DatabaseAdmin', duration: '1h' };

/** DatabaseAdmin at home, and in an account where an IAM role has to be assumed. */
const inTwoAccounts = async (): Promise<Catalog> => {
  const catalog = await exampleCatalog();
  const { staging, production } = catalog.accounts;
  if (staging === undefined || production === undefined) throw new Error('The example lacks an account.');
  const targets = [staging, production].map(account => ({ account, group: 'admin_RDS' }));
  return withRole(catalog, 'payments', 'DatabaseAdmin', { targets });
};

/** Starts and resumes that never arrive, while they are `lost`. */
const wires = () => {
  const lost = { start: false, resume: false };
  const wire = (machine: ExecutionClient): ExecutionClient => ({
    ...machine,
    start: async id => (lost.start ? 'throttled' : machine.start(id)),
    resume: async token => (lost.resume ? 'gone' : machine.resume(token)),
  });
  return { lost, wire };
};

const recorded = (story: Story, called: (call: Call) => void): (() => void) => {
  const { lambdas, app, aws } = story;
  for (const name of lambdaNames) {
    if (name === 'slack') continue;
    const handler = lambdas[name];
    lambdas[name] = (event, context) => runAs(name, () => handler(event, context));
  }
  const { handler } = app;
  app.handler = (event, context) => runAs('slack', () => handler(event, context));
  const calls = aws.calls as (typeof aws.calls)[number][];
  calls.push = (...more) => {
    const by = runningLambda();
    if (by === undefined) throw new Error('Someone who is no Lambda called AWS.');
    for (const { name } of more) called({ by, action: name, on: [] });
    return Array.prototype.push.apply(calls, more);
  };
  return recordCommands(called);
};

/** A request that people ask for, see in Home, approve and end. */
const straightOn = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', database);
  await story.as('bob').openHome();
  await story.approve('bob');
  await story.clock.advanceBy(2 * minute);
  await story.clickDm('alice', "I'm done");
  await story.clock.advanceBy(10 * minute);
  return requestId;
};

/** A request whose start and resume get lost, and whose execution is stopped: the sweeper moves it. */
const leftToTheSweeper = async (story: Story, lost: { start: boolean; resume: boolean }): Promise<string> => {
  const before = story.executions();
  lost.start = true;
  const modal = await story.fill('carol', database);
  await modal.submit();
  await story.clock.settle();
  lost.start = false;
  await story.clock.advanceBy(10 * minute);
  await story.sweep();
  await story.clock.settle();
  lost.resume = true;
  await story.approve('bob');
  lost.resume = false;
  await story.clock.advanceBy(10 * minute);
  await story.sweep();
  await story.clock.advanceBy(10 * minute);
  const requestId = story.executions().find(id => !before.includes(id));
  if (requestId === undefined) throw new Error('The sweeper started nothing.');
  assert.is(await story.status(requestId), 'GRANTED');
  assert.ok((await lose(story, 'holdings')) > 0);
  story.abort(requestId);
  await story.clock.settle();
  await story.sweep();
  await story.clock.settle();
  return requestId;
};

/** Access that stood before, whose holders are lost while it is live. */
const losingHolders = async (story: Story): Promise<string> => {
  const account = { name: 'staging', id: '111111111111', production: false };
  story.aws.give('iam-group', { account, group: 'admin_RDS' }, 'alice');
  const requestId = await story.ask('alice', database);
  await story.approve('bob');
  await story.clock.advanceBy(2 * minute);
  assert.ok((await lose(story, 'holdings')) > 0);
  await story.clickDm('alice', "I'm done");
  await story.clock.advanceBy(10 * minute);
  return requestId;
};

/** What *Open* and *Revoke* cannot append is left to *Ask* and *Notify* after them. */
const unmovedNotes = ({ dynamodb }: Story): void => {
  const heirs: Partial<Record<LambdaName, LambdaName>> = { open: 'ask', revoke: 'notify' };
  const done = new Set<LambdaName>();
  dynamodb.faults.fail((action, { TableName }) => {
    const by = runningLambda();
    if (action !== 'PutItem' || TableName !== localTables.audit || by === undefined) return false;
    done.add(by);
    const heir = heirs[by];
    return heir !== undefined && !done.has(heir);
  }, 100);
};

/** A request whose item is lost while its access is live, until security ends it. */
const losingTheRequest = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', database);
  await story.approve('bob');
  await story.clock.advanceBy(2 * minute);
  const loseItem = () => lose(story, 'requests', item => item.requestId?.S === requestId);
  assert.is(await loseItem(), 1);
  const paging = { v: 1, state: 'Page security', requestId, refused: true };
  await story.lambdas.notify(paging, { getRemainingTimeInMillis: () => 60_000 });
  assert.is(await loseItem(), 1, 'it was made again');
  await story.clock.advanceBy(16 * minute);
  await story.sweep();
  await story.sweep();
  const [page] = story.as('erin').messagesIn('C0SECURITY').slice(-1);
  if (page === undefined) throw new Error('Nobody was paged.');
  await story.as('erin').click(page, 'End access now');
  await story.clock.settle();
  await story.clock.advanceBy(5 * minute);
  await story.sweep();
  await story.clock.settle();
  return requestId;
};

const home = '111111111111';

/** What access is about is renamed while it is live: it is extended, and ended by the Lambda or by the sweeper. */
const renamed = async (story: Story, by: 'revoke' | 'sweep'): Promise<string> => {
  const requestId = await story.ask('carol', database);
  await story.approve('bob');
  await story.clock.advanceBy(2 * minute);
  story.aws.renameUser(home, 'carol', 'carol.renamed');
  await endedBy(story, requestId, by);
  story.aws.renameUser(home, 'carol.renamed', 'carol');
  return requestId;
};

/** The permission set is gone while it is assigned. */
const vanished = async (story: Story, by: 'revoke' | 'sweep'): Promise<string> => {
  const requestId = await story.ask('alice', { project: 'platform', role: 'ReadOnly', duration: '1h' });
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(5 * minute);
  const { targets } = await story.record(requestId);
  const arns = targets.map(({ target }) => String(target.permissionSetArn));
  for (const arn of arns) story.aws.deletePermissionSet(arn);
  await endedBy(story, requestId, by);
  for (const arn of arns) story.aws.addPermissionSet(arn, 'ReadOnly');
  return requestId;
};

const endedBy = async (story: Story, requestId: string, by: 'revoke' | 'sweep'): Promise<void> => {
  const { requester } = await story.record(requestId);
  await story.byAccount.extend(requestId, requester, 10 * minute);
  await story.clock.advanceBy(2 * minute);
  if (by === 'revoke') await story.byAccount.end(requestId, requester);
  else story.abort(requestId);
  await story.clock.advanceBy(10 * minute);
  await story.sweep();
  await story.clock.settle();
};

/** The first lease of each Lambda is taken, and the answer lost. */
const unheardLeases = ({ dynamodb }: Story): void => {
  const unheard = new Set<LambdaName | undefined>();
  dynamodb.faults.loseAnswer((action, { TableName }) => {
    const by = runningLambda();
    if (action !== 'UpdateItem' || TableName !== localTables.holdings || unheard.has(by)) return false;
    unheard.add(by);
    return true;
  }, lambdaNames.length);
};

/** Asks about a request that is decided: the question answers itself. */
const askTooLate = (story: Story, requestId: string) =>
  story.lambdas.ask(
    { v: 1, state: 'Ask', requestId, entered: toIso(story.clock.now()), retry: 0, token: 'nobody-waits' },
    { getRemainingTimeInMillis: () => 60_000 },
  );

/** The first audit entry of each Lambda finds its place taken, so it looks who was there. */
const contestedAudit = ({ dynamodb }: Story): void => {
  const contested = new Set<LambdaName | undefined>();
  dynamodb.faults.fail(
    (action, { TableName }) => {
      const by = runningLambda();
      if (action !== 'PutItem' || TableName !== localTables.audit || contested.has(by)) return false;
      contested.add(by);
      return true;
    },
    lambdaNames.length,
    'ConditionalCheckFailedException',
  );
};

export type Recorded = { calls: Call[]; statuses: string[]; errors: readonly unknown[] };

/** Every call to AWS of every Lambda in a few stories told by the shipped handlers. */
export const storyCalls = async (): Promise<Recorded> => {
  const calls: Call[] = [];
  const { lost, wire } = wires();
  // Each Lambda reads the catalog for itself, as in processes of their own.
  const arm: InstallationOptions['arm'] = (_name: LambdaName, deps) => ({
    ...deps,
    catalog: createCatalogStore(story.store, localTables.projects),
  });
  const story = await begin({ catalog: await inTwoAccounts(), sweeping: false, arm, wire });
  const stop = recorded(story, call => calls.push(call));
  unmovedNotes(story);
  contestedAudit(story);
  unheardLeases(story);
  const first = await straightOn(story);
  await askTooLate(story, first);
  const second = await leftToTheSweeper(story, lost);
  const third = await losingHolders(story);
  const fourth = await losingTheRequest(story);
  const others: string[] = [];
  for (const by of ['revoke', 'sweep'] as const) {
    others.push(await renamed(story, by), await vanished(story, by));
  }
  stop();
  const statuses = await Promise.all([first, second, third, fourth, ...others].map(story.status));
  await story.close();
  return { calls, statuses, errors: story.slack.errors };
};
