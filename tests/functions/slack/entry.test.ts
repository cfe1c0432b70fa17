import { createHmac } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { silentLog } from '../../../functions/runtime/log.ts';
import { createSlackApp } from '../../../functions/slack/app.ts';
import { createEntry, type Verified } from '../../../functions/slack/entry.ts';
import { eventOf, fakeService, identifyFrom, settings, world } from './harness.ts';
import { kinds, now } from './world.ts';

const secret = 'fixture-signing-secret';
const wall = Date.UTC(2026, 2, 2, 10);
const stamp = wall / 1000;

type Given = { body?: string; timestamp?: number | string; type?: string; signature?: string; key?: string };

const eventWith = ({
  body = '{"type":"x"}',
  timestamp = stamp,
  type = 'application/json',
  signature,
  key = secret,
}: Given) =>
  eventOf({
    method: 'POST',
    path: '/slack/events',
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature':
        signature ?? `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}`,
    },
  });

const entry = (status = 200) => {
  const delivered: Verified[] = [];
  const deliver = async (event: Verified) => {
    delivered.push(event);
    return { statusCode: status, body: '' };
  };
  return {
    delivered,
    send: createEntry({ signingSecret: secret, wallClock: () => wall, deliver, log: silentLog }),
  };
};

const refused: [string, number, APIGatewayProxyEventV2][] = [
  ['F1: a signature by another secret', 401, eventWith({ key: 'another' })],
  ['F1: an empty signature', 401, eventWith({ signature: '' })],
  ['F1: a signature of another length', 401, eventWith({ signature: 'v0=00' })],
  ['F1: a signature of another version', 401, eventWith({ signature: `v1=${'0'.repeat(64)}` })],
  ['F2: a request signed 301 s ago', 401, eventWith({ timestamp: stamp - 301 })],
  ['F2: a request signed 301 s ahead', 401, eventWith({ timestamp: stamp + 301 })],
  ['F2: a request signed a day ahead', 401, eventWith({ timestamp: stamp + 86_400 })],
  ['a timestamp that is no number', 401, eventWith({ timestamp: 'soon' })],
  ['a timestamp in another notation', 401, eventWith({ timestamp: `0x${stamp.toString(16)}` })],
  ['a signed body that is no JSON', 400, eventWith({ body: 'garbage' })],
  ['a signed body that is no object', 400, eventWith({ body: '[1]' })],
  [
    'a signed form whose payload is broken',
    400,
    eventWith({ body: 'payload=%7B', type: 'application/x-www-form-urlencoded' }),
  ],
  ['a signed body of an unknown type', 400, eventWith({ type: 'text/plain' })],
  ['an oversize body', 413, eventWith({ body: 'x'.repeat(1_000_001) })],
];

for (const [name, status, event] of refused) {
  test(`${name} is answered ${status} and reaches nothing`, async () => {
    const { send, delivered } = entry();
    assert.is((await send(event, {})).statusCode, status);
    assert.equal(delivered, []);
  });
}

test('F1: unsigned garbage without headers or body is answered 401, not thrown on', async () => {
  const { send, delivered } = entry();
  // An invocation by hand may lack what the type promises.
  const bare = { version: '2.0' } as unknown as APIGatewayProxyEventV2;
  assert.is((await send(bare, {})).statusCode, 401);
  assert.equal(delivered, []);
});

for (const skew of [-300, 300]) {
  test(`F2: a request dated ${skew} s from now is taken`, async () => {
    const { send, delivered } = entry();
    assert.is((await send(eventWith({ timestamp: stamp + skew }), {})).statusCode, 200);
    assert.is(delivered.length, 1);
  });
}

test('F3: a base64 body in UTF-8 verifies and arrives as text', async () => {
  const { send, delivered } = entry();
  const event = eventWith({ body: '{"text":"Zürich ✓"}' });
  const encoded = { ...event, body: Buffer.from(event.body ?? '').toString('base64'), isBase64Encoded: true };
  assert.is((await send(encoded, {})).statusCode, 200);
  assert.is(delivered[0]?.body, '{"text":"Zürich ✓"}');
  assert.is(delivered[0]?.isBase64Encoded, false);
});

test('F3: a content type with a charset, and header names in any case, are understood', async () => {
  const { send, delivered } = entry();
  const event = eventWith({ type: 'Application/JSON; charset=utf-8' });
  const headers = Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toUpperCase(), value]),
  );
  assert.is((await send({ ...event, headers }, {})).statusCode, 200);
  assert.is(delivered[0]?.headers['content-type'], 'application/json');
});

test('F1: an empty signing secret refuses to start, by name', () => {
  const start = (signingSecret: string) => () =>
    createSlackApp({
      service: fakeService(),
      identify: identifyFrom(fakeService()),
      slack: world().api,
      kinds,
      now: () => now,
      newId: () => 'x',
      config: { ...settings, signingSecret },
      log: silentLog,
    });
  for (const empty of ['', '  ']) {
    try {
      start(empty)();
      assert.unreachable();
    } catch (error) {
      assert.ok(error instanceof Error);
      assert.is(error instanceof Error && error.name, 'InvalidConfig');
      assert.match(error instanceof Error ? error.message : '', 'signing secret is empty');
    }
  }
});

test('an event that nothing listens to is answered 200, so that it is not sent again', async () => {
  const { send } = entry(404);
  assert.is((await send(eventWith({}), {})).statusCode, 200);
});

test('an interaction that nothing listens to is answered 404', async () => {
  const { send } = entry(404);
  const event = eventWith({ body: 'payload=%7B%7D', type: 'application/x-www-form-urlencoded' });
  assert.is((await send(event, {})).statusCode, 404);
});

test('a receiver that throws is answered 500 without its message', async () => {
  const logged: string[] = [];
  const log = { ...silentLog, error: (...said: unknown[]) => void logged.push(JSON.stringify(said)) };
  const deliver = () => Promise.reject(new Error('the secret'));
  const send = createEntry({ signingSecret: secret, wallClock: () => wall, deliver, log });
  const response = await send(eventWith({}), {});
  assert.equal(response, { statusCode: 500, body: '' });
  assert.not.match(logged.join(), 'the secret');
});

test('Slack may check the certificate and the URL', async () => {
  const { slack } = world();
  assert.is((await slack.sslCheck()).ok, true);
  const verified = await slack.verifyUrl();
  assert.is(verified.ok, true);
});

test('F4: a replayed click is sent to the service as the same click', async () => {
  const { slack, api, service } = world();
  const address = await api.post('C0PAYMENTS', {
    text: 'x',
    blocks: [
      {
        type: 'actions',
        block_id: 'card',
        elements: [
          {
            type: 'button',
            action_id: 'approve',
            text: { type: 'plain_text', text: 'Approve' },
            value: 'req-1',
          },
        ],
      },
    ],
  });
  await slack.as('U0BOB').click(address, 'Approve');
  const last = slack.requests.at(-1);
  if (last === undefined) return assert.unreachable();
  await slack.replay(last.request);
  assert.is(service.calls.length, 2);
  assert.equal(service.calls[0], service.calls[1]);
});

test('no request makes the app ask Slack who it is', async () => {
  const { slack } = world();
  await slack.as('U0ALICE').shortcut('request_aws_access');
  await slack.as('U0ALICE').openHome();
  assert.is(slack.rates['auth.test'], undefined);
  assert.is(slack.rates['views.open'], 1);
});

test('an event whose listener fails is not sent again', async () => {
  const { slack } = world();
  slack.faults.failNext('views.publish', 'internal_error');
  await slack.as('U0ALICE').openHome();
  assert.is(slack.requests.length, 1);
});

test.run();
