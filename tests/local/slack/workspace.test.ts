import { WebClient } from '@slack/web-api';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fieldsOf } from '../../../local/slack/json.ts';
import { buttons, createWorld, plain, refusalOf, section } from './fake-app.ts';
import { form } from './form.ts';

test("a snapshot shows everyone's screen and cannot be used to change it", async () => {
  const { slack, client, answer } = createWorld();
  answer(async ({ type, trigger_id: triggerId }) => {
    if (type === 'shortcut') await client.apiCall('views.open', { trigger_id: triggerId, view: form() });
    return undefined;
  });
  const alice = slack.as('U0ALICE');
  await alice.shortcut('request');
  await client.chat.postMessage({ channel: 'U0ALICE', text: 'Asked bob' });
  await client.apiCall('views.publish', {
    user_id: 'U0BOB',
    view: { type: 'home', blocks: [section('Nothing')] },
  });
  const snapshot = slack.snapshot();
  const dm = snapshot.conversations.find(one => one.with === 'U0ALICE');
  assert.is(dm?.messages[0]?.text, 'Asked bob');
  assert.is(snapshot.modals.U0ALICE?.[0]?.callbackId, 'request');
  assert.is(snapshot.homes.U0BOB?.blocks.length, 1);
  Object.assign(dm?.messages[0] ?? {}, { text: 'spoiled' });
  assert.is(alice.dm()[0]?.text, 'Asked bob');
  assert.equal(JSON.parse(JSON.stringify(slack.snapshot())), slack.snapshot());
});

test('a reaction stands under the message until it is taken back', async () => {
  const { slack, client } = createWorld();
  await client.chat.postMessage({ channel: 'C0GENERAL', text: 'x' });
  const bob = slack.as('U0BOB');
  const [message] = bob.messagesIn('C0GENERAL');
  const reactions = () =>
    slack.snapshot().conversations.find(one => one.id === 'C0GENERAL')?.messages[0]?.reactions;
  if (message === undefined) throw new Error('The message is missing');
  bob.react(message, 'eyes');
  assert.equal(reactions(), [{ name: 'eyes', users: ['U0BOB'] }]);
  bob.react(message, 'eyes');
  assert.equal(reactions(), []);
});

test('a user group lists those who are still here', async () => {
  const group = { id: 'S0OPS', handle: 'ops', name: 'Ops', users: ['U0ALICE', 'U0BOB'] };
  const { slack, client } = createWorld({ userGroups: [group] });
  slack.changeUser('U0BOB', { deleted: true });
  assert.equal((await client.usergroups.users.list({ usergroup: 'S0OPS' })).users, ['U0ALICE']);
  assert.is((await client.usergroups.list()).usergroups?.[0]?.handle, 'ops');
  slack.setUserGroup('S0OPS', []);
  assert.equal((await client.usergroups.users.list({ usergroup: 'S0OPS' })).users, []);
  assert.is(await refusalOf(client.usergroups.users.list({ usergroup: 'S0NONE' })), 'no_such_subteam');
});

test("a custom step is completed once, by its own token while it runs or by the app's", async () => {
  const { slack, client, received } = createWorld();
  await slack.as('U0ALICE').runStep('request_aws_access', { project: 'payments' });
  const event = fieldsOf(received[0]?.event);
  assert.is(event.type, 'function_executed');
  assert.equal(event.inputs, { project: 'payments' });
  const id = String(event.function_execution_id);
  const own = new WebClient(String(event.bot_access_token), { fetch: slack.fetch });
  assert.is(await refusalOf(own.auth.test()), 'ok');
  const complete = () =>
    client.functions.completeSuccess({ function_execution_id: id, outputs: { request_id: 'r1' } });
  assert.is(await refusalOf(complete()), 'ok');
  assert.is(await refusalOf(complete()), 'execution_not_in_running_state');
  assert.is(await refusalOf(own.auth.test()), 'invalid_auth');
  assert.equal(slack.steps[0]?.outcome, { status: 'completed', outputs: { request_id: 'r1' } });
  assert.is(
    await refusalOf(client.functions.completeError({ function_execution_id: 'Fx0', error: 'x' })),
    'function_execution_not_found',
  );
});

test("a step's own token dies after fifteen minutes", async () => {
  const { slack, received, clock } = createWorld();
  await slack.as('U0ALICE').runStep('request_aws_access', {});
  const own = new WebClient(String(fieldsOf(received[0]?.event).bot_access_token), { fetch: slack.fetch });
  clock.now += 15 * 60_000 + 1;
  assert.is(await refusalOf(own.auth.test()), 'invalid_auth');
});

test('a response_url works over HTTP, and a workspace that is down breaks the connection', async () => {
  const { slack, client, received } = createWorld();
  const server = await slack.listen();
  try {
    await client.apiCall('chat.postMessage', {
      channel: 'C0GENERAL',
      text: 'x',
      blocks: [buttons('Approve')],
    });
    const bob = slack.as('U0BOB');
    await bob.click(bob.messagesIn('C0GENERAL')[0] ?? { channel: '', ts: '' }, 'Approve');
    const url = String(received[0]?.response_url);
    assert.ok(url.startsWith(server.origin));
    const body = JSON.stringify({ text: 'for you' });
    assert.is((await fetch(url, { method: 'POST', body })).status, 200);
    assert.is(bob.ephemerals()[0]?.reads, 'for you');
    slack.faults.down();
    const broken = await fetch(`${server.apiUrl}auth.test`, { method: 'POST' }).then(
      () => 'answered',
      () => 'broken',
    );
    assert.is(broken, 'broken');
  } finally {
    await server.close();
  }
});

test('without a port, a response_url leads to no real host', async () => {
  const { slack, client, received } = createWorld();
  await client.apiCall('chat.postMessage', { channel: 'C0GENERAL', text: 'x', blocks: [buttons('Approve')] });
  const bob = slack.as('U0BOB');
  await bob.click(bob.messagesIn('C0GENERAL')[0] ?? { channel: '', ts: '' }, 'Approve');
  assert.ok(new URL(String(received[0]?.response_url)).hostname.endsWith('.invalid'));
});

test('nobody can act as someone who does not exist', () => {
  const { slack } = createWorld();
  assert.throws(() => slack.as('U0NONE'), /There is no user U0NONE/);
  slack.addUser({ id: 'U0NEW', name: 'carol', realName: 'Carol', email: 'carol@example.com', tz: 'UTC' });
  assert.is(slack.as('U0NEW').id, 'U0NEW');
});

test('clearing on close closes the whole stack and tells so', async () => {
  const { slack, client, answer, received } = createWorld();
  const view = form({ clear_on_close: true, notify_on_close: true, title: plain('Form') });
  answer(async ({ type, trigger_id: triggerId }) => {
    if (type === 'shortcut') await client.apiCall('views.open', { trigger_id: triggerId, view });
    if (type === 'block_actions') await client.apiCall('views.push', { trigger_id: triggerId, view });
    return undefined;
  });
  const alice = slack.as('U0ALICE');
  await alice.shortcut('request');
  await alice.modal().pick('role', 'Admin');
  await alice.modal().close();
  assert.equal(alice.modals(), []);
  const closed = received.filter(one => one.type === 'view_closed');
  assert.equal(
    closed.map(one => one.is_cleared),
    [true, true],
  );
});

test.run();
