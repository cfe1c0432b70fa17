import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dueOn } from '../../../functions/domain/due.ts';
import type { RequestRecord } from '../../../functions/domain/record.ts';
import { hour } from '../../../functions/domain/time.ts';
import { effort } from '../../effort.ts';
import { actor, at, createLedger, moved, note, now, recordOf, resourceKey } from './ledger.ts';
import { approve, deny, writesOf } from './writes.ts';

const { requests } = await createLedger();

const put = async (requestId: string, change: Partial<RequestRecord> = {}) => {
  assert.ok(await requests.create(recordOf(requestId, change)));
  return requestId;
};

const writes = writesOf(requests);

let made = 0;
for (const { name, write, yes, no } of writes) {
  for (const change of yes) {
    test(`${name}: is written on ${JSON.stringify(change)}, with its note and one more revision`, async () => {
      made += 1;
      const id = await put(`yes-${made}`, change);
      const before = await requests.get(id);
      const after = await write(id);
      assert.ok(after);
      assert.is(after?.rev, (before?.rev ?? 0) + 1);
      const noted = Object.keys(after?.outbox ?? {}).length;
      assert.is(noted, name === 'ask token' ? 0 : 1);
    });
  }
  for (const change of no) {
    test(`${name}: is refused on ${JSON.stringify(change).slice(0, 120)}, and changes nothing`, async () => {
      made += 1;
      const id = await put(`no-${made}`, change);
      const before = await requests.get(id);
      assert.is(await write(id), undefined);
      assert.equal(await requests.get(id), before);
    });
  }
}

const staying: { name: string; from: Partial<RequestRecord> }[] = [
  { name: 'end asked for', from: { status: 'GRANTING' } },
  { name: 'end asked for', from: { status: 'GRANTED' } },
  { name: 'extension asked for', from: { status: 'GRANTED', until: at(hour) } },
];
for (const { name, from } of staying) {
  test(`F55: ${name}: leaves ${from.status} as it is, though the request was last read as PENDING`, async () => {
    made += 1;
    const id = await put(`stays-${made}`, from);
    const after = await writes.find(write => write.name === name)?.write(id);
    assert.is(after?.status, from.status);
  });
}

test(`F19: of an approval and a denial at once, ${effort.races} times over, one wins`, async () => {
  const race = async (index: number) => {
    const id = await put(`race-${index}`);
    const [approved, denied] = await Promise.all([approve(requests, id), deny(requests, id, 'carol')]);
    const record = await requests.get(id);
    assert.is(Number(approved !== undefined) + Number(denied !== undefined), 1, `race ${index}`);
    assert.is(record?.status, approved === undefined ? 'DENIED' : 'APPROVED');
    assert.is(Object.keys(record?.decisions ?? {}).length, 1);
    assert.is(Object.keys(record?.outbox ?? {}).length, 1);
  };
  for (let from = 0; from < effort.races; from += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => race(from + index)));
  }
});

test('the durable bound is written once and survives every later attempt', async () => {
  const id = await put('bound', { status: 'APPROVED' });
  const move = moved(id, 'beginGrant');
  await requests.beginGrant(move, { endsBy: at(3 * hour), noted: true });
  const again = await requests.beginGrant(move, { endsBy: at(9 * hour), noted: false });
  assert.is(again?.endsBy, at(3 * hour));
});

test('a request id is recorded once', async () => {
  await put('once');
  assert.not.ok(await requests.create(recordOf('once', { project: 'other' })));
  assert.is((await requests.get('once'))?.project, 'payments');
});

test('what is due is found by its time, whatever its shard, and final requests leave the index', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      put(`due-${index}`, { due: dueOn('waiting', at(-hour - index)) }),
    ),
  );
  const dueNow = async () => Object.values(await requests.due(now - hour)).flat();
  const due = await dueNow();
  assert.equal(due.filter(id => id.startsWith('due-')).sort(), [...ids].sort());
  await put('due-final', { status: 'ENDED', due: dueOn('untold', at(-2 * hour)) });
  assert.ok((await dueNow()).includes('due-final'));
  assert.ok(await requests.closed('due-final'));
  assert.not.ok((await dueNow()).includes('due-final'));
});

test('a final request whose audit is not complete stays due', async () => {
  const id = await put('untold', { status: 'ENDED', outbox: { '1 ended': note('ended') } });
  assert.not.ok(await requests.closed(id));
  assert.is((await requests.get(id))?.dueShard, recordOf(id).dueShard);
});

test('a closed request cannot be made due again', async () => {
  const id = await put('closed', { status: 'ENDED' });
  await requests.closed(id);
  await requests.markDue(id, 'ENDED', at(0));
  assert.is((await requests.get(id))?.due, undefined);
});

test('no index carries a token or a receipt', async () => {
  await put('indexed', {
    askToken: 'secret-token',
    holdToken: 'secret-token',
    progress: { [resourceKey]: { receipt: { a: 'secret-receipt' } } },
  });
  const found = JSON.stringify([await requests.requestsOf(actor('alice'), 1_000), await requests.active()]);
  assert.ok(found.includes('indexed'));
  assert.not.ok(found.includes('secret-'));
});

test("an account's requests come newest first, and of all only those that are not final are active", async () => {
  await put('mine-1', { requester: actor('dave'), createdAt: at(0), project: 'platform' });
  await put('mine-2', { requester: actor('dave'), createdAt: at(1), project: 'platform', status: 'ENDED' });
  assert.equal(await requests.requestsOf(actor('dave'), 10), ['mine-2', 'mine-1']);
  const active = (await requests.active()).filter(({ project }) => project === 'platform');
  assert.equal(active, [
    {
      requestId: 'mine-1',
      status: 'PENDING',
      project: 'platform',
      role: 'DatabaseAdmin',
      requester: actor('dave'),
    },
  ]);
});

test('the write that ends a request takes it out of the active ones', async () => {
  await put('brief', { project: 'brief' });
  const here = async () => (await requests.active()).filter(({ project }) => project === 'brief').length;
  assert.is(await here(), 1);
  await requests.closeUngranted(moved('brief', 'cancel'), { code: 'cancelled', message: 'x' });
  assert.is(await here(), 0);
});

test.run();
