// The other end is the real thing here: Bolt's Lambda receiver, with its own signature check and parsing.

import bolt from '@slack/bolt';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createSlack, type SlackRequest, type SlackResponse } from '../../../local/slack/index.ts';
import { textOf } from '../../../local/slack/json.ts';
import { botToken, buttons, people, plain, section, team } from './fake-app.ts';

const signingSecret = 'fixture-signing-secret';

const world = () => {
  let handle = async (_: SlackRequest): Promise<SlackResponse> => ({ statusCode: 404, body: '' });
  const slack = createSlack({
    signingSecret,
    botToken,
    teamId: team.id,
    appId: team.app,
    botUserId: team.bot,
    users: people,
    channels: [{ id: 'C0GENERAL', name: 'general' }],
    now: Date.now,
    deliver: async request => await handle(request),
  });
  const receiver = new bolt.AwsLambdaReceiver({ signingSecret, logLevel: bolt.LogLevel.ERROR });
  const app = new bolt.App({
    token: botToken,
    receiver,
    botId: 'B0BOT',
    botUserId: team.bot,
    clientOptions: { fetch: slack.fetch },
    logLevel: bolt.LogLevel.ERROR,
  });
  const handler = receiver.toHandler();
  handle = async ({ headers, body, path }) => {
    // Lambda function URLs hand over this much; Bolt's type asks for the rest of the event too.
    const event = { headers, body, rawPath: path, isBase64Encoded: false } as unknown as Parameters<
      typeof handler
    >[0];
    const { statusCode, body: answered } = await handler(event, {});
    return { statusCode, body: textOf(answered) };
  };
  return { slack, app };
};

test('a shortcut, a form and its submission pass through Bolt', async () => {
  const { slack, app } = world();
  app.shortcut('request', async ({ ack, client, shortcut }) => {
    await ack();
    const input = {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why'),
      element: { type: 'plain_text_input' as const, action_id: 'why' },
    };
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'request',
        title: plain('Request'),
        submit: plain('Ask'),
        blocks: [input],
      },
    });
  });
  app.view('request', async ({ ack, client, body, view }) => {
    await ack();
    await client.chat.postMessage({
      channel: body.user.id,
      text: `Asked: ${view.state.values.why?.why?.value}`,
    });
  });
  const alice = slack.as('U0ALICE');
  await alice.shortcut('request');
  await alice.modal().type('why', 'disk is full, ça va');
  assert.equal(await alice.modal().submit(), { outcome: 'closed' });
  assert.is(alice.dm()[0]?.reads, 'Asked: disk is full, ça va');
  assert.equal(slack.errors, []);
});

test('a click and its response_url pass through Bolt', async () => {
  const { slack, app } = world();
  app.action('approve', async ({ ack, respond, body }) => {
    await ack();
    await respond({ replace_original: true, text: `Approved by <@${body.user.id}>` });
  });
  await app.client.apiCall('chat.postMessage', {
    channel: 'C0GENERAL',
    text: 'x',
    blocks: [section('alice asks'), buttons('Approve')],
  });
  const bob = slack.as('U0BOB');
  const [card] = bob.messagesIn('C0GENERAL');
  await bob.click(card ?? { channel: '', ts: '' }, 'Approve');
  assert.is(bob.messagesIn('C0GENERAL')[0]?.reads, 'Approved by @bob');
});

test('a slash command, an event and a suggestion pass through Bolt', async () => {
  const { slack, app } = world();
  app.command('/access', async ({ ack, command }) => ack(`You wrote ${command.text}`));
  app.event('app_home_opened', async ({ client, event }) => {
    const block = {
      type: 'actions' as const,
      elements: [{ type: 'external_select' as const, action_id: 'project', min_query_length: 0 }],
    };
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [block] } });
  });
  app.options('project', async ({ ack }) =>
    ack({ options: [{ text: plain('Payments'), value: 'payments' }] }),
  );
  const alice = slack.as('U0ALICE');
  await alice.command('/access', 'list');
  assert.is(alice.ephemerals()[0]?.reads, 'You wrote list');
  await alice.openHome();
  assert.equal(await alice.home().search('project', ''), ['Payments']);
});

test('a custom step runs and completes through Bolt', async () => {
  const { slack, app } = world();
  app.function('request_aws_access', async ({ inputs, complete }) => {
    await complete({ outputs: { request_id: `for ${String(inputs.project)}` } });
  });
  await slack.as('U0ALICE').runStep('request_aws_access', { project: 'payments' });
  assert.equal(slack.steps[0]?.outcome, { status: 'completed', outputs: { request_id: 'for payments' } });
});

test('Bolt refuses a forged request and answers a URL check', async () => {
  const { slack } = world();
  const body = JSON.stringify({ type: 'event_callback', event: { type: 'app_mention' } });
  const forged = slack.sign(body, { 'x-slack-signature': `v0=${'0'.repeat(64)}` });
  assert.is((await slack.replay(forged)).statusCode, 401);
  const verified = await slack.verifyUrl();
  assert.ok(verified.ok && verified.response.body.includes('challenge'));
});

test.run();
