import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { requestsOf } from '../../../local/workspace/observe.ts';
import { createSightings } from '../../../local/workspace/sightings.ts';
import { access } from '../../../statemachines/access.machine.ts';
import { begin } from '../../e2e/support/story.ts';

test('a state shows the comment of the machine that the request runs', async () => {
  const story = await begin();
  await story.ask();
  const [request] = await requestsOf(
    story,
    createSightings(story, () => false),
  );
  await story.close();
  const comment = request?.execution.visits.find(({ name }) => name === 'Ask')?.comment;
  assert.type(comment, 'string');
  assert.is(comment, access.definition.States.Ask?.Comment);
});

test.run();
