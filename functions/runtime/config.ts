import { CurfewError } from '../domain/errors.ts';

type Environment = Record<string, string | undefined>;

/** A variable that must be set and not empty. Throws `InvalidConfig` naming it and where it comes from. */
const required = (environment: Environment, name: string): string => {
  const value = environment[name];
  if (value === undefined || value.trim() === '') {
    throw new CurfewError(
      'InvalidConfig',
      `${name} is not set or empty. serverless.yml sets it for each function; see docs/configuration.md, "Environment variables".`,
    );
  }
  return value;
};

export type TableNames = { requests: string; holdings: string; audit: string; projects: string };

/** Each Lambda is given the names of the tables it uses, and no others. Throws `InvalidConfig` for the others. */
export const tableName = (table: keyof TableNames, environment: Environment = process.env): string =>
  required(environment, `${table.toUpperCase()}_TABLE`);

/** Throws `InvalidConfig` when it is not set. */
export const stateMachineArn = (environment: Environment = process.env): string =>
  required(environment, 'STATE_MACHINE_ARN');

/** Without `slackApiUrl`: Slack itself. */
export type SlackBotConfig = { botToken: string; slackApiUrl?: string };

/** Throws `InvalidConfig` without a bot token. */
export const slackBotConfig = (environment: Environment = process.env): SlackBotConfig => ({
  botToken: required(environment, 'SLACK_BOT_TOKEN'),
  ...(environment.SLACK_API_URL && { slackApiUrl: environment.SLACK_API_URL }),
});

export type SlackAppConfig = SlackBotConfig & {
  signingSecret: string;
  botId: string;
  botUserId: string;
  /** With its slash, e.g. `/access`. */
  command: string;
};

/** Throws `InvalidConfig` naming the first variable that is not set; the command alone has a default. */
export const slackAppConfig = (environment: Environment = process.env): SlackAppConfig => ({
  ...slackBotConfig(environment),
  signingSecret: required(environment, 'SLACK_SIGNING_SECRET'),
  botId: required(environment, 'SLACK_BOT_ID'),
  botUserId: required(environment, 'SLACK_BOT_USER_ID'),
  command: environment.SLACK_COMMAND ?? '/access',
});

/** Throws `InvalidConfig` when it is not set. */
export const region = (environment: Environment = process.env): string => required(environment, 'AWS_REGION');

export type AwsConfig = {
  region: string;
  /** The account Curfew runs in, 12 digits. */
  homeAccountId: string;
};

/** Throws `InvalidConfig` when region or account is not set. */
export const awsConfig = (environment: Environment = process.env): AwsConfig => ({
  region: region(environment),
  homeAccountId: required(environment, 'HOME_ACCOUNT_ID'),
});
