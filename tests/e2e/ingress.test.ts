import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { minute, second } from '../../functions/domain/time.ts';
import { begin, ids, type Story } from './support/story.ts';

const submission = (story: Story) => {
  const sent = story.slack.requests.findLast(({ kind }) => kind === 'view_submission');
  if (sent === undefined) throw new Error('nothing was submitted');
  return sent.request;
};

test('F4: the same signed submission twice makes one request and one card', async () => {
  const story = await begin();
  await story.ask();
  await story.slack.replay(submission(story));
  await story.clock.settle();
  assert.is(story.executions().length, 1);
  assert.is(story.as('bob').messagesIn('C0PAYMENTS').length, 1);
  await story.close();
});

test('F4: the same signed approval twice grants once', async () => {
  const story = await begin();
  const requestId = await story.ask();
  await story.approve('bob');
  const click = story.slack.requests.findLast(({ kind }) => kind === 'block_actions');
  assert.ok(click);
  if (click !== undefined) await story.slack.replay(click.request);
  await story.clock.settle();
  assert.is(await story.status(requestId), 'GRANTED');
  assert.is(story.aws.calls.filter(({ name }) => name === 'iam:AddUserToGroup').length, 1);
  await story.close();
});

test('F4: an approval replayed for another round counts for none', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { role: 'ProductionAdmin', duration: '30m' });
  await story.approve('bob');
  const click = story.slack.requests.findLast(({ kind }) => kind === 'block_actions');
  if (click !== undefined) await story.slack.replay(click.request);
  await story.clock.settle();
  assert.is(await story.status(requestId), 'PENDING');
  await story.close();
});

test('F5: user, approver and status fields smuggled into a form are ignored: who asks comes from the signed payload', async () => {
  const story = await begin();
  const form = {
    project: 'payments',
    role: 'DatabaseAdmin',
    duration: '1h',
    justification: 'because',
    user_id: ids.bob,
    requester: { person: 'bob' },
    approver: ids.alice,
    status: 'APPROVED',
    decisions: { bob: { verdict: 'approve' } },
  };
  const account = { teamId: 'T0EXAMPLE', userId: ids.alice };
  const submitted = await story.byAccount.submit('req-forged', form, account);
  assert.ok(submitted.ok);
  await story.clock.settle();
  const record = await story.record('req-forged');
  assert.is(record.requester.person, 'alice');
  assert.is(record.status, 'PENDING');
  assert.equal(record.decisions, {});
  assert.equal(story.access(), []);
  await story.close();
});

test('F7: an answer Slack never saw, and a submission sent again, make one request', async () => {
  const story = await begin();
  const modal = await story.fill('alice', {});
  story.slack.faults.failNext('chat.postMessage', { status: 500, afterEffect: true }, 1);
  await modal.submit();
  await story.slack.replay(submission(story));
  await story.clock.advanceBy(minute);
  assert.is(story.executions().length, 1);
  await story.close();
});

const outsiders = [
  ['a guest', { isRestricted: true }, 'Guests'],
  ['a single-channel guest', { isUltraRestricted: true }, 'Guests'],
  ['someone of another workspace', { isStranger: true }, 'other workspaces'],
  ['a bot', { isBot: true }, 'Bots'],
  ['someone deactivated', { deleted: true }, 'not active'],
] as const;

for (const [who, change, words] of outsiders) {
  test(`F8: ${who} cannot decide`, async () => {
    const story = await begin();
    const requestId = await story.ask();
    story.slack.changeUser(ids.bob, change);
    await story.approve('bob');
    assert.is(await story.status(requestId), 'PENDING');
    assert.match(story.as('bob').ephemerals().at(-1)?.reads ?? '', words);
    await story.close();
  });

  test(`F8: ${who} cannot ask`, async () => {
    const story = await begin();
    const account = { teamId: 'T0EXAMPLE', userId: ids.alice };
    story.slack.changeUser(ids.alice, change);
    const form = { project: 'payments', role: 'DatabaseAdmin', duration: '1h', justification: 'x' };
    const submitted = await story.byAccount.submit('req-outsider', form, account);
    assert.not.ok(submitted.ok);
    assert.equal(story.executions(), []);
    await story.close();
  });
}

test('F8: someone whom access.yml does not know cannot decide', async () => {
  const story = await begin();
  const requestId = await story.ask();
  story.slack.addUser({
    id: 'U0NOBODY',
    name: 'nobody',
    realName: 'nobody',
    email: 'nobody@example.com',
    tz: 'Etc/UTC',
    teamId: 'T0EXAMPLE',
  });
  await story.slack.as('U0NOBODY').click(story.card(), 'Approve', { asSeen: true });
  await story.clock.settle();
  assert.is(await story.status(requestId), 'PENDING');
  const nobody = story.slack.as('U0NOBODY');
  const read = [...nobody.ephemerals(), ...nobody.dm()].map(({ reads }) => reads).join('\n');
  assert.match(read, 'access.yml');
  await story.close();
});

const hostile = [
  '<!channel> please',
  '<@U0BOB> said yes',
  '<https://evil.example|click>',
  'a\u202Etxt.exe\u2066b',
  'zero\u200Bwidth',
  '*bold* _it_ `code` ~no~ >quote',
];

/** Slack shows plain text as it is: it holds neither mentions nor links. */
const withoutPlainText = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'plain_text'
    ? null
    : value;

for (const text of hostile) {
  test(`F12: ${JSON.stringify(text)} as a justification is inert in every message`, async () => {
    const story = await begin();
    await story.ask('alice', { justification: text });
    await story.approve('bob');
    const said = JSON.stringify(story.slack.emitted);
    for (const live of ['\u202E', '\u2066', '\u200B'])
      assert.not.ok(said.includes(live), `${live} was emitted`);
    const formatted = JSON.stringify(story.slack.emitted, withoutPlainText);
    assert.match(formatted, 'DatabaseAdmin');
    for (const live of ['<!channel>', '<https://evil.example']) {
      assert.not.ok(formatted.includes(live), `${live} was emitted where Slack formats`);
    }
    assert.is(story.slack.errors.length, 0);
    await story.close();
  });
}

test('F12: a justification of 50 kB is refused with a reason, at its field', async () => {
  const story = await begin();
  const account = { teamId: 'T0EXAMPLE', userId: ids.alice };
  const form = {
    project: 'payments',
    role: 'DatabaseAdmin',
    duration: '1h',
    justification: 'x'.repeat(50_000),
  };
  const submitted = await story.byAccount.submit('req-long', form, account);
  assert.not.ok(submitted.ok);
  if (!submitted.ok) {
    assert.is(submitted.problems[0]?.field, 'justification');
    assert.match(submitted.problems[0]?.message ?? '', '1000');
  }
  await story.close();
});

test('F6: an Approve button tampered to carry another request is judged by our record of that one', async () => {
  const story = await begin();
  const own = await story.ask('bob');
  await story.clock.advanceBy(minute);
  const other = await story.ask('alice');
  const card = story.card();
  const tampered = JSON.parse(JSON.stringify(card.blocks).replaceAll(other, own)) as typeof card.blocks;
  const seen = { ...card, blocks: tampered };
  await story.as('bob').click(seen, 'Approve', { asSeen: true });
  await story.clock.settle();
  assert.is(await story.status(own), 'PENDING');
  assert.is(await story.status(other), 'PENDING');
  assert.equal(story.access(), []);
  await story.close();
});

test('F25: no token or secret appears in Slack, logs, errors, state output or audit', async () => {
  const logged: unknown[] = [];
  const keep = (...said: unknown[]) => void logged.push(said);
  const story = await begin({ log: { info: keep, warn: keep, error: keep } });
  const tokens = new Set<string>();
  const note = async (requestId: string) => {
    const { askToken, holdToken } = await story.record(requestId);
    for (const token of [askToken, holdToken]) if (token !== undefined) tokens.add(token);
  };
  const requestId = await story.ask('alice', { duration: '1h' });
  await note(requestId);
  story.aws.faults.fail('iam:AddUserToGroup', 'ServiceFailureException', { times: 2 });
  await story.approve('bob');
  await story.clock.advanceBy(minute);
  await note(requestId);
  story.aws.faults.fail('iam:RemoveUserFromGroup', 'ServiceFailureException', { times: 5 });
  await story.clock.advanceBy(3 * 60 * minute);
  assert.is(await story.status(requestId), 'ENDED');
  assert.ok(tokens.size >= 2);
  const item = await story.record(requestId);
  assert.is(item.askToken, undefined);
  assert.is(item.holdToken, undefined);
  const outside = JSON.stringify([
    story.slack.emitted,
    logged,
    await story.audit.entries(requestId),
    story.execution(requestId).output,
    story.engine.listExecutions({ stateMachineArn: story.stateMachineArn }),
    await story.requests.requestsOf({ teamId: 'T0EXAMPLE', userId: 'U0ALICE' }, 10),
  ]);
  for (const secret of [...tokens, 'xoxb-local', 'local-signing-secret']) {
    assert.not.ok(outside.includes(secret), `${secret.slice(0, 12)}… is out`);
  }
  await story.close();
});

test('a refusal appears at its field of the form, and nothing is recorded', async () => {
  const story = await begin();
  const modal = await story.fill('alice', { duration: '5h' });
  const submitted = await modal.submit();
  assert.is(submitted.outcome, 'errors');
  assert.match(JSON.stringify(modal.errors()), '4 h');
  assert.equal(story.executions(), []);
  await story.clock.advanceBy(second);
  await story.close();
});

test.run();
