import { readFileSync } from 'node:fs';
import { arn, arnOf, type Resources, ref } from './cloudformation.ts';
import { type LambdaName, logicalId, type Names } from './names.ts';
import { allow, role, type Statement } from './policy.ts';

/** What the state machine may invoke: the Lambdas behind its Task states. */
const taskLambdas = ['open', 'ask', 'grant', 'revoke', 'notify'] as const satisfies LambdaName[];

const definition = new URL('../statemachines/access.asl.json', import.meta.url);

/** Standard work for a Standard machine's log; AWS takes only `*` here. Source: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const logDelivery = allow(
  'DeliverLogs',
  [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  ['*'],
);

const statements: Statement[] = [
  allow(
    'InvokeTasks',
    ['lambda:InvokeFunction'],
    taskLambdas.map(name => arnOf(logicalId.lambda(name))),
  ),
  // Hold stores its token, What changed? reads, Drop the extension clears the wish.
  allow(
    'ReadWriteRequests',
    ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    [arnOf(logicalId.table('requests'))],
  ),
  logDelivery,
];

/** Known by name, so that Lambdas which start and ring the machine do not wait for it, while it waits for theirs. */
export const machineArn = (names: Names) => arn('states', `stateMachine:${names.machine}`);
export const executionArns = (names: Names) => arn('states', `execution:${names.machine}:*`);

export const machine = (names: Names, logDays: number): Resources => ({
  AccessMachine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: names.machine,
      StateMachineType: 'STANDARD',
      RoleArn: arnOf('MachineRole'),
      // A string: given as an object, the Serverless Framework would drop its nulls.
      DefinitionString: JSON.stringify(JSON.parse(readFileSync(definition, 'utf8'))),
      DefinitionSubstitutions: {
        OpenFunctionArn: arnOf(logicalId.lambda('open')),
        AskFunctionArn: arnOf(logicalId.lambda('ask')),
        GrantFunctionArn: arnOf(logicalId.lambda('grant')),
        RevokeFunctionArn: arnOf(logicalId.lambda('revoke')),
        NotifyFunctionArn: arnOf(logicalId.lambda('notify')),
        RequestsTable: ref(logicalId.table('requests')),
      },
      LoggingConfiguration: {
        Level: 'ERROR',
        // Task tokens pass through arguments.
        IncludeExecutionData: false,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: arnOf('MachineLogGroup') } }],
      },
    },
  },
  MachineLogGroup: {
    Type: 'AWS::Logs::LogGroup',
    Properties: {
      // This prefix spares the account's limited log resource policy. Source: as for the log delivery above.
      LogGroupName: `/aws/vendedlogs/states/${names.machine}`,
      RetentionInDays: logDays,
    },
  },
  MachineRole: role({
    name: names.role('machine'),
    description: "Curfew's state machine: invokes its tasks, reads and wakes requests.",
    service: 'states.amazonaws.com',
    statements,
    trustCondition: {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnEquals: { 'aws:SourceArn': machineArn(names) },
    },
  }),
});
