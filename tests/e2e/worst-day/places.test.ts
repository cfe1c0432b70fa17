import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import { withRole } from '../support/catalogs.ts';
import { begin, exampleCatalog, type Story } from '../support/story.ts';

const test = suite('silence of one place');

const database = { project: 'payments', role: 'DatabaseAdmin', duration: '1h' };
const twoStages = { project: 'payments', role: 'ProductionAdmin', duration: '1h' };
const bot = 'U0CURFEW';

const withButton = (story: Story, who: 'alice' | 'bob' | 'carol', button: string) =>
  story
    .as(who)
    .dm()
    .filter(({ buttons }) => buttons.includes(button));

/** A Slack that takes no post in these channels, or from these people. */
const unreachable = (places: string[], code: string) =>
  begin({
    arm: (_, deps) => {
      const post: typeof deps.slack.post = (channel, ...rest) =>
        places.includes(channel) ? Promise.reject(new Error(code)) : deps.slack.post(channel, ...rest);
      return { ...deps, slack: { ...deps.slack, post } };
    },
  });

for (const code of ['not_in_channel', 'channel_not_found', 'is_archived']) {
  test(`F92: the project's channel is out of reach (${code}): each of those who decide is asked by direct message`, async () => {
    const story = await unreachable(['C0PAYMENTS'], code);
    const requestId = await story.ask('alice', database);
    assert.is(withButton(story, 'bob', 'Approve').length, 1);
    assert.is(withButton(story, 'carol', 'Approve').length, 1);
    await story.clickDm('bob', 'Approve');
    assert.is(await story.status(requestId), 'GRANTED');
    assert.is(withButton(story, 'bob', 'Approve').length, 0);
    assert.is(withButton(story, 'carol', 'Approve').length, 0);
    await story.close();
  });
}

test("F92: once the app is in the project's channel, the card stands there too", async () => {
  const story = await begin();
  story.slack.setMember('C0PAYMENTS', bot, false);
  const requestId = await story.ask('alice', database);
  story.slack.setMember('C0PAYMENTS', bot, true);
  await story.clock.advanceBy(40 * minute);
  await story.approve('carol');
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

test('F92: the security channel is out of reach: its people, the requester, the card and the thread hear of a refused revocation', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', database);
  await story.approve('bob');
  story.slack.setMember('C0SECURITY', bot, false);
  story.aws.faults.fail('iam:RemoveUserFromGroup', 'AccessDeniedException', {
    untilMs: story.clock.now() + 3 * hour,
  });
  await story.clock.advanceBy(hour + 10 * minute);
  assert.is(await story.status(requestId), 'STUCK');
  assert.match(story.as('erin').dm().at(-1)?.reads ?? '', 'Access could not be revoked');
  assert.match(story.dms().at(-1) ?? '', 'could not be revoked yet');
  assert.match(story.card().reads, 'Could not be revoked yet');
  assert.equal(withButton(story, 'alice', 'Extend…'), []);
  await story.close();
});

test('F92: a requester who takes no direct messages reads in the thread what they have, and can end it there', async () => {
  const story = await unreachable(['U0ALICE'], 'messages_tab_disabled');
  const requestId = await story.ask('alice', database);
  await story.approve('bob');
  const granted = story
    .as('alice')
    .messagesIn('C0PAYMENTS')
    .find(({ threadTs, buttons }) => threadTs !== undefined && buttons.includes("I'm done"));
  assert.ok(granted);
  assert.match(granted.reads, /@alice\s+.*You have/);
  await story.as('alice').click(granted, "I'm done");
  await story.clock.advanceBy(5 * minute);
  assert.is(await story.status(requestId), 'ENDED');
  await story.close();
});

test("an owner who presses the requester's I'm done in the thread is asked why first", async () => {
  const story = await unreachable(['U0ALICE'], 'messages_tab_disabled');
  const requestId = await story.ask('alice', database);
  await story.approve('bob');
  const granted = story
    .as('carol')
    .messagesIn('C0PAYMENTS')
    .find(({ threadTs, buttons }) => threadTs !== undefined && buttons.includes("I'm done"));
  assert.ok(granted);
  await story.as('carol').click(granted, "I'm done");
  await story.clock.settle();
  assert.is(await story.status(requestId), 'GRANTED');
  await story.as('carol').modal().type('reason', 'The incident is over.');
  await story.as('carol').modal().submit();
  await story.clock.advanceBy(5 * minute);
  assert.is(await story.status(requestId), 'ENDED');
  assert.is((await story.record(requestId)).endReason, 'The incident is over.');
  await story.close();
});

test('F92: what a message offered is over, though nothing new can be said to the requester', async () => {
  let silent = false;
  const story = await begin({
    arm: (_, deps) => {
      const post: typeof deps.slack.post = (channel, ...rest) =>
        silent && channel === 'U0ALICE'
          ? Promise.reject(new Error('ratelimited'))
          : deps.slack.post(channel, ...rest);
      return { ...deps, slack: { ...deps.slack, post } };
    },
  });
  await story.ask('alice', database);
  await story.approve('bob');
  silent = true;
  await story.clock.advanceBy(hour + 5 * minute);
  assert.equal(withButton(story, 'alice', 'Extend…'), []);
  await story.close();
});

test('F93: the wake-up between two stages is lost: the second stage is asked all the same', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', twoStages);
  let lost = 0;
  const { resume } = story.executionClient;
  story.executionClient.resume = async () => {
    lost += 1;
    return 'resumed';
  };
  await story.approve('bob');
  story.executionClient.resume = resume;
  assert.is(lost, 1);
  await story.clock.advanceBy(8 * minute);
  const asked = story
    .as('dave')
    .messagesIn('C0PAYMENTS')
    .filter(({ threadTs, reads }) => threadTs !== undefined && reads.includes('@dave'));
  assert.ok(asked.length > 0);
  await story.approve('dave');
  await story.clock.advanceBy(5 * minute);
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

test('F94: a card that somebody deleted is posted anew at the next reminder, and decides', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', database);
  const { card } = (await story.record(requestId)).notified;
  assert.ok(card);
  story.slack.deleteMessage(card.channel, card.ts);
  await story.clock.advanceBy(35 * minute);
  await story.approve('bob');
  assert.is(await story.status(requestId), 'GRANTED');
  const cards = story
    .as('bob')
    .messagesIn('C0PAYMENTS')
    .filter(({ threadTs }) => threadTs === undefined);
  assert.is(cards.length, 1);
  await story.close();
});

test('F94: the answer to a post was lost: of two cards the clicked one is redrawn, and so is the other', async () => {
  const story = await begin();
  const modal = await story.fill('alice', database);
  const fault = story.slack.faults.failNext('chat.postMessage', { status: 500, afterEffect: true }, 2);
  await modal.submit();
  await story.clock.advanceBy(12 * minute);
  assert.ok(fault.struck > 0);
  const cards = () =>
    story
      .as('bob')
      .messagesIn('C0PAYMENTS')
      .filter(({ threadTs }) => threadTs === undefined);
  const [first] = cards();
  assert.ok(first);
  assert.ok(cards().length > 1);
  await story.as('bob').click(first, 'Approve');
  await story.clock.advanceBy(minute);
  assert.equal(
    cards().flatMap(({ buttons }) => buttons.filter(label => label === 'Approve')),
    [],
  );
  await story.close();
});

test('F92: for six days nobody can be asked: the execution lives on a short history, and the request expires', async () => {
  const days = 6 * 24 * hour;
  const catalog = withRole(await exampleCatalog(), 'payments', 'DatabaseAdmin', {
    approval: {
      mode: 'ask',
      stages: [{ key: 'owners', need: 1, from: ['bob', 'carol'] }],
      deadlineMs: days,
      remindMs: [hour],
    },
  });
  const story = await begin({
    catalog,
    sweepEveryMs: 30 * minute,
    arm: (_, deps) => {
      const post: typeof deps.slack.post = (channel, ...rest) =>
        channel === 'U0ALICE'
          ? deps.slack.post(channel, ...rest)
          : Promise.reject(new Error('not_in_channel'));
      return { ...deps, slack: { ...deps.slack, post } };
    },
  });
  const requestId = await story.ask('alice', database);
  await story.clock.advanceBy(days + hour);
  assert.is(await story.status(requestId), 'EXPIRED');
  const executionArn = `${story.stateMachineArn.replace(':stateMachine:', ':execution:')}:${requestId}`;
  assert.ok(story.engine.getExecutionHistory({ executionArn }).events.length < 100);
  await story.close();
});

test.run();
