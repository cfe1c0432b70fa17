import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Resources } from '../../deploy/cloudformation.ts';
import { minute } from '../../functions/domain/time.ts';
import { leaseMs } from '../../functions/ledger/holdings.ts';
import { lambdaNames, tableNames } from '../../statemachines/names.ts';
import { timeoutMsOf } from '../artifact/deployed.ts';
import { deliver, losingRules, mayInvoke, maySend, ruleArn, startedEvery, type Wiring } from './delivery.ts';
import { verdict } from './iam.ts';
import { account, machineArn, permissionsOf, region, resolve, stack, table } from './stack.ts';

const test = suite('what the template does');

const sweeper = `arn:aws:lambda:${region}:${account}:function:curfew-prod-sweep`;
const failures = `arn:aws:sqs:${region}:${account}:curfew-prod-sweep-failures`;
const another = ruleArn('SomebodyElses');

const wiringOf = (resources: Resources): Wiring => ({
  resources,
  resolve: value => resolve(value, { ...stack(), Resources: resources }),
});
const ended = (status: string, stateMachineArn = machineArn) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { status, stateMachineArn, name: 'req-1' },
});

/** What must be so, each by what the template does. */
const demands: Record<string, (wiring: Wiring) => boolean> = {
  'the sweeper is started every minute': wiring => startedEvery(wiring, sweeper) === minute,
  'an execution that failed wakes the sweeper': wiring => deliver(wiring, ended('FAILED')).includes(sweeper),
  'an execution that timed out wakes the sweeper': wiring =>
    deliver(wiring, ended('TIMED_OUT')).includes(sweeper),
  'an execution that was aborted wakes the sweeper': wiring =>
    deliver(wiring, ended('ABORTED')).includes(sweeper),
  'an execution that went well wakes nobody': wiring =>
    ['RUNNING', 'SUCCEEDED'].every(status => deliver(wiring, ended(status)).length === 0),
  'an execution of another machine wakes nobody': wiring =>
    deliver(wiring, ended('FAILED', `${machineArn}-other`)).length === 0,
  'an event of another service wakes nobody': wiring =>
    deliver(wiring, { ...ended('FAILED'), source: 'aws.batch' }).length === 0 &&
    deliver(wiring, { ...ended('FAILED'), 'detail-type': 'Another' }).length === 0,
  'no other rule starts the sweeper': wiring => !mayInvoke(wiring, another, sweeper),
  'events that could not be delivered are kept': wiring => losingRules(wiring).length === 0,
  'no other rule fills the queue of failures': wiring => !maySend(wiring, another, failures),
};

for (const [demand, isSo] of Object.entries(demands)) {
  test(demand, () => assert.ok(isSo(wiringOf(stack().Resources))));
}

type Broken = (resources: Resources) => void;
const propertiesOf = (resources: Resources, id: string): Record<string, unknown> => {
  const found = resources[id];
  if (found === undefined) throw new Error(`There is no ${id}`);
  return found.Properties;
};
const without =
  (id: string): Broken =>
  resources => {
    delete resources[id];
  };
const changed =
  (id: string, change: Record<string, unknown>): Broken =>
  resources =>
    Object.assign(propertiesOf(resources, id), change);
const patternOf = (resources: Resources) =>
  propertiesOf(resources, 'StoppedExecutions').EventPattern as Record<string, unknown> & {
    detail: Record<string, string[]>;
  };
const withoutStatus =
  (status: string): Broken =>
  resources => {
    const { detail } = patternOf(resources);
    detail.status = (detail.status ?? []).filter(each => each !== status);
  };
const queuePolicy = (resources: Resources) =>
  (propertiesOf(resources, 'SweepFailuresPolicy').PolicyDocument as { Statement: Record<string, unknown>[] })
    .Statement[0] ?? {};

/** The same template with one thing taken out of it, and the demand that finds it. */
const breakages: [what: string, broken: Broken, demand: keyof typeof demands][] = [
  ['the schedule', without('SweepSchedule'), 'the sweeper is started every minute'],
  ['the right of the schedule', without('SweepSchedulePermission'), 'the sweeper is started every minute'],
  [
    'the target of the schedule',
    changed('SweepSchedule', { Targets: [] }),
    'the sweeper is started every minute',
  ],
  [
    'a disabled schedule',
    changed('SweepSchedule', { State: 'DISABLED' }),
    'the sweeper is started every minute',
  ],
  [
    'a slower schedule',
    changed('SweepSchedule', { ScheduleExpression: 'rate(5 minutes)' }),
    'the sweeper is started every minute',
  ],
  [
    'a right for another service',
    changed('SweepSchedulePermission', { Principal: 's3.amazonaws.com' }),
    'the sweeper is started every minute',
  ],
  [
    'a right for every rule',
    resources => delete propertiesOf(resources, 'SweepSchedulePermission').SourceArn,
    'no other rule starts the sweeper',
  ],
  [
    'the rule of stopped executions',
    without('StoppedExecutions'),
    'an execution that failed wakes the sweeper',
  ],
  ['its right', without('StoppedExecutionsPermission'), 'an execution that was aborted wakes the sweeper'],
  ['FAILED', withoutStatus('FAILED'), 'an execution that failed wakes the sweeper'],
  ['TIMED_OUT', withoutStatus('TIMED_OUT'), 'an execution that timed out wakes the sweeper'],
  ['ABORTED', withoutStatus('ABORTED'), 'an execution that was aborted wakes the sweeper'],
  [
    'the list of statuses',
    resources => delete patternOf(resources).detail.status,
    'an execution that went well wakes nobody',
  ],
  [
    'the list of machines',
    resources => delete patternOf(resources).detail.stateMachineArn,
    'an execution of another machine wakes nobody',
  ],
  ['the source', resources => delete patternOf(resources).source, 'an event of another service wakes nobody'],
  [
    'the type of the event',
    resources => delete patternOf(resources)['detail-type'],
    'an event of another service wakes nobody',
  ],
  ['the policy of the queue', without('SweepFailuresPolicy'), 'events that could not be delivered are kept'],
  [
    'its condition',
    resources => delete queuePolicy(resources).Condition,
    'no other rule fills the queue of failures',
  ],
  [
    'one of its rules',
    resources => {
      queuePolicy(resources).Condition = { ArnEquals: { 'aws:SourceArn': [ruleArn('SweepSchedule')] } };
    },
    'events that could not be delivered are kept',
  ],
];
for (const [what, broken, demand] of breakages) {
  test(`without ${what} it is not so that ${demand}`, () => {
    const resources = structuredClone(stack().Resources);
    broken(resources);
    assert.not.ok(demands[demand]?.(wiringOf(resources)));
  });
}

const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate'];
const may = (name: (typeof lambdaNames)[number] | 'machine', action: string, tableName: string): boolean =>
  verdict(permissionsOf(name), `dynamodb:${action}`, table(tableName)) === 'allowed';

test('nothing that is deployed may write the rules: `curfew apply` does, with an operator’s credentials', () => {
  for (const name of [...lambdaNames, 'machine'] as const)
    for (const action of writes) assert.not.ok(may(name, action, 'projects'), `${name} ${action}`);
});

const writers: Record<string, Record<string, string[]>> = {
  requests: {
    PutItem: ['notify', 'slack', 'sweep'],
    UpdateItem: ['ask', 'grant', 'machine', 'notify', 'open', 'revoke', 'slack', 'sweep'],
  },
  holdings: { UpdateItem: ['grant', 'revoke', 'sweep'] },
  audit: { PutItem: ['ask', 'grant', 'notify', 'open', 'revoke', 'sweep'] },
  projects: {},
};
for (const tableName of tableNames) {
  test(`${tableName} is written by those who must, and by nobody else`, () => {
    for (const action of writes) {
      const found = [...lambdaNames, 'machine' as const].filter(name => may(name, action, tableName)).sort();
      assert.equal(found, writers[tableName]?.[action] ?? [], action);
    }
  });
}

for (const name of ['grant', 'revoke'] as const) {
  test(`${name} is dead before its lease is anybody else's`, () => {
    assert.ok(timeoutMsOf(name) < leaseMs, `${timeoutMsOf(name)} ms`);
  });
}

test.run();
