import { WebClient } from '@slack/web-api';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fieldsOf } from '../../../local/slack/json.ts';
import { botToken, buttons, createWorld, refusalOf, section, team } from './fake-app.ts';

test('a message posted by the real client is read by the person it is for', async () => {
  const { slack, client } = createWorld();
  const posted = await client.chat.postMessage({
    channel: 'U0ALICE',
    text: 'Asked bob',
    blocks: [section('Asked *<@U0BOB>*')],
  });
  const [message] = slack.as('U0ALICE').dm();
  assert.is(message?.reads, 'Asked @bob');
  assert.is(message?.text, 'Asked bob');
  assert.is(posted.ts, message?.ts);
  assert.is(slack.as('U0BOB').dm().length, 0);
});

test('the same client works over HTTP', async () => {
  const { slack } = createWorld();
  const server = await slack.listen();
  try {
    const client = new WebClient(botToken, { slackApiUrl: server.apiUrl });
    const { user_id: userId } = await client.auth.test();
    assert.is(userId, team.bot);
    await client.chat.postMessage({ channel: 'C0GENERAL', text: 'hello' });
    assert.is(slack.as('U0BOB').messagesIn('C0GENERAL')[0]?.reads, 'hello');
  } finally {
    await server.close();
  }
});

test('a JSON body is read like a form', async () => {
  const { slack } = createWorld();
  const response = await slack.fetch('https://slack.com/api/chat.postMessage', {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: 'C0GENERAL', text: 'x', blocks: [section('as JSON')] }),
  });
  assert.is(fieldsOf(await response.json()).ok, true);
  assert.is(slack.as('U0BOB').messagesIn('C0GENERAL')[0]?.reads, 'as JSON');
});

test('timestamps rise even when the clock stands still', async () => {
  const { client } = createWorld();
  const first = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'one' });
  const second = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'two' });
  assert.ok(Number(second.ts) > Number(first.ts));
});

const refusals: [title: string, channel: string, error: string][] = [
  ['an unknown channel', 'C0NONE', 'channel_not_found'],
  ['an unknown person', 'U0NONE', 'channel_not_found'],
  ['a bot', team.bot, 'cannot_dm_bot'],
  ['a private channel the app is not in', 'C0SECRET', 'channel_not_found'],
  ['a public channel the app is not in', 'C0ELSE', 'not_in_channel'],
  ['an archived channel', 'C0OLD', 'is_archived'],
];
for (const [title, channel, error] of refusals) {
  test(`posting to ${title} is refused as ${error}`, async () => {
    const { client } = createWorld();
    assert.is(await refusalOf(client.chat.postMessage({ channel, text: 'x' })), error);
  });
}

test('posting to someone who left succeeds, but opening their DM does not', async () => {
  const { slack, client } = createWorld();
  slack.changeUser('U0BOB', { deleted: true });
  assert.is(await refusalOf(client.chat.postMessage({ channel: 'U0BOB', text: 'x' })), 'ok');
  assert.is(await refusalOf(client.conversations.open({ users: 'U0BOB' })), 'user_disabled');
});

test('a wrong token, a missing method and an empty message are refused by name', async () => {
  const { slack, client } = createWorld();
  const stranger = new WebClient('xoxb-other', { fetch: slack.fetch });
  assert.is(await refusalOf(stranger.auth.test()), 'invalid_auth');
  assert.is(await refusalOf(client.apiCall('chat.shout')), 'unknown_method');
  assert.is(await refusalOf(client.chat.postMessage({ channel: 'C0GENERAL', text: '' })), 'no_text');
});

test('blocks that Slack would refuse are refused with the place and the reason', async () => {
  const { client } = createWorld();
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
  const call = client.chat.postMessage({ channel: 'C0GENERAL', text: 'x', blocks });
  const data = await call.then(
    () => undefined,
    (error: { data: { error: string; response_metadata: { messages: string[] } } }) => error.data,
  );
  assert.is(data?.error, 'invalid_blocks');
  assert.equal(data?.response_metadata.messages, [
    '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ]);
});

test('blocks without a text for the notification are refused', async () => {
  const { slack } = createWorld();
  const response = await slack.fetch('https://slack.com/api/chat.postMessage', {
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'C0GENERAL', blocks: [section('hello')] }),
  });
  assert.is(fieldsOf(await response.json()).error, 'invalid_blocks');
});

test('an update replaces the message for everyone and keeps what it said before', async () => {
  const { slack, client, clock } = createWorld();
  const { ts, channel } = await client.chat.postMessage({
    channel: 'C0GENERAL',
    text: 'asked',
    blocks: [section('asked'), buttons('Approve')],
  });
  clock.now += 1000;
  await client.chat.update({
    channel: String(channel),
    ts: String(ts),
    text: 'approved',
    blocks: [section('approved')],
  });
  const [message] = slack.as('U0BOB').messagesIn('C0GENERAL');
  assert.is(message?.reads, 'approved');
  assert.is(message?.edited, true);
  assert.equal(message?.buttons, []);
  const stored = slack.snapshot().conversations.find(one => one.id === 'C0GENERAL')?.messages[0];
  assert.is(stored?.history[0]?.text, 'asked');
});

test('an update with text alone removes the blocks', async () => {
  const { slack, client } = createWorld();
  const { ts } = await client.chat.postMessage({
    channel: 'C0GENERAL',
    text: 'asked',
    blocks: [buttons('Approve')],
  });
  await client.chat.update({ channel: 'C0GENERAL', ts: String(ts), text: 'over' });
  assert.equal(slack.as('U0BOB').messagesIn('C0GENERAL')[0]?.blocks, []);
});

test("only the app's own messages can be updated or deleted", async () => {
  const { slack, client } = createWorld();
  await slack.as('U0BOB').say('C0GENERAL', 'mine');
  const ts = String(slack.as('U0BOB').messagesIn('C0GENERAL')[0]?.ts);
  assert.is(
    await refusalOf(client.chat.update({ channel: 'C0GENERAL', ts, text: 'x' })),
    'cant_update_message',
  );
  assert.is(await refusalOf(client.chat.delete({ channel: 'C0GENERAL', ts })), 'cant_delete_message');
  assert.is(
    await refusalOf(client.chat.update({ channel: 'C0GENERAL', ts: '1.000000', text: 'x' })),
    'message_not_found',
  );
});

test('a thread hangs under its first message, and a reply to nothing is refused', async () => {
  const { slack, client } = createWorld();
  const { ts } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'card' });
  await client.chat.postMessage({ channel: 'C0GENERAL', text: 'outcome', thread_ts: String(ts) });
  assert.is(slack.as('U0BOB').messagesIn('C0GENERAL')[1]?.threadTs, ts);
  assert.is(
    await refusalOf(client.chat.postMessage({ channel: 'C0GENERAL', text: 'x', thread_ts: '9.000000' })),
    'thread_not_found',
  );
});

test('an ephemeral message is seen by one person and cannot be updated', async () => {
  const { slack, client } = createWorld();
  const { message_ts: ts } = await client.chat.postEphemeral({
    channel: 'C0GENERAL',
    user: 'U0BOB',
    text: 'only you',
  });
  assert.is(slack.as('U0BOB').ephemerals()[0]?.reads, 'only you');
  assert.is(slack.as('U0ALICE').messagesIn('C0GENERAL').length, 0);
  assert.is(
    await refusalOf(client.chat.update({ channel: 'C0GENERAL', ts: String(ts), text: 'x' })),
    'message_not_found',
  );
  slack.setMember('C0GENERAL', 'U0BOB', false);
  assert.is(
    await refusalOf(client.chat.postEphemeral({ channel: 'C0GENERAL', user: 'U0BOB', text: 'x' })),
    'user_not_in_channel',
  );
});

test('metadata travels with a message and a malformed one is refused', async () => {
  const { slack, client } = createWorld();
  const metadata = { event_type: 'request', event_payload: { id: 'request-1' } };
  await client.chat.postMessage({ channel: 'C0GENERAL', text: 'x', metadata });
  assert.equal(slack.as('U0BOB').messagesIn('C0GENERAL')[0]?.metadata, metadata);
  assert.is(
    await refusalOf(client.apiCall('chat.postMessage', { channel: 'C0GENERAL', text: 'x', metadata: '{' })),
    'invalid_metadata_format',
  );
});

test('a permalink leads to a message that exists', async () => {
  const { client } = createWorld();
  const { ts } = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'card' });
  const { permalink } = await client.chat.getPermalink({ channel: 'C0GENERAL', message_ts: String(ts) });
  assert.ok(permalink?.endsWith(`/archives/C0GENERAL/p${String(ts).replace('.', '')}`));
  assert.is(
    await refusalOf(client.chat.getPermalink({ channel: 'C0GENERAL', message_ts: '1.000000' })),
    'message_not_found',
  );
});

test('people are shown with what makes them guests, strangers or gone', async () => {
  const { slack, client } = createWorld();
  slack.changeUser('U0BOB', { deleted: true, isRestricted: true, isStranger: true, teamId: 'T0OTHER' });
  const { user } = await client.users.info({ user: 'U0BOB' });
  assert.is(user?.deleted, true);
  assert.is(user?.is_restricted, true);
  assert.is(Reflect.get(user ?? {}, 'is_stranger'), true);
  assert.is(user?.team_id, 'T0OTHER');
  assert.is(await refusalOf(client.users.info({ user: 'U0NONE' })), 'user_not_found');
  assert.is(await refusalOf(client.users.lookupByEmail({ email: 'bob@example.com' })), 'users_not_found');
  const found = await client.users.lookupByEmail({ email: 'ALICE@example.com' });
  assert.is(found.user?.id, 'U0ALICE');
});

test('opening a DM twice finds the same one', async () => {
  const { client } = createWorld();
  const first = await client.conversations.open({ users: 'U0ALICE' });
  const second = await client.conversations.open({ users: 'U0ALICE' });
  assert.is(first.channel?.id, second.channel?.id);
  const { channel } = await client.conversations.info({ channel: String(first.channel?.id) });
  assert.is(channel?.is_im, true);
});

test('planned faults strike once each, and a lost answer leaves its effect', async () => {
  const { slack, client } = createWorld();
  const post = () => client.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
  slack.faults.failNext('chat.postMessage', 'internal_error', 2);
  assert.is(await refusalOf(post()), 'internal_error');
  assert.is(await refusalOf(post()), 'internal_error');
  slack.faults.failNext('chat.postMessage', { status: 500, afterEffect: true });
  assert.is.not(await refusalOf(post()), 'ok');
  assert.is(slack.as('U0BOB').messagesIn('C0GENERAL').length, 1);
  assert.is(await refusalOf(post()), 'ok');
  assert.is(slack.rates['chat.postMessage'], 4);
});

test('a rate limit says how long to wait', async () => {
  const { slack } = createWorld();
  const client = new WebClient(botToken, { fetch: slack.fetch, rejectRateLimitedCalls: true });
  slack.faults.failNext('chat.postMessage', { status: 429, retryAfter: 7 });
  const error = await client.chat.postMessage({ channel: 'C0GENERAL', text: 'x' }).then(
    () => undefined,
    (thrown: { retryAfter: number }) => thrown,
  );
  assert.is(error?.retryAfter, 7);
});

test('a workspace that is down does not answer, and comes back', async () => {
  const { slack, client } = createWorld();
  slack.faults.down();
  assert.match(await refusalOf(client.auth.test()), /down/);
  slack.faults.up();
  assert.is(await refusalOf(client.auth.test()), 'ok');
});

test('everything the app sent is on record, tokens aside', async () => {
  const { slack, client } = createWorld();
  await client.chat.postMessage({ channel: 'C0GENERAL', text: 'canary-1', blocks: [section('canary-2')] });
  await client.auth.test({ token: botToken });
  const said = JSON.stringify(slack.emitted);
  assert.ok(said.includes('canary-1') && said.includes('canary-2'));
  assert.not.ok(said.includes(botToken));
});

test('a listener hears of changes until it stops', async () => {
  const { slack, client } = createWorld();
  let heard = 0;
  const stop = slack.onChange(() => {
    heard += 1;
  });
  await client.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
  stop();
  await client.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
  assert.is(heard, 1);
});

test.run();
