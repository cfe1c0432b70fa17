import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { clickCosts, tallied } from '../../bench/clicks/section.ts';
import { freshSlackHandler } from '../../bench/clicks/slack-handler.ts';
import { begin } from '../e2e/support/story.ts';

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, each) => all + each, 0);

test('what the machine does after a click is not counted as the click', async () => {
  const story = await begin({ sweeping: false });
  await story.ask();
  const calls = await freshSlackHandler(story);
  const elsewhere = sum(story.dynamodb.counts);
  await story.approve('bob');
  assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
  assert.ok(sum(story.dynamodb.counts) > elsewhere);
  assert.is(calls.aws.filter(name => name === 'SendTaskSuccess').length, 1);
  assert.is(calls.aws.filter(name => name === 'UpdateItem').length, 1);
  assert.equal(calls.slack.includes('chat.postMessage'), false);
  await story.close();
});

test('a request refused for its signature costs no call at all', async () => {
  const story = await begin({ sweeping: false });
  const calls = await freshSlackHandler(story);
  const request = story.slack.sign('{}', { 'content-type': 'application/json' }, 1);
  assert.is((await story.slack.replay(request)).statusCode, 401);
  assert.equal(calls, { aws: [], slack: [] });
  await story.close();
});

test('everything people can click is counted, cold and warm', async () => {
  const costs = await clickCosts();
  const names = costs.map(({ name }) => name);
  for (const name of [
    'shortcut',
    'pick a project',
    'pick a role',
    'submit',
    'Approve',
    'Deny, submitted',
    'Cancel',
    "I'm done",
    'Extend, submitted',
    'Home, one project',
  ]) {
    assert.ok(names.includes(name), name);
  }
  for (const { name, cold, warm } of costs) {
    assert.ok(warm.aws.length > 0, name);
    assert.ok(cold.aws.length >= warm.aws.length, name);
    assert.equal(cold.slack, warm.slack, name);
  }
});

test('calls are shown by name', () => {
  assert.is(tallied(['GetItem', 'Query', 'GetItem']), 'GetItem ×2, Query');
  assert.is(tallied([]), '');
});

test.run();
