// A tiny app on the other end: it checks signatures by hand and lets a test answer each request.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import {
  createSlack,
  type Slack,
  type SlackOptions,
  type SlackRequest,
  type SlackResponse,
} from '../../../local/slack/index.ts';

type Payload = Record<string, unknown>;
/** Nothing, or what to answer: a string body, or JSON. */
type Answer = undefined | string | Payload | SlackResponse;
export type Handler = (payload: Payload, request: SlackRequest) => Answer | Promise<Answer>;

const signingSecret = 'fixture-signing-secret';
export const botToken = 'xoxb-fixture';
export const team = { id: 'T0TEAM', app: 'A0APP', bot: 'U0BOT' };

export const people = [
  { id: 'U0ALICE', name: 'alice', realName: 'Alice', email: 'alice@example.com', tz: 'Europe/Paris' },
  { id: 'U0BOB', name: 'bob', realName: 'Bob', email: 'bob@example.com', tz: 'America/New_York' },
];

/** 2026-03-02T10:00:00Z */
export const start = Date.UTC(2026, 2, 2, 10);

export const isSigned = ({ headers, body }: SlackRequest): boolean => {
  const timestamp = headers['x-slack-request-timestamp'];
  const expected = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const given = headers['x-slack-signature'] ?? '';
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
};

const payloadOf = ({ body }: SlackRequest): Payload => {
  if (body.startsWith('{')) return JSON.parse(body);
  const form = Object.fromEntries(new URLSearchParams(body));
  return form.payload === undefined ? form : JSON.parse(form.payload);
};

const toResponse = (answer: Answer): SlackResponse => {
  if (answer === undefined) return { statusCode: 200, body: '' };
  if (typeof answer === 'string') return { statusCode: 200, body: answer };
  if (typeof answer.statusCode === 'number' && typeof answer.body === 'string') {
    return { ...answer, statusCode: answer.statusCode, body: answer.body };
  }
  return { statusCode: 200, body: JSON.stringify(answer) };
};

const ignore = () => undefined;
/** Refusals are asserted on, not printed. */
const quiet: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  setLevel: ignore,
  getLevel: () => LogLevel.ERROR,
  setName: ignore,
};

export interface World {
  slack: Slack;
  client: WebClient;
  /** What the app received, oldest first. */
  received: Payload[];
  /** Lets the app answer from now on. */
  answer: (handler: Handler) => void;
  clock: { now: number; wall: number };
}

export const createWorld = (options: Partial<SlackOptions> = {}): World => {
  const clock = { now: start, wall: start };
  const received: Payload[] = [];
  let handle: Handler = () => undefined;
  const slack = createSlack({
    signingSecret,
    botToken,
    teamId: team.id,
    appId: team.app,
    botUserId: team.bot,
    users: people,
    channels: [
      { id: 'C0GENERAL', name: 'general' },
      { id: 'C0ELSE', name: 'elsewhere', members: ['U0ALICE'] },
      { id: 'C0SECRET', name: 'secret', isPrivate: true, members: ['U0ALICE'] },
      { id: 'C0OLD', name: 'old', isArchived: true },
    ],
    now: () => clock.now,
    wallClock: () => clock.wall,
    deliver: async request => {
      if (!isSigned(request)) return { statusCode: 401, body: '' };
      const payload = payloadOf(request);
      received.push(payload);
      return toResponse(await handle(payload, request));
    },
    ...options,
  });
  const client = new WebClient(botToken, {
    fetch: slack.fetch,
    retryConfig: { retries: 0 },
    logger: quiet,
  });
  return {
    slack,
    client,
    received,
    answer: handler => {
      handle = handler;
    },
    clock,
  };
};

/** The error name of a refused call, e.g. `channel_not_found`. */
export const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'ok';
  } catch (error) {
    const data = error instanceof Error && 'data' in error ? error.data : undefined;
    return typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : String(error);
  }
};

export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const buttons = (...labels: string[]) => ({
  type: 'actions',
  elements: labels.map(label => ({
    type: 'button',
    action_id: label.toLowerCase().replaceAll(' ', '_'),
    text: plain(label),
    value: 'request-1',
  })),
});
