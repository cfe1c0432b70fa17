import { App, AwsLambdaReceiver, type Logger, LogLevel } from '@slack/bolt';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { SlackAppConfig } from '../runtime/config.ts';
import type { Log } from '../runtime/log.ts';
import type { SurfaceDeps } from './deps.ts';
import { createEntry, type EntryResponse, signingSecretOf } from './entry.ts';
import { surfaces } from './surfaces/index.ts';

/** Bolt's warnings and errors, without the payloads that it logs at debug level. */
const quietLogger = (log: Log): Logger => ({
  debug: () => undefined,
  info: () => undefined,
  warn: (...said) =>
    log.warn('bolt', {
      said: said
        .filter(one => typeof one === 'string')
        .join(' ')
        .slice(0, 300),
    }),
  error: (...said) =>
    log.error('bolt', {
      said: said
        .filter(one => typeof one === 'string')
        .join(' ')
        .slice(0, 300),
    }),
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
});

export type SlackAppOptions = Omit<SurfaceDeps, 'command'> & {
  config: SlackAppConfig;
  /** Real time in epoch ms, which Slack's signatures are compared with. */
  wallClock?: () => number;
  /** Called before each verified request, so that what one click reads is read once and afresh. */
  begin?: () => void;
};

export type SlackApp = {
  handler: (event: APIGatewayProxyEventV2, context: unknown) => Promise<EntryResponse>;
};

/**
 * The Bolt app with every surface, behind `createEntry`. It never calls `auth.test`. Throws `InvalidConfig` as that
 * does.
 */
export const createSlackApp = ({
  config,
  wallClock = Date.now,
  begin = () => undefined,
  ...rest
}: SlackAppOptions): SlackApp => {
  const signingSecret = signingSecretOf(config.signingSecret);
  const deps: SurfaceDeps = { ...rest, command: config.command };
  const bolt = boltDelivery({ ...config, signingSecret }, deps, quietLogger(deps.log));
  const deliver: typeof bolt = (event, context) => {
    begin();
    return bolt(event, context);
  };
  return { handler: createEntry({ signingSecret, wallClock, deliver, log: deps.log }) };
};

const boltDelivery = (config: SlackAppConfig, deps: SurfaceDeps, logger: Logger) => {
  const { signingSecret, botToken, botId, botUserId } = config;
  const receiver = new AwsLambdaReceiver({ signingSecret, logger });
  const app = new App({
    receiver,
    logger,
    authorize: () => Promise.resolve({ botToken, botId, botUserId }),
    ...(config.slackApiUrl !== undefined && { clientOptions: { slackApiUrl: config.slackApiUrl } }),
  });
  for (const surface of surfaces) surface.register(app, deps);
  app.error(async error => {
    // Not thrown on: a 500 would make Slack send the same event again, into the same failure.
    deps.log.error('listener failed', { error: error.name });
  });
  const handle = receiver.toHandler();
  return async (event: Parameters<typeof handle>[0], context: unknown): Promise<EntryResponse> => {
    const { statusCode, body, headers } = await handle(event, context);
    return { statusCode, body, ...(headers !== undefined && { headers }) };
  };
};
