import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import { begin, type Story } from '../support/story.ts';

const test = suite('congestion is not failure');

const readOnly = { project: 'platform', role: 'ReadOnly', duration: '1h' };

/** Alice's access is at its end, and AWS puts off taking it back until `delayMs` later. */
const congested = async (delayMs: number) => {
  const story = await begin();
  const requestId = await story.ask('alice', readOnly);
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(2 * minute);
  const { until = '' } = await story.record(requestId);
  const endsAt = Date.parse(until);
  story.aws.faults.fail('sso:DeleteAccountAssignment', 'ThrottlingException', {
    untilMs: endsAt + delayMs,
  });
  await story.clock.advanceTo(endsAt + minute);
  return { story, requestId, endsAt };
};

const securityHears = (story: Story) => story.as('bob').messagesIn('C0SECURITY').length;
const creations = (story: Story) =>
  story.aws.calls.filter(({ name }) => name === 'sso:CreateAccountAssignment').length;

test('F90: a grant lets revocations that wait for AWS pass, and loses none of its time by it', async () => {
  const { story, requestId, endsAt } = await congested(8 * minute);
  const before = creations(story);
  const next = await story.ask('dave', readOnly);
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceTo(endsAt + 8 * minute);
  assert.is(creations(story), before);
  assert.is(await story.status(next), 'APPROVED');
  await story.clock.advanceTo(endsAt + 14 * minute);
  assert.is(await story.status(requestId), 'ENDED');
  const { status, grantedAt = '', until = '' } = await story.record(next);
  assert.is(status, 'GRANTED');
  assert.is(Date.parse(until) - Date.parse(grantedAt), hour);
  await story.close();
});

test('F90: a grant that waits for another queue does not wait', async () => {
  const { story } = await congested(8 * minute);
  const elsewhere = await story.ask('dave', { role: 'DatabaseAdmin', duration: '1h' });
  await story.approve('bob');
  await story.clock.advanceBy(2 * minute);
  assert.is(await story.status(elsewhere), 'GRANTED');
  await story.close();
});

test('F90: the requester and the card say once that it takes longer, and that it is not to be used', async () => {
  const { story, endsAt } = await congested(13 * minute);
  await story.clock.advanceTo(endsAt + 12 * minute);
  const said = story.dms('alice').filter(reads => reads.includes('AWS is slow to take it back'));
  assert.is(said.length, 1);
  assert.match(said[0] ?? '', 'Please do not use it');
  assert.match(story.card('carol', 'C0PLATFORM').reads, 'takes longer than usual: AWS is busy');
  await story.clock.advanceTo(endsAt + 20 * minute);
  assert.match(story.dms('alice').at(-1) ?? '', 'Ended');
  await story.close();
});

test('F90: revocations of many accounts that wait in one queue make one message', async () => {
  const { story, endsAt } = await congested(13 * minute);
  await story.clock.advanceTo(endsAt + 12 * minute);
  assert.is(securityHears(story), 1);
  const [said] = story.as('bob').messagesIn('C0SECURITY');
  assert.match(said?.reads ?? '', /in \S+ and \S+; the latest/);
  await story.close();
});

test.run();
