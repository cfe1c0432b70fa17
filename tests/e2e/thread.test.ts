import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour } from '../../functions/domain/time.ts';
import { begin } from './support/story.ts';

test('a request goes from the Slack form to granted access, and to revoked access at its end', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { duration: '1h' });
  assert.is(await story.status(requestId), 'PENDING');
  assert.equal(story.access(), []);
  assert.match(story.dms().join('\n'), 'You have no access yet');

  await story.approve('bob');
  assert.is(await story.status(requestId), 'GRANTED');
  assert.equal(story.access(), ['alice in admin_RDS']);

  await story.clock.advanceBy(hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', 'Ended');
  await story.close();
});

test.run();
