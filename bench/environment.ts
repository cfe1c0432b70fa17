import { localTables } from '../local/aws/tables.ts';

/** Signs what the emulated Slack sends; the bundles are given the same. */
export const signingSecret = 'local-signing-secret';
export const botToken = 'xoxb-local';

/** Everything the built Lambdas want from their environment, as `serverless.yml` sets it. */
export const lambdaEnvironment = (places: {
  dynamodb: string;
  states: string;
  slackApi: string;
  stateMachineArn: string;
}): Record<string, string> => ({
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_ENDPOINT_URL_DYNAMODB: places.dynamodb,
  AWS_ENDPOINT_URL_SFN: places.states,
  STATE_MACHINE_ARN: places.stateMachineArn,
  REQUESTS_TABLE: localTables.requests,
  HOLDINGS_TABLE: localTables.holdings,
  AUDIT_TABLE: localTables.audit,
  PROJECTS_TABLE: localTables.projects,
  HOME_ACCOUNT_ID: '111111111111',
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_BOT_TOKEN: botToken,
  SLACK_BOT_ID: 'B0CURFEW',
  SLACK_BOT_USER_ID: 'U0CURFEW',
  SLACK_API_URL: places.slackApi,
});

/** For code that is only loaded and never calls anyone. */
export const nowhere = lambdaEnvironment({
  dynamodb: 'http://127.0.0.1:9',
  states: 'http://127.0.0.1:9',
  slackApi: 'http://127.0.0.1:9/api/',
  stateMachineArn: 'arn:aws:states:eu-central-1:111111111111:stateMachine:curfew-access',
});
