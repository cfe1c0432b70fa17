import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  awsConfig,
  slackAppConfig,
  slackBotConfig,
  stateMachineArn,
  tableName,
} from '../../../functions/runtime/config.ts';
import { throwsNamed } from '../../../tooling/test/assert.ts';

const whole = {
  AWS_REGION: 'eu-central-1',
  REQUESTS_TABLE: 'requests',
  STATE_MACHINE_ARN: 'arn',
  HOME_ACCOUNT_ID: '111111111111',
  SLACK_BOT_TOKEN: 'xoxb',
  SLACK_SIGNING_SECRET: 'secret',
  SLACK_BOT_ID: 'B0',
  SLACK_BOT_USER_ID: 'U0',
};

const readers: [string, (environment: Record<string, string | undefined>) => unknown][] = [
  ['REQUESTS_TABLE', environment => tableName('requests', environment)],
  ['STATE_MACHINE_ARN', stateMachineArn],
  ['SLACK_BOT_TOKEN', slackBotConfig],
  ['SLACK_SIGNING_SECRET', slackAppConfig],
  ['SLACK_BOT_ID', slackAppConfig],
  ['SLACK_BOT_USER_ID', slackAppConfig],
  ['HOME_ACCOUNT_ID', awsConfig],
  ['AWS_REGION', awsConfig],
];

for (const [name, read] of readers) {
  for (const value of [undefined, '', '  ']) {
    test(`${name} that is ${JSON.stringify(value)} is an error that names it`, () => {
      throwsNamed(() => read({ ...whole, [name]: value }), 'InvalidConfig', name);
    });
  }
}

test('what is set is read', () => {
  assert.is(tableName('requests', whole), 'requests');
  assert.is(slackAppConfig(whole).command, '/access');
  assert.is(slackAppConfig({ ...whole, SLACK_COMMAND: '/aws' }).command, '/aws');
  assert.is('slackApiUrl' in slackBotConfig(whole), false);
});

test.run();
