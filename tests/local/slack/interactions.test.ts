import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CannotSee } from '../../../local/slack/index.ts';
import { fieldsOf, listOf, textOf } from '../../../local/slack/json.ts';
import { buttons, createWorld, isSigned, refusalOf, section, start, type World } from './fake-app.ts';
import { option } from './form.ts';

const withCard = async (world: World = createWorld()) => {
  await world.client.chat.postMessage({
    channel: 'C0GENERAL',
    text: 'alice asks',
    blocks: [section('<@U0ALICE> asks'), buttons('Approve', 'Deny')],
  });
  const bob = world.slack.as('U0BOB');
  const [card] = bob.messagesIn('C0GENERAL');
  if (card === undefined) throw new Error('The card is missing');
  return { ...world, bob, card };
};

const respond = (world: World, url: unknown, body: object) =>
  world.slack.fetch(String(url), { method: 'POST', body: JSON.stringify(body) });

test('a click carries who, where and what, signed', async () => {
  const { slack, bob, card, received } = await withCard();
  const outcome = await bob.click(card, 'Approve');
  assert.is(outcome.ok, true);
  const payload = received[0];
  assert.is(payload?.type, 'block_actions');
  assert.is(fieldsOf(payload?.user).id, 'U0BOB');
  assert.equal(payload?.container, {
    type: 'message',
    message_ts: card.ts,
    channel_id: 'C0GENERAL',
    is_ephemeral: false,
  });
  assert.equal(payload?.channel, { id: 'C0GENERAL', name: 'general' });
  assert.is(fieldsOf(payload?.message).ts, card.ts);
  const [action] = listOf(payload?.actions);
  assert.is(action?.action_id, 'approve');
  assert.is(action?.value, 'request-1');
  const sent = slack.requests[0];
  assert.ok(sent !== undefined && isSigned(sent.request));
  assert.is(sent.request.headers['content-type'], 'application/x-www-form-urlencoded');
});

test('people can click only what they see', async () => {
  const { slack, client, bob, card } = await withCard();
  const refuses = async (click: () => Promise<unknown>) => {
    const error = await click().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.instance(error, CannotSee);
  };
  await refuses(() => bob.click(card, 'Extend'));
  const { channel } = await client.chat.postMessage({
    channel: 'U0ALICE',
    text: 'yours',
    blocks: [buttons('Cancel')],
  });
  const [hers] = slack.as('U0ALICE').dm();
  assert.is(hers?.channel, channel);
  await refuses(() => bob.click({ channel: String(channel), ts: String(hers?.ts) }, 'Cancel'));
  await client.chat.update({ channel: 'C0GENERAL', ts: card.ts, text: 'over' });
  await refuses(() => bob.click(card, 'Approve'));
});

test('a message edited meanwhile can still be clicked as it was seen', async () => {
  const { client, bob, card, received } = await withCard();
  await client.chat.update({ channel: 'C0GENERAL', ts: card.ts, text: 'over' });
  await bob.click(card, 'Approve', { asSeen: true });
  assert.is(received.length, 1);
});

test('equal buttons are told apart by their value', async () => {
  const world = createWorld();
  const row = (value: string) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: value },
    accessory: { type: 'button', action_id: 'end', text: { type: 'plain_text', text: 'End' }, value },
  });
  await world.client.apiCall('views.publish', {
    user_id: 'U0ALICE',
    view: { type: 'home', blocks: [row('one'), row('two')] },
  });
  const home = world.slack.as('U0ALICE').home();
  assert.is(
    await home.click('End').then(
      () => 'clicked',
      (error: Error) => error.name,
    ),
    'CannotSee',
  );
  await home.click('End', { value: 'two' });
  assert.is(fieldsOf(listOf(world.received[0]?.actions)[0]).value, 'two');
  assert.equal(world.received[0]?.container, { type: 'view', view_id: home.view().id });
});

test('one action_id in several blocks is told apart by its block', async () => {
  const world = createWorld();
  const rows = ['one', 'two'].map(id => ({ ...buttons('End'), block_id: id }));
  await world.client.apiCall('views.publish', { user_id: 'U0ALICE', view: { type: 'home', blocks: rows } });
  await world.slack.as('U0ALICE').home().click('two/end');
  assert.is(fieldsOf(listOf(world.received[0]?.actions)[0]).block_id, 'two');
});

test('two people clicking at once both reach the app with the message as both saw it', async () => {
  const world = await withCard();
  world.answer(async () => {
    await world.client.chat.update({ channel: 'C0GENERAL', ts: world.card.ts, text: 'over' });
    return undefined;
  });
  const alice = world.slack.as('U0ALICE');
  await Promise.all([world.bob.click(world.card, 'Approve'), alice.click(world.card, 'Deny')]);
  assert.equal(
    world.received.map(one => fieldsOf(one.user).id),
    ['U0BOB', 'U0ALICE'],
  );
  assert.equal(
    world.received.map(one => fieldsOf(one.message).text),
    ['alice asks', 'alice asks'],
  );
});

test('an overflow menu of a message can be used', async () => {
  const { slack, client, received } = createWorld();
  const menu = { type: 'overflow', action_id: 'more', options: [option('Details'), option('Report')] };
  await client.apiCall('chat.postMessage', {
    channel: 'U0ALICE',
    text: 'x',
    blocks: [{ ...section('x'), accessory: menu }],
  });
  const alice = slack.as('U0ALICE');
  const [message] = alice.dm();
  await alice.choose(message ?? { channel: '', ts: '' }, 'more', 'Details');
  assert.is(fieldsOf(fieldsOf(listOf(received[0]?.actions)[0]).selected_option).value, 'details');
  assert.equal(received[0]?.channel, { id: message?.channel, name: 'directmessage' });
});

test('a response_url answers in place, five times, for half an hour', async () => {
  const world = await withCard();
  await world.bob.click(world.card, 'Approve');
  const url = world.received[0]?.response_url;
  const replaced = await respond(world, url, { replace_original: true, text: 'over' });
  assert.is(replaced.status, 200);
  assert.is(world.bob.messagesIn('C0GENERAL')[0]?.reads, 'over');
  await respond(world, url, { text: 'for you' });
  assert.is(world.bob.ephemerals()[0]?.reads, 'for you');
  await respond(world, url, { text: 'for all', response_type: 'in_channel' });
  assert.is(world.slack.as('U0ALICE').messagesIn('C0GENERAL').at(-1)?.reads, 'for all');
  await respond(world, url, { text: 'four' });
  await respond(world, url, { delete_original: true });
  const sixth = await respond(world, url, { text: 'six' });
  assert.is(sixth.status, 404);
  assert.is(fieldsOf(await sixth.json()).error, 'used_url');
  const late = await withCard();
  await late.bob.click(late.card, 'Approve');
  late.clock.now = start + 30 * 60_000 + 1;
  const refused = await respond(late, late.received[0]?.response_url, { text: 'late' });
  assert.is(fieldsOf(await refused.json()).error, 'expired_url');
});

test('an ephemeral message can be clicked and replaced, and its payload carries no message', async () => {
  const world = createWorld();
  await world.client.chat.postEphemeral({
    channel: 'C0GENERAL',
    user: 'U0BOB',
    text: 'x',
    blocks: [buttons('Dismiss')],
  });
  const bob = world.slack.as('U0BOB');
  await bob.click(bob.ephemerals()[0] ?? { channel: '', ts: '' }, 'Dismiss');
  assert.is(fieldsOf(world.received[0]?.container).is_ephemeral, true);
  assert.not.ok('message' in fieldsOf(world.received[0]));
  await respond(world, world.received[0]?.response_url, { delete_original: true });
  assert.equal(bob.ephemerals(), []);
});

test('a slash command answers its user alone, in the channel it was typed in', async () => {
  const world = createWorld();
  world.answer(payload => ({ text: `You wrote ${textOf(payload.text)}` }));
  const bob = world.slack.as('U0BOB');
  await bob.command('/access', 'list', 'C0GENERAL');
  const [payload] = world.received;
  assert.is(payload?.command, '/access');
  assert.is(payload?.channel_name, 'general');
  assert.is(payload?.user_id, 'U0BOB');
  assert.is(bob.ephemerals()[0]?.reads, 'You wrote list');
  assert.equal(world.slack.as('U0ALICE').messagesIn('C0GENERAL'), []);
  assert.is(world.slack.emitted.at(-1)?.via, 'response');
});

test('a mention reaches the app where it is a member', async () => {
  const { slack, received } = createWorld();
  const alice = slack.as('U0ALICE');
  await alice.say('C0GENERAL', '<@U0BOT> help');
  await alice.say('C0ELSE', '<@U0BOT> help');
  await alice.say('C0GENERAL', 'nothing to see');
  assert.is(received.length, 1);
  const event = fieldsOf(received[0]?.event);
  assert.is(event.type, 'app_mention');
  assert.is(event.text, '<@U0BOT> help');
  assert.is(event.user, 'U0ALICE');
});

test('an app that fails or is late to answer a click shows as an error to the one who clicked', async () => {
  const failing = await withCard();
  failing.answer(() => ({ statusCode: 500, body: '' }));
  assert.equal(await failing.bob.click(failing.card, 'Approve'), {
    ok: false,
    error: 'dispatch_failed',
    status: 500,
  });
  assert.equal(failing.slack.errors, [{ user: 'U0BOB', doing: 'block_actions', error: 'dispatch_failed' }]);
  const late = await withCard(createWorld({ ackTimeoutMs: 1, deliver: () => new Promise(() => undefined) }));
  assert.equal(await late.bob.click(late.card, 'Approve'), { ok: false, error: 'operation_timeout' });
  assert.is(late.slack.requests.length, 1);
});

test('a request can be replayed byte for byte, and a forged one is refused by the app', async () => {
  const { slack, bob, card, received } = await withCard();
  await bob.click(card, 'Approve');
  const [first] = slack.requests;
  if (first === undefined) throw new Error('Nothing was sent');
  assert.is((await slack.replay(first.request)).statusCode, 200);
  assert.equal(received[0], received[1]);
  const forged = slack.sign(first.request.body, { 'x-slack-signature': `v0=${'0'.repeat(64)}` });
  assert.is((await slack.replay(forged)).statusCode, 401);
  assert.is((await slack.replay(slack.sign(first.request.body, {}, 1))).statusCode, 200);
});

test('saving a request URL and checking TLS reach the app', async () => {
  const { slack, received, answer } = createWorld();
  answer(payload => ({ challenge: payload.challenge }));
  const verified = await slack.verifyUrl();
  assert.ok(verified.ok && verified.response.body.includes(textOf(received[0]?.challenge)));
  await slack.sslCheck();
  assert.is(received[1]?.ssl_check, '1');
});

test('a deactivated person is told apart only by users.info', async () => {
  const { slack, client, bob, card, received } = await withCard();
  slack.changeUser('U0BOB', { deleted: true });
  await bob.click(card, 'Approve');
  assert.is(received.length, 1);
  assert.is((await client.users.info({ user: 'U0BOB' })).user?.deleted, true);
  assert.is(await refusalOf(client.users.info({ user: 'U0BOB' })), 'ok');
});

test.run();
