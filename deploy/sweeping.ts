import { sweepEveryMs } from '../functions/domain/schedule.ts';
import { minute } from '../functions/domain/time.ts';
import type { Machine } from '../statemachines/machine.ts';
import { machines } from '../statemachines/machines.ts';
import { arn, arnOf, type Resource, type Resources } from './cloudformation.ts';
import { machineArn } from './machine.ts';
import { logicalId, type Names } from './names.ts';

const fortnightSeconds = 14 * 24 * 60 * 60;

/** Delivery to the Lambda is tried again for a few minutes; the next tick comes anyway. */
const target = (id: string) => ({
  Id: id,
  Arn: arnOf(logicalId.lambda('sweep')),
  DeadLetterConfig: { Arn: arnOf('SweepFailures') },
  RetryPolicy: { MaximumEventAgeInSeconds: 600, MaximumRetryAttempts: 5 },
});

const allowInvoke = (rule: string): Resource => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: arnOf(logicalId.lambda('sweep')),
    Principal: 'events.amazonaws.com',
    SourceArn: arnOf(rule),
  },
});

/** What starts the sweeper, and the queue for events that it could not take. */
export const sweeping = (names: Names, list: readonly Machine[] = machines): Resources => ({
  SweepSchedule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Description: 'Curfew looks at requests that nothing moved in time.',
      ScheduleExpression: `rate(${sweepEveryMs / minute} minute)`,
      Targets: [target('sweep')],
    },
  },
  SweepSchedulePermission: allowInvoke('SweepSchedule'),
  // Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
  StoppedExecutions: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Description: 'An execution of Curfew failed, timed out or was aborted: its request is due now.',
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: list.map(machine => machineArn(names, machine)),
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      Targets: [target('sweep')],
    },
  },
  StoppedExecutionsPermission: allowInvoke('StoppedExecutions'),
  SweepFailures: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: `${names.prefix}-sweep-failures`,
      MessageRetentionPeriod: fortnightSeconds,
      SqsManagedSseEnabled: true,
    },
  },
  SweepFailuresPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'SweepFailures' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'SendUndeliveredEvents',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arn('sqs', `${names.prefix}-sweep-failures`),
            Condition: {
              ArnEquals: { 'aws:SourceArn': [arnOf('SweepSchedule'), arnOf('StoppedExecutions')] },
            },
          },
        ],
      },
    },
  },
});
