import { type MetricName, metricNames, metricNamespace } from '../../functions/runtime/metrics.ts';
import type { Machine } from '../../statemachines/machine.ts';
import { machines } from '../../statemachines/machines.ts';
import { type LambdaName, lambdaNames, tableNames } from '../../statemachines/names.ts';
import { attribute, ref } from '../cloudformation.ts';
import { machineArn } from '../machine.ts';
import { logicalId, type Names } from '../names.ts';
import type { AlarmOptions, Metric } from './alarm.ts';

/** In seconds, as CloudWatch counts periods. */
const minutes = 60;

/** Emitted by our own code; `service` is the dimension that Powertools adds, POWERTOOLS_SERVICE_NAME of the stage. */
const own = (names: Names, name: MetricName, statistic: Metric['statistic']): Metric[] => [
  { namespace: metricNamespace, name, dimensions: { service: names.prefix }, statistic },
];
const lambda = (lambdaName: LambdaName, name: string, statistic: Metric['statistic'] = 'Sum'): Metric => ({
  namespace: 'AWS/Lambda',
  name,
  dimensions: { FunctionName: ref(logicalId.lambda(lambdaName)) },
  statistic,
});

/**
 * Failures that Grant and Revoke throw to be tried again are Lambda errors too, so for these two our own metric counts.
 */
const waitByThrowing: readonly LambdaName[] = ['grant', 'revoke'];

const promise = (names: Names): AlarmOptions[] => [
  {
    name: 'stuck-revokes',
    says: 'Access could not be revoked for hours.',
    metrics: own(names, metricNames.stuckRevokes, 'Maximum'),
    threshold: 1,
    periodSeconds: 15 * minutes,
    silence: 'notBreaching',
  },
  {
    name: 'revoke-lateness',
    says: 'Access was revoked more than 5 minutes late.',
    metrics: own(names, metricNames.revokeLateness, 'Maximum'),
    threshold: 300,
    periodSeconds: 5 * minutes,
    silence: 'notBreaching',
  },
  {
    name: 'sweeper-silent',
    says: 'For 15 minutes the sweeper has not finished a run, or each run left live access more than 5 minutes overdue.',
    metrics: [...own(names, metricNames.sweepRuns, 'Sum'), ...own(names, metricNames.overdueLive, 'Minimum')],
    expression: 'IF(FILL(m0, 0) < 1, 1, 0) + IF(FILL(m1, 0) >= 1, 1, 0)',
    threshold: 1,
    periodSeconds: 15 * minutes,
    silence: 'breaching',
  },
  {
    name: 'swept-late',
    says: 'The sweeper keeps having to move requests that the state machine should have moved.',
    metrics: own(names, metricNames.sweptLate, 'Sum'),
    threshold: 1,
    periodSeconds: 5 * minutes,
    bad: [3, 6],
    silence: 'notBreaching',
  },
  {
    name: 'unexpected-errors',
    says: 'Steps fail in ways that are not waiting, racing or refusing.',
    metrics: own(names, metricNames.unexpectedErrors, 'Sum'),
    threshold: 3,
    periodSeconds: 15 * minutes,
    silence: 'notBreaching',
  },
];

/** One alarm for all machines: what to do is the same, and the console says which one it was. */
const executions = (names: Names, list: readonly Machine[]): AlarmOptions[] =>
  (
    [
      ['failed', 'ExecutionsFailed'],
      ['aborted', 'ExecutionsAborted'],
      ['timed-out', 'ExecutionsTimedOut'],
    ] as const
  ).map(([how, name]) => ({
    name: `executions-${how}`,
    says: `An execution ${how.replace('-', ' ')}; the sweeper takes over its request.`,
    metrics: list.map(
      (machine): Metric => ({
        namespace: 'AWS/States',
        name,
        dimensions: { StateMachineArn: machineArn(names, machine) },
        statistic: 'Sum',
      }),
    ),
    threshold: 1,
    periodSeconds: 5 * minutes,
    silence: 'notBreaching',
  }));

const lambdas: AlarmOptions[] = [
  ...lambdaNames
    .filter(name => !waitByThrowing.includes(name))
    .map(
      (name): AlarmOptions => ({
        name: `errors-${name}`,
        says: `The Lambda ${name} fails.`,
        metrics: [lambda(name, 'Errors')],
        threshold: 1,
        periodSeconds: 5 * minutes,
        silence: 'notBreaching',
      }),
    ),
  ...waitByThrowing.map(
    // A Lambda that runs out of time cannot count itself.
    (name): AlarmOptions => ({
      name: `time-outs-${name}`,
      says: `The Lambda ${name} runs out of its 120 seconds.`,
      metrics: [lambda(name, 'Duration', 'Maximum')],
      threshold: 118_000,
      periodSeconds: 5 * minutes,
      silence: 'notBreaching',
    }),
  ),
  {
    name: 'lambda-throttles',
    says: 'The account has no Lambda concurrency left, so clicks are lost and revoking waits.',
    metrics: lambdaNames.map(name => lambda(name, 'Throttles')),
    threshold: 1,
    periodSeconds: 5 * minutes,
    silence: 'notBreaching',
  },
  {
    name: 'slack-slow',
    says: 'Answers to Slack come close to its limit of 3 seconds.',
    metrics: [lambda('slack', 'Duration', 'p99')],
    threshold: 2_500,
    periodSeconds: 5 * minutes,
    bad: [3, 3],
    silence: 'notBreaching',
  },
];

const around = (names: Names): AlarmOptions[] => [
  {
    name: 'slack-5xx',
    says: 'Slack is answered with errors.',
    metrics: [
      {
        namespace: 'AWS/ApiGateway',
        name: '5xx',
        dimensions: { ApiId: ref('HttpApi') },
        statistic: 'Sum',
      },
    ],
    threshold: 1,
    periodSeconds: 5 * minutes,
    silence: 'notBreaching',
  },
  {
    name: 'ledger-throttles',
    says: 'DynamoDB throttles the ledger.',
    metrics: tableNames.flatMap(table =>
      ['ReadThrottleEvents', 'WriteThrottleEvents'].map(
        (name): Metric => ({
          namespace: 'AWS/DynamoDB',
          name,
          dimensions: { TableName: names.table(table) },
          statistic: 'Sum',
        }),
      ),
    ),
    threshold: 1,
    periodSeconds: 5 * minutes,
    silence: 'notBreaching',
  },
  {
    name: 'sweep-failures',
    says: 'Events that the sweeper could not take are waiting.',
    metrics: [
      {
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: attribute('SweepFailures', 'QueueName') },
        statistic: 'Maximum',
      },
    ],
    threshold: 1,
    periodSeconds: 5 * minutes,
    silence: 'notBreaching',
  },
];

/** Every alarm. Each has a chapter in docs/operating.md. */
export const alarmList = (names: Names, list: readonly Machine[] = machines): AlarmOptions[] => [
  ...promise(names),
  ...executions(names, list),
  ...lambdas,
  ...around(names),
];
