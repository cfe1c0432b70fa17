import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { SlackOptions, SlackResponse } from '../../../local/slack/index.ts';
import { fieldsOf } from '../../../local/slack/json.ts';
import { createWorld } from './fake-app.ts';

/** A promise and the way to fulfil it. */
const pending = <Value>() => {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>(fulfil => {
    resolve = fulfil;
  });
  return { promise, resolve: (value: Value) => resolve(value) };
};

/** A world whose retries run when the test says so. */
const withRetries = (options: Partial<SlackOptions> = {}) => {
  const due: { run: () => void; ms: number }[] = [];
  const world = createWorld({ schedule: (run, ms) => void due.push({ run, ms }), ...options });
  const next = async (): Promise<number | undefined> => {
    const retry = due.shift();
    retry?.run();
    await world.slack.settled();
    return retry?.ms;
  };
  const headers = (index: number) => world.slack.requests[index]?.request.headers ?? {};
  return { ...world, due, next, headers };
};

test('an event that is answered is sent once', async () => {
  const { slack, due, headers } = withRetries();
  assert.is((await slack.as('U0ALICE').openHome()).ok, true);
  assert.is(slack.requests.length, 1);
  assert.equal(due, []);
  assert.is(headers(0)['x-slack-retry-num'], undefined);
  assert.is(headers(0)['content-type'], 'application/json');
});

test('F7: an event that fails comes again at once, after a minute and after five, the same each time', async () => {
  const { slack, received, answer, next, due, headers } = withRetries();
  answer(() => ({ statusCode: 500, body: '' }));
  await slack.as('U0ALICE').openHome();
  assert.equal([await next(), await next(), await next()], [0, 60_000, 300_000]);
  assert.equal(due, []);
  assert.equal(
    [0, 1, 2, 3].map(index => headers(index)['x-slack-retry-num']),
    [undefined, '1', '2', '3'],
  );
  assert.is(headers(1)['x-slack-retry-reason'], 'http_error');
  assert.equal(new Set(received.map(one => one.event_id)).size, 1);
});

test('an app that is late is tried again for that reason, and one good answer ends it', async () => {
  const fine = { statusCode: 200, body: '' };
  const late = pending<SlackResponse>();
  const answers = [late.promise, Promise.resolve(fine)];
  const { slack, next, due, headers } = withRetries({
    ackTimeoutMs: 1,
    deliver: async () => (await answers.shift()) ?? fine,
  });
  assert.equal(await slack.as('U0ALICE').openHome(), { ok: false, error: 'operation_timeout' });
  late.resolve(fine);
  assert.is(await next(), 0);
  assert.is(headers(1)['x-slack-retry-reason'], 'http_timeout');
  assert.equal(due, []);
});

test('an app can ask not to be tried again', async () => {
  const { slack, answer, due } = withRetries();
  answer(() => ({ statusCode: 500, body: '', headers: { 'x-slack-no-retry': '1' } }));
  await slack.as('U0ALICE').openHome();
  assert.equal(due, []);
});

test('an app that throws counts as one that failed', async () => {
  const { slack, due } = withRetries({ deliver: () => Promise.reject(new Error('crashed')) });
  const outcome = await slack.as('U0ALICE').openHome();
  assert.equal(outcome, { ok: false, error: 'dispatch_failed', status: 502 });
  assert.is(due.length, 1);
});

test('a failed event is nothing a person sees', async () => {
  const { slack, answer } = withRetries();
  answer(() => ({ statusCode: 500, body: '' }));
  await slack.as('U0ALICE').openHome();
  assert.equal(slack.errors, []);
});

test('an event names its workspace, app and bot', async () => {
  const { slack, received } = withRetries();
  await slack.sendEvent({ type: 'team_join', user: { id: 'U0NEW' } });
  const envelope = fieldsOf(received[0]);
  assert.is(envelope.type, 'event_callback');
  assert.is(envelope.team_id, 'T0TEAM');
  assert.is(envelope.api_app_id, 'A0APP');
  assert.match(String(envelope.event_id), /^Ev/);
  assert.is(fieldsOf(envelope.event).type, 'team_join');
});

test('settled waits for an app that is still working after its time was up', async () => {
  const late = pending<SlackResponse>();
  const { slack } = withRetries({ ackTimeoutMs: 1, deliver: () => late.promise });
  await slack.as('U0ALICE').shortcut('request');
  let settled = false;
  const waiting = slack.settled().then(() => {
    settled = true;
  });
  await new Promise(resolve => setImmediate(resolve));
  assert.is(settled, false);
  late.resolve({ statusCode: 200, body: '' });
  await waiting;
});

test.run();
