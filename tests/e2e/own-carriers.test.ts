import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../functions/domain/time.ts';
import { begin } from './support/story.ts';

const test = suite('access that ends itself');

const invoices = { project: 'platform', role: 'InvoiceReader', duration: '1h' };
const incident = { project: 'platform', role: 'IncidentAdmin', duration: '30m' };

for (const asked of [invoices, incident])
  test(`${asked.role}: the form, the grant and the end, and nothing is left behind`, async () => {
    const story = await begin();
    const id = await story.ask('alice', asked);
    await story.approve('carol', 'C0PLATFORM');
    await story.clock.advanceBy(5 * minute);
    assert.is(await story.status(id), 'GRANTED');
    assert.is(story.access().length, 1);
    await story.clock.advanceBy(2 * hour);
    assert.is(await story.status(id), 'ENDED');
    assert.equal(story.access(), []);
    await story.close();
  });

test('C: people read no later end than AWS itself keeps', async () => {
  const story = await begin();
  const id = await story.ask('alice', incident);
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(5 * minute);
  const { until, progress, grantedAt } = await story.record(id);
  const ends = Object.values(progress).map(({ receipt }) => receipt?.until);
  assert.equal(ends, [until]);
  assert.ok(Date.parse(until ?? '') <= Date.parse(grantedAt ?? '') + 30 * minute);
  await story.close();
});

for (const asked of [invoices, incident])
  test(`${asked.role}: an extension moves the end in AWS with the one that people read`, async () => {
    const story = await begin();
    const id = await story.ask('alice', { ...asked, duration: '30m' });
    await story.approve('carol', 'C0PLATFORM');
    await story.clock.advanceBy(5 * minute);
    const { requester, until: before } = await story.record(id);
    const extended = await story.byAccount.extend(id, requester, 15 * minute);
    await story.clock.advanceBy(5 * minute);
    const { until, progress } = await story.record(id);
    assert.is(Date.parse(until ?? ''), Date.parse(before ?? '') + 15 * minute, JSON.stringify(extended));
    for (const { receipt } of Object.values(progress))
      assert.is(
        Math.floor(Date.parse(receipt?.until ?? '') / 1000),
        Math.floor(Date.parse(until ?? '') / 1000),
      );
    await story.clock.advanceBy(2 * hour);
    assert.equal(story.access(), []);
    await story.close();
  });

test('the form says before anyone asks how long an open session may run on, where AWS cannot end it', async () => {
  const story = await begin();
  const textOf = async (role: string) => (await story.fill('alice', { project: 'platform', role })).text();
  assert.match(await textOf('ReadOnly'), 'A session that is open at the end may run on for up to 1 h');
  assert.not.match(await textOf('IncidentAdmin'), 'may run on');
  assert.not.match(await textOf('InvoiceReader'), 'may run on');
  await story.close();
});

test.run();
