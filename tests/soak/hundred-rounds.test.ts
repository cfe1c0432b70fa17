import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../functions/domain/time.ts';
import { begin } from '../e2e/support/story.ts';

test('F48: when the machine has given up after a hundred rounds, the sweeper goes on', async () => {
  const story = await begin({ sweeping: false });
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  story.aws.faults.fail('iam:RemoveUserFromGroup', 'AccessDeniedException', {
    untilMs: story.clock.now() + 20 * 24 * hour,
  });
  await story.clock.advanceBy(2 * 24 * hour);
  await story.sweep();
  assert.is(story.execution(requestId).status, 'FAILED');
  assert.is(await story.status(requestId), 'STUCK');
  story.aws.faults.clear();
  await story.clock.advanceBy(15 * minute);
  await story.sweep();
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F90: when AWS has put a revocation off for days, the sweeper goes on, and it was never STUCK', async () => {
  const story = await begin({ sweeping: false });
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  story.aws.faults.fail('iam:RemoveUserFromGroup', 'ThrottlingException', {
    untilMs: story.clock.now() + 20 * 24 * hour,
  });
  await story.clock.advanceBy(4 * 24 * hour);
  const { status, error } = story.execution(requestId);
  assert.equal([status, error], ['FAILED', 'LeftToTheSweeper']);
  assert.is(await story.status(requestId), 'REVOKING');
  assert.ok(story.execution(requestId).events.length < 20_000, `${story.execution(requestId).events.length}`);
  story.aws.faults.clear();
  await story.sweep();
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test.run();
