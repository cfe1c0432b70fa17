import { randomUUID } from 'node:crypto';
import type { Value } from '../../../deploy/cloudformation.ts';
import { createNames } from '../../../deploy/names.ts';
import { sweeping } from '../../../deploy/sweeping.ts';
import { toIso } from '../../../functions/domain/time.ts';
import type { Execution } from '../../../local/states/execution.ts';
import { homeAccountId, region } from './moto.ts';

export const stage = 'story';
export const names = createNames(stage);

const pseudo: Record<string, string> = { Partition: 'aws', Region: region, AccountId: homeAccountId };

/** What CloudFormation makes of an ARN here. */
const resolved = (value: Value): string => {
  if (typeof value === 'string') return value;
  if ('Fn::Sub' in value)
    return value['Fn::Sub'].replace(/\$\{AWS::(\w+)\}/g, (_, name: string) => pseudo[name] ?? '');
  throw new Error(`What is ${JSON.stringify(value)} here?`);
};

type Pattern = { [field: string]: Value[] | Pattern };

/** Does an event match a rule? Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html */
const matches = (pattern: Pattern, event: Record<string, unknown>): boolean =>
  Object.entries(pattern).every(([field, wanted]) =>
    Array.isArray(wanted)
      ? wanted.some(value => resolved(value) === event[field])
      : matches(wanted, event[field] as Record<string, unknown>),
  );

const { SweepSchedule, StoppedExecutions } = sweeping(names);

/** How often the deployed rule fires: `rate(1 minute)`. */
export const sweepEveryMs = (): number => {
  const minutes = /^rate\((\d+) minutes?\)$/.exec(String(SweepSchedule?.Properties.ScheduleExpression))?.[1];
  if (minutes === undefined) throw new Error('The sweeper has no rate in minutes.');
  return Number(minutes) * 60_000;
};

const envelope = (at: number) => ({
  version: '0',
  id: randomUUID(),
  account: homeAccountId,
  time: toIso(at),
  region,
});

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
export const scheduledEvent = (at: number) => ({
  ...envelope(at),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  resources: [`arn:aws:events:${region}:${homeAccountId}:rule/${names.prefix}-sweep`],
  detail: {},
});

/** The event of an execution's end as the deployed rule lets it through, or undefined. Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
export const stoppedEvent = (execution: Execution, at: number) => {
  const event = {
    ...envelope(at),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.stateMachineArn,
      name: execution.name,
      status: execution.status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? null,
      input: execution.input,
      output: null,
    },
  };
  return matches(StoppedExecutions?.Properties.EventPattern as Pattern, event) ? event : undefined;
};
