import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { saying } from '../../../functions/slack/messages/blocks.ts';
import { world } from './harness.ts';

const failing = async (call: Promise<unknown>): Promise<Error> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It did not fail');
};

test('posting to a person reaches their direct messages and answers where it stands', async () => {
  const { api, slack } = world();
  const address = await api.post('U0ALICE', saying('hello'));
  assert.is(slack.as('U0ALICE').dm()[0]?.reads, 'hello');
  await api.update(address, saying('goodbye'));
  assert.is(slack.as('U0ALICE').dm()[0]?.reads, 'goodbye');
});

test('a reply goes into the thread of its message', async () => {
  const { api, slack } = world();
  const parent = await api.post('C0PAYMENTS', saying('card'));
  await api.post('C0PAYMENTS', saying('reply'), parent.ts);
  assert.is(slack.as('U0BOB').messagesIn('C0PAYMENTS')[1]?.threadTs, parent.ts);
});

test('a failure is a SlackError with the code of Slack as its message', async () => {
  const { api } = world();
  const error = await failing(api.post('C0NOWHERE', saying('x')));
  assert.is(error.name, 'SlackError');
  assert.is(error.message, 'channel_not_found');
});

test('a rate limit is not waited out', async () => {
  const { api, slack } = world();
  slack.faults.failNext('chat.postMessage', { status: 429, retryAfter: 30 });
  const error = await failing(api.post('C0PAYMENTS', saying('x')));
  assert.is(error.message, 'slack_webapi_rate_limited_error');
  assert.is(slack.rates['chat.postMessage'], 1);
});

test('an outage is a SlackError too, and is not tried again by a click', async () => {
  const { api, slack } = world();
  slack.faults.failNext('chat.postMessage', { status: 503 });
  assert.is((await failing(api.post('C0PAYMENTS', saying('x')))).name, 'SlackError');
  assert.is(slack.rates['chat.postMessage'], 1);
});

test('F8: what Slack says of an account comes through: guest, bot, stranger, deactivated', async () => {
  const { api, slack } = world();
  slack.changeUser('U0ALICE', { isUltraRestricted: true });
  slack.changeUser('U0BOB', { deleted: true });
  slack.changeUser('U0CAROL', { isStranger: true });
  slack.changeUser('U0DAVE', { isBot: true });
  const of = async (id: string) => {
    const user = await api.user(id);
    return user && { guest: user.guest, deleted: user.deleted, stranger: user.stranger, isBot: user.isBot };
  };
  const nothing = { guest: false, deleted: false, stranger: false, isBot: false };
  assert.equal(await of('U0ALICE'), { ...nothing, guest: true });
  assert.equal(await of('U0BOB'), { ...nothing, deleted: true });
  assert.equal(await of('U0CAROL'), { ...nothing, stranger: true });
  assert.equal(await of('U0DAVE'), { ...nothing, isBot: true });
  assert.equal(await of('U0EVE'), nothing);
  assert.is(await api.user('U0NOBODY'), undefined);
});

test.run();
