import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../functions/domain/time.ts';
import { begin } from '../e2e/support/story.ts';

test('F48: when the machine has given up after twenty rounds, the sweeper goes on', async () => {
  const story = await begin({ sweeping: false });
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  story.aws.faults.fail('iam:RemoveUserFromGroup', 'ServiceFailureException', {
    untilMs: story.clock.now() + 20 * 24 * hour,
  });
  await story.clock.advanceBy(10 * 24 * hour);
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

test.run();
