import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { alarmList } from '../../deploy/alarms/list.ts';
import type { Resources } from '../../deploy/cloudformation.ts';
import { arn } from '../../deploy/cloudformation.ts';
import { machineArn, machines } from '../../deploy/machine.ts';
import { createNames, logicalId } from '../../deploy/names.ts';
import { sweeping } from '../../deploy/sweeping.ts';
import type { Machine } from '../../statemachines/machine.ts';
import { machines as registry } from '../../statemachines/machines.ts';
import { secondMachine } from '../statemachines/second-machine.ts';
import { account, region, resolve, stack } from './stack.ts';

const names = createNames('prod');
const propertiesOf = (id: string, resources: Resources = stack().Resources) => {
  const found = resources[id];
  if (found === undefined) throw new Error(`There is no ${id}`);
  return found.Properties;
};
const deployed = registry.map(({ name }) => ({ name, properties: propertiesOf(logicalId.machine(name)) }));

test('the deployed definition is the source file, and a string', () => {
  for (const { name, properties } of deployed) {
    const source: unknown = JSON.parse(readFileSync(`statemachines/${name}.asl.json`, 'utf8'));
    assert.type(properties.DefinitionString, 'string');
    assert.equal(JSON.parse(String(properties.DefinitionString)), source);
  }
});

test('every placeholder of the definition is substituted, and nothing else', () => {
  for (const { properties } of deployed) {
    const named = [...String(properties.DefinitionString).matchAll(/\$\{(\w+)\}/g)].map(match => match[1]);
    assert.equal(Object.keys(properties.DefinitionSubstitutions ?? {}).sort(), [...new Set(named)].sort());
  }
});

test('the log of executions carries no data, because task tokens pass through arguments', () => {
  for (const { properties } of deployed) {
    const logging = properties.LoggingConfiguration as Record<string, unknown>;
    assert.is(logging.IncludeExecutionData, false);
    assert.is(logging.Level, 'ERROR');
  }
});

test('the machine is of type Standard, for executions of up to a year', () => {
  for (const { properties } of deployed) assert.is(properties.StateMachineType, 'STANDARD');
});

test('the first machine keeps the ids and names it was first deployed under', () => {
  assert.is(propertiesOf('AccessMachine').StateMachineName, 'curfew-prod-access');
  assert.is(propertiesOf('MachineRole').RoleName, 'curfew-prod-machine');
  assert.is(propertiesOf('MachineLogGroup').LogGroupName, '/aws/vendedlogs/states/curfew-prod-access');
});

const both: readonly Machine[] = [...registry, secondMachine];
const two = machines(names, 30, both);

test('each machine has a state machine, a log and a role of its own, named after it', () => {
  assert.is(Object.keys(two).length, 3 * both.length);
  const { StateMachineName, RoleArn, LoggingConfiguration } = propertiesOf('SecondLookMachine', two);
  assert.is(StateMachineName, 'curfew-prod-second-look');
  assert.equal(RoleArn, { 'Fn::GetAtt': ['SecondLookMachineRole', 'Arn'] });
  assert.match(JSON.stringify(LoggingConfiguration), '["SecondLookMachineLogGroup","Arn"]');
  const log = propertiesOf('SecondLookMachineLogGroup', two);
  assert.is(log.LogGroupName, '/aws/vendedlogs/states/curfew-prod-second-look');
  assert.is(log.RetentionInDays, 30);
  assert.is(propertiesOf('SecondLookMachineRole', two).RoleName, 'curfew-prod-second-look-machine');
});

test('a machine may call the Lambdas and tables that are listed for it, and no others', () => {
  const role = propertiesOf('SecondLookMachineRole', two) as {
    Policies: { PolicyDocument: { Statement: { Action: string[]; Resource: unknown[] }[] } }[];
  };
  const statements = role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  assert.equal(
    statements
      .filter(({ Action }) => !Action.every(action => action.startsWith('logs:')))
      .map(({ Action, Resource }) => [Action, Resource]),
    [
      [['lambda:InvokeFunction'], [{ 'Fn::GetAtt': ['NotifyLambdaFunction', 'Arn'] }]],
      [['dynamodb:GetItem'], [arn('dynamodb', 'table/curfew-prod-holdings')]],
    ],
  );
});

test('a machine whose state has no Lambda is not deployed, and the refusal names both', () => {
  assert.throws(
    () => machines(names, 30, [{ ...secondMachine, lambdas: {} }]),
    /second-look: .* state Notify/,
  );
});

const arnsOf = (list: readonly Machine[]) =>
  list.map(({ name }) => `arn:aws:states:${region}:${account}:stateMachine:curfew-prod-${name}`);

test('a stopped execution of any machine wakes the sweeper', () => {
  const { EventPattern } = propertiesOf('StoppedExecutions', sweeping(names, both));
  const { detail } = EventPattern as { detail: { stateMachineArn: Parameters<typeof resolve>[0][] } };
  assert.equal(
    detail.stateMachineArn.map(arn => resolve(arn)),
    arnsOf(both),
  );
});

test('the alarms on executions watch every machine', () => {
  const watching = alarmList(names, both).filter(({ name }) => name.startsWith('executions-'));
  assert.is(watching.length, 3);
  for (const { name, metrics } of watching) {
    const arns = metrics.map(({ dimensions }) => dimensions.StateMachineArn ?? 'none');
    assert.equal(
      arns.map(arn => resolve(arn)),
      arnsOf(both),
      name,
    );
  }
});

test('an ARN is that of the machine that requests run, unless another is named', () => {
  assert.equal(
    [machineArn(names), machineArn(names, secondMachine)].map(arn => resolve(arn)),
    arnsOf([{ ...secondMachine, name: 'access' }, secondMachine]),
  );
});

test.run();
