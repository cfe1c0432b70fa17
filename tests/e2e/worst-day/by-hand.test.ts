import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, second } from '../../../functions/domain/time.ts';
import { fakeKinds } from '../../../local/aws/kinds/index.ts';
import { begin, type Story } from '../support/story.ts';

const test = suite('access given and taken by hand');

const asks = [
  { what: 'one group', project: 'payments', role: 'DatabaseAdmin', who: 'bob', channel: 'C0PAYMENTS' },
  { what: 'assignments', project: 'platform', role: 'ReadOnly', who: 'carol', channel: 'C0PLATFORM' },
] as const;
type Asked = (typeof asks)[number];

const granted = async (story: Story, { project, role, who, channel }: Asked): Promise<string> => {
  const requestId = await story.ask('alice', { project, role, duration: '1h' });
  await story.approve(who, channel);
  await story.clock.advanceBy(minute);
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

const byHand = async (story: Story, requestId: string, act: 'give' | 'take') => {
  const { kind, targets } = await story.record(requestId);
  for (const { target, principal } of targets) story.aws[act](kind, target, principal);
};

const removals: readonly string[] = Object.values(fakeKinds).flatMap(kind => kind.calls().take);

for (const asked of asks) {
  test(`F51: ${asked.what}: removed by hand while live: it ends on time, without an error`, async () => {
    const story = await begin();
    const requestId = await granted(story, asked);
    await byHand(story, requestId, 'take');
    await story.clock.advanceBy(hour + 5 * minute);
    assert.is(await story.status(requestId), 'ENDED');
    assert.equal(story.as('bob').messagesIn('C0SECURITY'), []);
    await story.close();
  });

  test(`F51: ${asked.what}: put back by hand after its end: it is left alone, and the next to ask for it reads so`, async () => {
    const story = await begin();
    const first = await granted(story, asked);
    await story.clock.advanceBy(hour + 20 * minute);
    assert.is(await story.status(first), 'ENDED');
    await byHand(story, first, 'give');
    const there = story.access();
    await story.clock.advanceBy(hour);
    assert.equal(story.access(), there);
    const next = await granted(story, asked);
    assert.match(story.dms().join('\n'), 'will not end');
    await story.clock.advanceBy(hour + 20 * minute);
    assert.is(await story.status(next), 'ENDED');
    assert.equal(story.access(), there);
    await story.close();
  });

  test(`F38: ${asked.what}: of two grants back to back, the first ends without a gap`, async () => {
    const story = await begin();
    const first = await granted(story, asked);
    await story.clock.advanceBy(54 * minute);
    const next = await granted(story, asked);
    const there = story.access();
    await story.clock.advanceBy(3 * minute);
    for (let seconds = 0; seconds < 180; seconds += 1) {
      await story.clock.advanceBy(second);
      assert.equal(story.access(), there);
    }
    assert.is(await story.status(first), 'ENDED');
    assert.is(await story.status(next), 'GRANTED');
    assert.equal(
      story.aws.calls.filter(({ name }) => removals.includes(name)),
      [],
    );
    await story.close();
  });
}

test.run();
