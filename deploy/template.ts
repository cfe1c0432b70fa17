import { machines as all } from '../statemachines/machines.ts';
import { lambdaNames, tableNames } from '../statemachines/names.ts';
import { alarms } from './alarms/alarms.ts';
import { arnOf, type Resources, ref, type Value } from './cloudformation.ts';
import type { Granted } from './granted.ts';
import { machines } from './machine.ts';
import { createNames, logicalId } from './names.ts';
import { roles } from './roles/roles.ts';
import { secrets } from './secrets.ts';
import { sweeping } from './sweeping.ts';
import { tables } from './tables.ts';

/** `logDays`: how long logs are kept, as CloudWatch allows. `alarmEmail`: '' for none. */
export type StackSettings = { stage: string; logDays: number; alarmEmail: string };
type Output = { Description: string; Value: Value };
export type Fragment = { Resources: Resources; Outputs: Record<string, Output> };

/** What the Serverless Framework makes of the route of Slack, and of the sweeper's retries. */
export const ofTheFramework = [
  'HttpApi',
  'HttpApiStage',
  'HttpApiIntegrationSlack',
  'HttpApiRoutePostSlackEvents',
  'SlackLambdaPermissionHttpApi',
  'SweepLambdaEvConf',
];

const outputs = (): Fragment['Outputs'] => ({
  ...Object.fromEntries(
    all.map(({ name }) => [
      logicalId.machine(name),
      { Description: `The state machine ${name}`, Value: ref(logicalId.machine(name)) },
    ]),
  ),
  Alarms: { Description: 'The topic of all alarms', Value: ref('AlarmTopic') },
  GrantRole: {
    Description: 'Trusted by grant_role_arn in other accounts',
    Value: arnOf(logicalId.role('grant')),
  },
  RevokeRole: {
    Description: 'Trusted by revoke_role_arn in other accounts',
    Value: arnOf(logicalId.role('revoke')),
  },
  SweepRole: {
    Description: 'Trusted by revoke_role_arn in other accounts, too',
    Value: arnOf(logicalId.role('sweep')),
  },
  ...Object.fromEntries(
    tableNames.map(name => [
      logicalId.table(name),
      { Description: `The table ${name}`, Value: ref(logicalId.table(name)) },
    ]),
  ),
});

/** Everything of the stack but its Lambdas and their HTTP API, which are in serverless.yml. */
export const fragment = ({ stage, logDays, alarmEmail }: StackSettings, granted: Granted): Fragment => {
  const names = createNames(stage);
  const others = {
    ...machines(names, logDays),
    ...roles(names, granted),
    ...secrets(names),
    ...sweeping(names),
    ...alarms(names, alarmEmail),
  };
  const before = [...Object.keys(others), ...lambdaNames.map(logicalId.lambda), ...ofTheFramework];
  return { Resources: { ...others, ...tables(names, before) }, Outputs: outputs() };
};
