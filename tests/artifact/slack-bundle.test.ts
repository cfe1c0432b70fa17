import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RequestRecord } from '../../functions/domain/record.ts';
import { toIso } from '../../functions/domain/time.ts';
import type { SlackRequest } from '../../local/slack/index.ts';
import { recordOf } from '../functions/slack/world.ts';
import { builtSlack } from './built-slack.ts';

const built = await builtSlack();
const { slack, requests, send, calls, started } = built;
const test = suite('the built Slack Lambda');
test.after(() => built.close());

const alice = slack.as('U0ALICE');
const bob = slack.as('U0BOB');

/** Runs something a person does, and answers the calls to AWS that it cost. */
const costing = async (act: () => Promise<unknown>): Promise<string[]> => {
  const before = calls.length;
  await act();
  return calls.slice(before);
};

const pending = async (requestId: string): Promise<RequestRecord> => {
  const now = Date.now();
  const record = recordOf({
    requestId,
    createdAt: toIso(now),
    startAt: toIso(now),
    deadline: toIso(now + 3_600_000),
    asks: [toIso(now + 3_600_000)],
    askToken: 'nobody-waits-here',
  });
  await requests.create(record);
  return record;
};

/** A card as the machine posts it, with the buttons that count here. */
const cardFor = async (requestId: string) => {
  const button = (action: string, label: string) => ({
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: label },
    value: requestId,
  });
  const response = await fetch(`${process.env.SLACK_API_URL}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer xoxb-fixture' },
    body: JSON.stringify({
      channel: 'C0PAYMENTS',
      text: 'card',
      blocks: [
        {
          type: 'actions',
          block_id: 'card',
          elements: [button('approve', 'Approve'), button('deny', 'Deny…'), button('details', 'Details')],
        },
      ],
    }),
  });
  const { channel, ts } = (await response.json()) as { channel: string; ts: string };
  return { channel, ts };
};

const commandForm = (text: string) =>
  new URLSearchParams({
    command: '/access',
    text,
    team_id: 'T0TEAM',
    user_id: 'U0ALICE',
    channel_id: 'C0PAYMENTS',
    trigger_id: '1.2.abc',
    api_app_id: 'A0APP',
  }).toString();
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const signedHelp = (timestamp?: number): SlackRequest => slack.sign(commandForm('help'), form, timestamp);
const seconds = () => Math.floor(Date.now() / 1000);

test('its bundle is at most 500 kB', () => {
  assert.ok(built.bytes <= 500_000, `${built.bytes} bytes`);
});

test('its handler takes two arguments and returns a promise, as Node 24 on Lambda asks', () => {
  assert.is(built.handler.length, 2);
});

test('the shortcut opens the form', async () => {
  assert.ok((await costing(() => alice.shortcut('request_aws_access'))).length <= 4);
  assert.is(alice.modal().title(), 'Request AWS access');
  await alice.modal().close();
});

test('a submitted form is one recorded request and one execution of the same name', async () => {
  await alice.command('/access', 'payments ReadOnly 2h');
  await alice.modal().type('justification', 'refunds are late, Zürich ✓');
  await alice.modal().submit();
  assert.equal(alice.modals(), []);
  const [name] = started();
  assert.ok(name);
  const record = await requests.get(name ?? '');
  assert.is(record?.requester.person, 'alice');
  assert.is(record?.justification, 'refunds are late, Zürich ✓');
  assert.is(record?.source, 'command');
});

test('F4: the same submission again changes nothing', async () => {
  const again = slack.requests.findLast(({ request }) => request.body.includes('view_submission'));
  if (again === undefined) return assert.unreachable();
  const before = started().length;
  assert.is((await slack.replay(again.request)).statusCode, 200);
  assert.is(started().length, before);
});

test('a problem in the form comes back at its field', async () => {
  await alice.command('/access', 'payments ReadOnly 90h');
  await alice.modal().type('justification', 'x');
  await alice.modal().submit();
  assert.match(Object.values(alice.modal().errors()).join(), 'Allowed: 15 min to 4 h');
  await alice.modal().close();
});

test('Approve is one recorded decision, however often it is sent', async () => {
  const record = await pending('artifact-approve');
  const card = await cardFor(record.requestId);
  const cost = await costing(() => bob.click(card, 'Approve'));
  assert.ok(cost.length <= 4, cost.join());
  const approved = await requests.get(record.requestId);
  assert.is(approved?.status, 'APPROVED');
  const last = slack.requests.at(-1);
  if (last === undefined) return assert.unreachable();
  assert.is((await slack.replay(last.request)).statusCode, 200);
  assert.equal(await requests.get(record.requestId), approved);
});

test('F16: the requester cannot approve', async () => {
  const record = await pending('artifact-own');
  await alice.click(await cardFor(record.requestId), 'Approve');
  assert.is((await requests.get(record.requestId))?.status, 'PENDING');
  assert.match(alice.ephemerals().at(-1)?.reads ?? '', 'You cannot decide on your own request.');
});

test('F7: an event that Slack sends again is answered again', async () => {
  await alice.openHome();
  const event = slack.requests.at(-1);
  if (event === undefined) return assert.unreachable();
  const headers = {
    ...event.request.headers,
    'x-slack-retry-num': '1',
    'x-slack-retry-reason': 'http_timeout',
  };
  assert.is((await send({ ...event.request, headers })).statusCode, 200);
  assert.match(alice.home().text(), 'Your access now');
});

test('a slash command is answered to the one who typed it', async () => {
  const { statusCode, body } = await send(signedHelp());
  assert.is(statusCode, 200);
  assert.is(JSON.parse(body).response_type, 'ephemeral');
});

test('F3: base64, UTF-8 and a charset verify', async () => {
  const request = slack.sign(`${commandForm('help')}&user_name=Zürich ✓`, form);
  const encoded = Buffer.from(request.body).toString('base64');
  const headers = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
  const { statusCode } = await send({ ...request, headers }, { body: encoded, isBase64Encoded: true });
  assert.is(statusCode, 200);
});

const refused: [string, number, () => SlackRequest][] = [
  [
    'F1: a bad signature',
    401,
    () => ({
      ...signedHelp(),
      headers: { ...signedHelp().headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` },
    }),
  ],
  ['F1: no signature', 401, () => ({ ...signedHelp(), headers: form })],
  ['F1: a body other than the signed one', 401, () => ({ ...signedHelp(), body: commandForm('mine') })],
  ['F2: a stale request', 401, () => signedHelp(seconds() - 310)],
  ['F2: a request from the future', 401, () => signedHelp(seconds() + 310)],
  ['unsigned garbage', 401, () => ({ ...signedHelp(), headers: {}, body: '\u0000{{{' })],
  ['signed garbage', 400, () => slack.sign('{{{', { 'content-type': 'application/json' })],
];

for (const [name, status, request] of refused) {
  test(`${name} is answered ${status} and costs no call to AWS`, async () => {
    const cost = await costing(async () => {
      assert.is((await send(request())).statusCode, status);
    });
    assert.equal(cost, []);
  });
}

test('the URL check is answered with its challenge', async () => {
  assert.is((await slack.verifyUrl()).ok, true);
});

test('nobody in Slack saw anything go wrong, and nobody asked Slack who the app is', () => {
  assert.equal(slack.errors, []);
  assert.is(slack.rates['auth.test'], undefined);
});

test.run();
