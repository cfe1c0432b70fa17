import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Catalog } from '../../functions/domain/catalog.ts';
import type { ExecutionClient } from '../../functions/domain/ports.ts';
import { hour, minute } from '../../functions/domain/time.ts';
import { withRole } from './support/catalogs.ts';
import { begin, exampleCatalog, type Story } from './support/story.ts';

const alice = { teamId: 'T0EXAMPLE', userId: 'U0ALICE' };

const granted = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve();
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

const changedRole = async (change: Parameters<typeof withRole>[3]): Promise<Catalog> =>
  withRole(await exampleCatalog(), 'payments', 'DatabaseAdmin', change);

const weaker = { account: { name: 'staging', id: '111111111111', production: false }, group: 'readers' };
const changes: [what: string, change: Parameters<typeof withRole>[3], says: RegExp][] = [
  ['someone who may not request it any more', { mayRequest: ['bob'] }, /may not request/],
  [
    'access that its role does not grant any more',
    { targets: [weaker], maxTotalMs: 24 * hour },
    /something else/,
  ],
  ['access for longer than its role allows at all', { maxMs: 30 * minute }, /at most 30 min/],
];
for (const [what, change, says] of changes) {
  test(`F96: an extension for ${what} is refused, and the old end stands`, async () => {
    const story = await begin();
    const requestId = await granted(story);
    const { until } = await story.record(requestId);
    assert.is(await story.apply(await changedRole(change)), 'saved');
    const acted = await story.byAccount.extend(requestId, alice, hour);
    assert.not.ok(acted.ok);
    assert.match(acted.message, says);
    assert.match(acted.message, 'It ends as planned.');
    assert.is((await story.record(requestId)).until, until);
    await story.clock.advanceBy(61 * minute);
    assert.equal(story.access(), []);
    await story.close();
  });

  test(`F96: rules that change between the click and AWS decide: no extension for ${what}`, async () => {
    const lost = { resume: false };
    const wire = (machine: ExecutionClient): ExecutionClient => ({
      ...machine,
      resume: async token => (lost.resume ? 'gone' : machine.resume(token)),
    });
    const story = await begin({ wire, sweeping: false });
    const requestId = await granted(story);
    const { until } = await story.record(requestId);
    lost.resume = true;
    assert.ok((await story.byAccount.extend(requestId, alice, hour)).ok);
    assert.is(await story.apply(await changedRole(change)), 'saved');
    await story.clock.advanceBy(50 * minute);
    assert.is((await story.record(requestId)).until, until);
    assert.match(story.dms().at(-1) ?? '', /could not be extended/i);
    await story.clock.advanceBy(15 * minute);
    assert.equal(story.access(), []);
    await story.close();
  });
}

test('before the decision, the card says how long it may become with extensions', async () => {
  const story = await begin();
  await story.ask('alice', { duration: '1h' });
  assert.match(story.card().reads, 'For 1 h; up to 8 h with extensions');
  await story.close();
});

test('what the approver read binds: a longer total of later rules does not lengthen it', async () => {
  const story = await begin();
  const requestId = await granted(story);
  assert.is(await story.apply(await changedRole({ maxTotalMs: 48 * hour })), 'saved');
  const acted = await story.byAccount.extend(requestId, alice, 20 * hour);
  assert.not.ok(acted.ok);
  assert.match(acted.message, '1 min to 7 h');
  await story.close();
});

test.run();
