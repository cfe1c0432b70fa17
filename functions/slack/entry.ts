import { createHmac, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CurfewError } from '../domain/errors.ts';
import { second } from '../domain/time.ts';
import type { Log } from '../runtime/log.ts';

/** A verified request: text body, lower-case header names, bare content type. */
export type Verified = APIGatewayProxyEventV2 & { body: string; isBase64Encoded: false };

export type EntryResponse = APIGatewayProxyStructuredResultV2 & { statusCode: number; body: string };

export type EntryOptions = {
  signingSecret: string;
  /** Real time in epoch ms: signatures are dated by Slack's clock. */
  wallClock: () => number;
  deliver: (event: Verified, context: unknown) => Promise<EntryResponse>;
  log: Log;
};

/** Source: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const skewMs = 300 * second;
/** Slack's own payloads stay far below; a Lambda may be sent 6 MB. */
const bodyMax = 1_000_000;

const answer = (statusCode: number, body = ''): EntryResponse => ({ statusCode, body });

const lowerCased = (
  headers: Record<string, string | undefined> | undefined,
): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));

/** The bytes that were signed, as text. Bolt itself would read base64 as ASCII. */
const textOf = ({ body, isBase64Encoded }: APIGatewayProxyEventV2): string =>
  isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');

/** Compared in constant time, over digests of equal length. */
const isSigned = (secret: string, timestamp: string, body: string, signature: string): boolean => {
  const wanted = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
};

const isFresh = (timestamp: string, now: number): boolean =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * second) <= skewMs;

const formType = 'application/x-www-form-urlencoded';
const jsonType = 'application/json';

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/** Can Bolt read this body without throwing? */
const isReadable = (type: string, body: string): boolean => {
  if (type === jsonType) return isObject(body);
  if (type !== formType || body === '') return false;
  const payload = new URLSearchParams(body).get('payload');
  return payload === null || isObject(payload);
};

/** Slack's check of a command's certificate: it may come unsigned, and answering has no effect. */
const isSslCheck = (type: string, body: string): boolean =>
  type === formType && body.length < 1_000 && new URLSearchParams(body).get('ssl_check') === '1';

/** Throws `InvalidConfig` for an empty secret: with it, anyone could sign. */
export const signingSecretOf = (secret: string): string => {
  if (secret.trim() !== '') return secret;
  throw new CurfewError(
    'InvalidConfig',
    'The Slack signing secret is empty: refusing to start. Set SLACK_SIGNING_SECRET to the one of the Slack app.',
  );
};

/**
 * The check before Bolt's receiver: size, freshness in both directions, signature, and shape. The handler answers
 * whatever arrives and never throws; only verified requests get past it. Throws `InvalidConfig` without a signing
 * secret.
 */
export const createEntry = ({ signingSecret, wallClock, deliver, log }: EntryOptions) => {
  const secret = signingSecretOf(signingSecret);

  const refuse = (statusCode: number, reason: string): EntryResponse => {
    log.info('request refused', { statusCode, reason });
    return answer(statusCode);
  };

  const deliverSafely = async (event: Verified, context: unknown): Promise<EntryResponse> => {
    try {
      return await deliver(event, context);
    } catch (error) {
      log.error('request failed', { error: error instanceof Error ? error.name : 'unknown' });
      return answer(500);
    }
  };

  return async (event: APIGatewayProxyEventV2, context: unknown): Promise<EntryResponse> => {
    if ((event.body?.length ?? 0) > 2 * bodyMax) return refuse(413, 'too large');
    const body = textOf(event);
    if (body.length > bodyMax) return refuse(413, 'too large');
    const headers = lowerCased(event.headers);
    const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (isSslCheck(type, body)) return answer(200);

    const timestamp = headers['x-slack-request-timestamp'] ?? '';
    const signature = headers['x-slack-signature'] ?? '';
    if (!isFresh(timestamp, wallClock())) return refuse(401, 'not fresh');
    if (!isSigned(secret, timestamp, body, signature)) return refuse(401, 'not signed');
    if (!isReadable(type, body)) return refuse(400, 'not readable');

    const verified: Verified = {
      ...event,
      body,
      isBase64Encoded: false,
      headers: { ...headers, 'content-type': type },
    };
    const response = await deliverSafely(verified, context);
    // An event that nothing listens to would otherwise be sent three more times.
    return response.statusCode === 404 && type === jsonType ? answer(200) : response;
  };
};
