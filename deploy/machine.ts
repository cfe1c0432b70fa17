import { access } from '../statemachines/access.machine.ts';
import { checked, lambdasOf, type Machine, substitutionsOf, tablesOf } from '../statemachines/machine.ts';
import { machines as all } from '../statemachines/machines.ts';
import { capital, type TableName } from '../statemachines/names.ts';
import { arn, arnOf, type Resources, type Value } from './cloudformation.ts';
import { logicalId, type Names } from './names.ts';
import { allow, type PolicyStatement, role } from './policy.ts';

/** What a Standard machine needs to write its log; AWS takes only `*` here. Source: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
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

/** `arn:aws:states:::aws-sdk:dynamodb:getItem` → `dynamodb:GetItem`, the permission for it. */
const actionOf = (resource = ''): string => {
  const call = /:dynamodb:(\w+)/.exec(resource)?.[1];
  if (call === undefined)
    throw new Error(`${resource || 'A state without a resource'} is no call of DynamoDB.`);
  return `dynamodb:${capital(call)}`;
};

const actionsOn = ({ definition, tables }: Machine, table: TableName): string[] => [
  ...new Set((tables[table] ?? []).map(state => actionOf(definition.States[state]?.Resource))),
];

/** What its own definition calls. */
const permissions = (names: Names, machine: Machine): PolicyStatement[] => [
  allow(
    'InvokeTasks',
    ['lambda:InvokeFunction'],
    lambdasOf(machine).map(name => arnOf(logicalId.lambda(name))),
  ),
  ...tablesOf(machine).map(table =>
    allow(`ReadWrite${capital(table)}`, actionsOn(machine, table), [
      arn('dynamodb', `table/${names.table(table)}`),
    ]),
  ),
  logDelivery,
];

/**
 * By name, not by reference: the machine refers to the Lambdas, so those that start and resume it cannot refer to it.
 * By default the machine that requests run.
 */
export const machineArn = (names: Names, { name }: { name: string } = access) =>
  arn('states', `stateMachine:${names.machine(name)}`);
export const executionArns = (names: Names, { name }: { name: string } = access) =>
  arn('states', `execution:${names.machine(name)}:*`);

const stateMachine = (names: Names, machine: Machine): Resources => ({
  [logicalId.machine(machine.name)]: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: names.machine(machine.name),
      StateMachineType: 'STANDARD',
      RoleArn: arnOf(logicalId.machineRole(machine.name)),
      // A string: given as an object, the Serverless Framework would drop its nulls.
      DefinitionString: JSON.stringify(machine.definition),
      DefinitionSubstitutions: substitutionsOf<Value>(machine, {
        lambda: name => arnOf(logicalId.lambda(name)),
        // By name, so that it does not wait for the tables: whatever can fail comes before them.
        table: name => names.table(name),
      }),
      LoggingConfiguration: {
        Level: 'ERROR',
        // Task tokens pass through arguments.
        IncludeExecutionData: false,
        Destinations: [
          { CloudWatchLogsLogGroup: { LogGroupArn: arnOf(logicalId.machineLog(machine.name)) } },
        ],
      },
    },
  },
});

const log = (names: Names, { name }: Machine, logDays: number): Resources => ({
  [logicalId.machineLog(name)]: {
    Type: 'AWS::Logs::LogGroup',
    Properties: {
      // This prefix spares the account's limited log resource policy. Source: as for the log delivery above.
      LogGroupName: `/aws/vendedlogs/states/${names.machine(name)}`,
      RetentionInDays: logDays,
    },
  },
});

const ownRole = (names: Names, machine: Machine): Resources => ({
  [logicalId.machineRole(machine.name)]: role({
    name: names.machineRole(machine.name),
    description: `Curfew's state machine ${machine.name}: invokes its tasks, reads and writes what it waits for.`,
    service: 'states.amazonaws.com',
    statements: permissions(names, machine),
    trustCondition: {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnEquals: { 'aws:SourceArn': machineArn(names, machine) },
    },
  }),
});

/** Each machine with its log and its role. Throws for one that cannot run on what is listed for it. */
export const machines = (names: Names, logDays: number, list: readonly Machine[] = all): Resources =>
  Object.assign(
    {},
    ...list
      .map(checked)
      .flatMap(machine => [
        stateMachine(names, machine),
        log(names, machine, logDays),
        ownRole(names, machine),
      ]),
  );
