import { createHmac, timingSafeEqual } from 'node:crypto';

type Event = { headers: Record<string, string>; body: string };

const secret = process.env.SLACK_SIGNING_SECRET ?? '';

/** The least that a Slack app can do: check the signature and answer. The rest of a click's cost is Curfew's. */
export const handler = async ({ headers, body }: Event): Promise<{ statusCode: number; body: string }> => {
  const signed = `v0:${headers['x-slack-request-timestamp']}:${body}`;
  const wanted = Buffer.from(`v0=${createHmac('sha256', secret).update(signed).digest('hex')}`);
  const given = Buffer.from(headers['x-slack-signature'] ?? '');
  const genuine = wanted.length === given.length && timingSafeEqual(wanted, given);
  return { statusCode: genuine ? 200 : 401, body: '' };
};
