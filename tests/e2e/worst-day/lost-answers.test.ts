import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, second } from '../../../functions/domain/time.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { begin, type Story } from '../support/story.ts';

const alice = { teamId: 'T0EXAMPLE', userId: 'U0ALICE' };
const bob = { teamId: 'T0EXAMPLE', userId: 'U0BOB' };

const granted = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve();
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

/** Loses the answer to the next write on this table; `every`: to each of the SDK's attempts. */
const loseNext = ({ dynamodb }: Story, table: keyof typeof localTables, every: boolean) =>
  dynamodb.faults.loseAnswer(
    (action, input) => action === 'UpdateItem' && input.TableName === localTables[table],
    1,
    { every },
  );

for (const every of [false, true]) {
  const lost = every ? 'no answer arrived' : 'the first answer was lost';

  test(`F86: an approval of which ${lost} is an approval, and the execution goes on at once`, async () => {
    const story = await begin({ sweeping: false });
    const requestId = await story.ask('alice', { duration: '1h' });
    const planned = loseNext(story, 'requests', every);
    const acted = await story.byAccount.approve(requestId, bob);
    assert.is(planned.struck, 1);
    assert.ok(acted.ok, acted.message);
    await story.clock.advanceBy(minute);
    assert.is(await story.status(requestId), 'GRANTED');
    await story.close();
  });

  test(`F86: an extension of which ${lost} is on its way, and is said to be`, async () => {
    const story = await begin({ sweeping: false });
    const requestId = await granted(story);
    const { until } = await story.record(requestId);
    const planned = loseNext(story, 'requests', every);
    const acted = await story.byAccount.extend(requestId, alice, hour);
    assert.is(planned.struck, 1);
    assert.ok(acted.ok, acted.message);
    await story.clock.advanceBy(minute);
    assert.is(Date.parse((await story.record(requestId)).until ?? ''), Date.parse(until ?? '') + hour);
    await story.close();
  });

  test(`F86: an end of which ${lost} ends access at once`, async () => {
    const story = await begin({ sweeping: false });
    const requestId = await granted(story);
    const planned = loseNext(story, 'requests', every);
    assert.ok((await story.byAccount.end(requestId, alice)).ok);
    assert.is(planned.struck, 1);
    await story.clock.advanceBy(30 * second);
    assert.is(await story.status(requestId), 'ENDED');
    await story.close();
  });

  test(`F86: a cancellation of which ${lost} cancels`, async () => {
    const story = await begin({ sweeping: false });
    const requestId = await story.ask('alice', { duration: '1h' });
    const planned = loseNext(story, 'requests', every);
    assert.ok((await story.byAccount.cancel(requestId, alice)).ok);
    assert.is(planned.struck, 1);
    await story.clock.advanceBy(30 * second);
    assert.is(story.execution(requestId).status, 'SUCCEEDED');
    await story.close();
  });

  test(`F86: a lease of which ${lost} makes no revocation late`, async () => {
    const story = await begin({ sweeping: false });
    const requestId = await granted(story);
    const planned = loseNext(story, 'holdings', every);
    await story.clock.advanceBy(61 * minute);
    assert.is(planned.struck, 1);
    const { endedAt, until } = await story.record(requestId);
    const late = Date.parse(endedAt ?? '') - Date.parse(until ?? '');
    assert.ok(late < 5 * second, `${late} ms late`);
    await story.close();
  });
}

test('of two extensions at the same moment, one is done and the other is told that one is on its way', async () => {
  const story = await begin();
  const requestId = await granted(story);
  const both = await Promise.all([
    story.byAccount.extend(requestId, alice, hour),
    story.byAccount.extend(requestId, alice, hour),
  ]);
  assert.is(both.filter(({ ok }) => ok).length, 1);
  assert.equal(
    both.filter(({ ok }) => !ok).map(({ message }) => message),
    ['An extension is already on its way.'],
  );
  await story.close();
});

test.run();
