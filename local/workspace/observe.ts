import type { Catalog } from '../../functions/domain/catalog.ts';
import type { RequestRecord } from '../../functions/domain/record.ts';
import { isFinal, isLive } from '../../functions/domain/status.ts';
import { toMs } from '../../functions/domain/time.ts';
import type { Machine } from '../../statemachines/machine.ts';
import { type AccessEntry, fakeKind } from '../aws/kinds/index.ts';
import type { Installation } from '../installation.ts';
import type { Snapshot } from '../slack/index.ts';
import type { Execution } from '../states/execution.ts';
import type { Sightings } from './sightings.ts';
import { stepsOf } from './steps.ts';
import type { AccountView, AuditLine, AwsEntry, AwsView, ExecutionView, RequestView } from './view.ts';
import { visitsOf } from './visits.ts';

/** Nobody would read more. */
const requestsShown = 8;

const commentsOf = ({ definition }: Machine): Record<string, string> =>
  Object.fromEntries(
    Object.entries(definition.States).flatMap(([name, { Comment: comment }]) =>
      comment === undefined ? [] : [[name, comment]],
    ),
  );

/** What is on everyone's screen, without the fields that no screen shows. */
export const slackOf = ({ slack }: Installation): Snapshot => {
  const shown = slack.snapshot();
  for (const { messages } of shown.conversations) for (const message of messages) message.history = [];
  for (const view of [...Object.values(shown.homes), ...Object.values(shown.modals).flat()])
    view.privateMetadata = '';
  return shown;
};

const accountsOf = (catalog: Catalog): AccountView[] => {
  const targets = Object.values(catalog.projects).flatMap(({ roles }) => roles.flatMap(role => role.targets));
  const accounts = targets.map(({ account: { id, name, production } }) => ({ id, name, production }));
  return [...new Map(accounts.map(account => [account.id, account])).values()];
};

/** Adds the latest end among the live requests that hold the entry. Other entries have no end. */
const withEnd = (entry: AccessEntry, requests: readonly RequestView[]): AwsEntry => {
  const ends = requests
    .filter(({ status, holds }) => isLive(status) && holds.includes(entry.key))
    .flatMap(({ until }) => (until === undefined ? [] : [until]));
  return ends.length === 0 ? entry : { ...entry, until: Math.max(...ends) };
};

export const awsOf = (world: Installation, catalog: Catalog, requests: readonly RequestView[]): AwsView => ({
  accounts: accountsOf(catalog),
  entries: world.aws.entries().map(entry => withEnd(entry, requests)),
});

const executionOf = ({ stateMachines }: Installation, execution: Execution): ExecutionView => ({
  status: execution.status,
  transitions: execution.transitions,
  startedAt: execution.startedAt,
  ...(execution.stoppedAt !== undefined && { stoppedAt: execution.stoppedAt }),
  visits: visitsOf(execution.events, commentsOf(stateMachines.machineAt(execution.stateMachineArn))),
});

const auditOf = async ({ audit }: Installation, record: RequestRecord): Promise<AuditLine[]> => {
  const written = await audit.entries(record.requestId);
  return written.map(({ seq, at, what, by, source }) => ({
    seq,
    at: toMs(at),
    what,
    source,
    ...(by !== undefined && { by: by.person }),
  }));
};

const requestOf = async (
  world: Installation,
  sightings: Sightings,
  record: RequestRecord,
): Promise<RequestView> => {
  sightings.follow(record);
  const execution = executionOf(world, world.execution(record.requestId));
  const { requestId, status, role, kind, project, requester, channel } = record;
  const until = record.until === undefined ? {} : { until: toMs(record.until) };
  const visited = new Set(execution.visits.map(({ name }) => name));
  return {
    requestId,
    role,
    project,
    requester: { name: requester.person, userId: requester.userId },
    channel,
    status,
    asked: status === 'PENDING' ? (record.stages[record.stage]?.from ?? []) : [],
    ...until,
    holds: record.targets.map(({ target, principal }) => fakeKind(kind).keyOf(target, principal)),
    execution,
    steps: stepsOf({
      status,
      visited,
      ...until,
      ...sightings.of(requestId),
      kept: isFinal(status) && sightings.shows(requestId),
    }),
    audit: await auditOf(world, record),
  };
};

/** The newest requests that an execution was started for. */
export const requestsOf = async (world: Installation, sightings: Sightings): Promise<RequestView[]> => {
  const { executions } = world.engine.listExecutions({ stateMachineArn: world.stateMachineArn });
  const records = await Promise.all(
    executions.slice(0, requestsShown).map(({ name }) => world.requests.get(name)),
  );
  return Promise.all(
    records.filter(record => record !== undefined).map(record => requestOf(world, sightings, record)),
  );
};
