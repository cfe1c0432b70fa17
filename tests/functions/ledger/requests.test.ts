import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Decision, RequestRecord } from '../../../functions/domain/record.ts';
import { hour, minute, second } from '../../../functions/domain/time.ts';
import type { DecisionWrite } from '../../../functions/ledger/requests.ts';
import { effort } from '../../effort.ts';
import { actor, at, createLedger, moved, note, now, recordOf, resourceKey } from './ledger.ts';

const { requests } = await createLedger();

const put = async (requestId: string, change: Partial<RequestRecord> = {}) => {
  assert.ok(await requests.create(recordOf(requestId, change)));
  return requestId;
};

const decision = (person: string, verdict: Decision['verdict']): Decision => ({
  verdict,
  counts: ['0:a set'],
  by: actor(person),
  source: 'message',
  at: at(0),
  rule: 'a rule',
  catalogHash: 'hash',
});

const decided = (person: string, verdict: Decision['verdict']): DecisionWrite => ({
  rev: 1,
  decision: decision(person, verdict),
  stage: 0,
  stages: [],
  outcome: undefined,
});
const approve = (id: string, person = 'bob') =>
  requests.decide(moved(id, 'approve'), at(0), decided(person, 'approve'));
const deny = (id: string, person: string) =>
  requests.decide(moved(id, 'deny'), at(0), decided(person, 'deny'));

type Write = (id: string) => Promise<RequestRecord | undefined>;

/** Each write with a record that lets it through and records that do not. */
const writes: { name: string; write: Write; yes: Partial<RequestRecord>[]; no: Partial<RequestRecord>[] }[] =
  [
    {
      name: 'open',
      write: id =>
        requests.open(moved(id, 'ask'), {
          catalogHash: 'hash',
          rule: 'a rule',
          stages: [],
          asks: [],
          firstRequest: false,
          deadline: undefined,
          outcome: undefined,
        }),
      yes: [{ status: 'NEW' }],
      no: [{ status: 'PENDING' }, { status: 'CANCELLED' }],
    },
    {
      name: 'ask token',
      write: id => requests.storeAskToken(id, { token: 'token', seq: 'seq-2', now }),
      yes: [{}, { askSeq: 'seq-1' }, { askSeq: 'seq-2' }],
      no: [{ status: 'APPROVED' }, { askSeq: 'seq-3' }, { deadline: at(0) }],
    },
    {
      name: 'expire',
      write: id => requests.expire(moved(id, 'expire'), at(0)),
      yes: [{ deadline: at(0) }, { deadline: at(-1) }],
      no: [{ deadline: at(1) }, { deadline: at(0), status: 'APPROVED' }],
    },
    {
      name: 'vote',
      write: id => approve(id),
      yes: [{}],
      no: [
        { rev: 2 },
        { status: 'DENIED' },
        { deadline: at(0) },
        { decisions: { bob: decision('bob', 'approve') } },
      ],
    },
    {
      name: 'grant begins',
      write: id => requests.beginGrant(moved(id, 'beginGrant'), { endsBy: at(3 * hour), noted: true }),
      yes: [{ status: 'APPROVED' }, { status: 'GRANTING' }],
      no: [{}, { status: 'GRANTED' }, { status: 'REVOKING' }, { status: 'CANCELLED' }],
    },
    {
      name: 'activated',
      write: id => requests.activated(moved(id, 'activate'), at(0), { until: at(hour), warnAt: at(minute) }),
      yes: [{ status: 'GRANTING', endsBy: at(hour) }],
      no: [
        { status: 'GRANTING', endsBy: at(hour - 1) },
        { status: 'GRANTING' },
        { status: 'REVOKING', endsBy: at(hour) },
      ],
    },
    {
      name: 'end asked for',
      write: id => requests.askEnd(moved(id, 'askEnd'), { by: actor('alice'), at: at(0) }),
      yes: [{ status: 'GRANTED' }, { status: 'GRANTING' }, { status: 'GRANTED', wake: 'extend' }],
      no: [{}, { status: 'GRANTED', wake: 'end' }, { status: 'ENDED' }],
    },
    {
      name: 'extension asked for',
      write: id =>
        requests.askExtend(moved(id, 'askExtension'), {
          seenUntil: at(hour),
          notBefore: at(30 * second),
          endsBy: at(4 * hour),
          extension: { byMs: hour, to: at(2 * hour), by: actor('alice'), at: at(0) },
        }),
      yes: [{ status: 'GRANTED', until: at(hour) }],
      no: [
        { status: 'GRANTED', until: at(hour + 1) },
        { status: 'GRANTED', until: at(hour), wake: 'end' },
        { status: 'REVOKING', until: at(hour) },
      ],
    },
    {
      name: 'extended',
      write: id =>
        requests.extended(moved(id, 'extend'), at(hour), { until: at(2 * hour), warnAt: at(hour) }),
      yes: [{ status: 'GRANTED', until: at(hour), wake: 'extend' }],
      no: [
        { status: 'GRANTED', until: at(hour), wake: 'end' },
        { status: 'GRANTED', until: at(hour) },
        { status: 'REVOKING', until: at(hour), wake: 'extend' },
        { status: 'GRANTED', until: at(hour + 1), wake: 'extend' },
      ],
    },
    {
      name: 'revoke begins',
      write: id => requests.beginRevoke(moved(id, 'beginRevoke'), { now, noted: true }),
      yes: [
        { status: 'GRANTING' },
        { status: 'REVOKING' },
        { status: 'STUCK' },
        { status: 'GRANTED', until: at(2 * second) },
        { status: 'GRANTED', until: at(hour), wake: 'end' },
      ],
      no: [
        {},
        { status: 'GRANTED', until: at(2 * second + 1) },
        { status: 'GRANTED', until: at(hour), wake: 'extend' },
        { status: 'ENDED' },
        { status: 'APPROVED' },
      ],
    },
    {
      name: 'forced revoke',
      write: id => requests.forceRevoke(moved(id, 'forceRevoke'), { noted: true }),
      yes: [
        { status: 'GRANTING' },
        { status: 'GRANTED', until: at(hour) },
        { status: 'REVOKING' },
        { status: 'STUCK' },
      ],
      no: [{}, { status: 'APPROVED' }, { status: 'ENDED' }],
    },
    {
      name: 'stuck',
      write: id => requests.stuck(moved(id, 'markStuck')),
      yes: [{ status: 'REVOKING' }],
      no: [{ status: 'GRANTED' }, { status: 'STUCK' }, { status: 'ENDED' }],
    },
    {
      name: 'ended',
      write: id => requests.ended(moved(id, 'end'), { at: at(0), outcome: undefined }),
      yes: [{ status: 'REVOKING' }, { status: 'STUCK' }],
      no: [{ status: 'GRANTED' }, { status: 'ENDED' }, { status: 'FAILED' }],
    },
    {
      name: 'closed before it was granted',
      write: id =>
        requests.closeUngranted({ ...moved(id, 'cancel'), from: ['PENDING'] }, { code: 'c', message: 'm' }),
      yes: [{}],
      no: [{ endsBy: at(hour) }, { status: 'APPROVED' }, { status: 'GRANTED' }, { status: 'DENIED' }],
    },
  ];

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
    const [approved, denied] = await Promise.all([approve(id), deny(id, 'carol')]);
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
    Array.from({ length: 20 }, (_, index) => put(`due-${index}`, { dueAt: at(-hour - index) })),
  );
  const due = await requests.due(now - hour, 1_000);
  assert.equal(due.filter(id => id.startsWith('due-')).sort(), [...ids].sort());
  await put('due-final', { status: 'ENDED', dueAt: at(-2 * hour) });
  assert.ok((await requests.due(now - hour, 1_000)).includes('due-final'));
  assert.ok(await requests.closed('due-final'));
  assert.not.ok((await requests.due(now - hour, 1_000)).includes('due-final'));
});

test('a final request whose audit is not complete stays due', async () => {
  const id = await put('untold', { status: 'ENDED', outbox: { '1 ended': note('ended') } });
  assert.not.ok(await requests.closed(id));
  assert.is((await requests.get(id))?.dueShard, recordOf(id).dueShard);
});

test('a closed request cannot be made due again', async () => {
  const id = await put('closed', { status: 'ENDED' });
  await requests.closed(id);
  await requests.markDue(id, at(0));
  assert.is((await requests.get(id))?.dueAt, undefined);
});

test('no index carries a token or a receipt', async () => {
  await put('indexed', {
    askToken: 'secret-token',
    holdToken: 'secret-token',
    progress: { [resourceKey]: { receipt: { a: 'secret-receipt' } } },
  });
  const found = JSON.stringify([
    await requests.requestsOf('alice', 1_000),
    await requests.ofProject('payments', 'PENDING', 1_000),
  ]);
  assert.ok(found.includes('indexed'));
  assert.not.ok(found.includes('secret-'));
});

test("a person's requests come newest first, a project's by status", async () => {
  await put('mine-1', { requester: actor('dave'), createdAt: at(0), project: 'platform' });
  await put('mine-2', { requester: actor('dave'), createdAt: at(1), project: 'platform', status: 'ENDED' });
  assert.equal(
    (await requests.requestsOf('dave', 10)).map(item => item.requestId),
    ['mine-2', 'mine-1'],
  );
  assert.equal(
    (await requests.ofProject('platform', 'PENDING', 10)).map(item => item.requestId),
    ['mine-1'],
  );
});

test.run();
