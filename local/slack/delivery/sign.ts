// https://docs.slack.dev/authentication/verifying-requests-from-slack
import { createHmac } from 'node:crypto';
import type { SlackRequest } from '../types.ts';

const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';

const signatureOf = (secret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

/** A signed request. `timestamp` in whole seconds; `headers` win, so that a test can spoil one. */
export const signedRequest = (
  secret: string,
  timestamp: number,
  body: string,
  headers: Record<string, string> = {},
): SlackRequest => ({
  method: 'POST',
  path: '/slack/events',
  headers: {
    'content-type': body.startsWith('{') ? jsonType : formType,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signatureOf(secret, timestamp, body),
    ...headers,
  },
  body,
});
