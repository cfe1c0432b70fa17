import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Decision, RequestRecord } from '../../../functions/domain/record.ts';
import { hour, minute, second } from '../../../functions/domain/time.ts';
import type { Vote } from '../../../functions/ledger/requests.ts';
import { effort } from '../../effort.ts';
import { actor, at, createLedger, lockKey, note, now, recordOf } from './ledger.ts';

const { requests } = await createLedger();

const put = async (requestId: string, change: Partial<RequestRecord> = {}) => {
  assert.ok(await requests.create(recordOf(requestId, change)));
  return requestId;
};

const decision = (person: string, verdict: Decision['verdict']): Decision => ({
  verdict,
  stage: 0,
  by: actor(person),
  door: 'message',
  at: at(0),
  rule: 'a rule',
  catalogHash: 'hash',
});

const voteOf = (person: string, status: Vote['status'], rev: number): Vote => ({
  rev,
  decision: decision(person, status === 'DENIED' ? 'deny' : 'approve'),
  status,
  stage: 0,
  stages: [],
  asks: [],
  outcome: undefined,
  dueAt: at(minute),
});

const dueAt = at(hour);
type Write = (id: string) => Promise<RequestRecord | undefined>;

/** Each write with a record that lets it through and records that do not. */
const writes: { name: string; write: Write; yes: Partial<RequestRecord>[]; no: Partial<RequestRecord>[] }[] =
  [
    {
      name: 'open',
      write: id =>
        requests.open(
          id,
          {
            status: 'PENDING',
            catalogHash: 'hash',
            rule: 'a rule',
            stages: [],
            asks: [],
            firstRequest: false,
            deadline: undefined,
            outcome: undefined,
            dueAt,
          },
          note('opened'),
        ),
      yes: [{ status: 'NEW' }],
      no: [{ status: 'PENDING' }, { status: 'CANCELLED' }],
    },
    {
      name: 'ask token',
      write: id => requests.storeAskToken(id, 'token', 'seq-2', now),
      yes: [{}, { askSeq: 'seq-1' }, { askSeq: 'seq-2' }],
      no: [{ status: 'APPROVED' }, { askSeq: 'seq-3' }, { deadline: at(0) }],
    },
    {
      name: 'lapse',
      write: id => requests.lapse(id, now, dueAt, note('lapsed')),
      yes: [{ deadline: at(0) }, { deadline: at(-1) }],
      no: [{ deadline: at(1) }, { deadline: at(0), status: 'APPROVED' }],
    },
    {
      name: 'vote',
      write: id => requests.vote(id, voteOf('bob', 'APPROVED', 1), now, note('approve')),
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
      write: id => requests.beginGrant(id, at(3 * hour), note('grant')),
      yes: [{ status: 'APPROVED' }, { status: 'GRANTING' }],
      no: [{}, { status: 'GRANTED' }, { status: 'REVOKING' }, { status: 'CANCELLED' }],
    },
    {
      name: 'landed',
      write: id =>
        requests.landed(id, { now: at(0), until: at(hour), warnAt: at(minute), dueAt }, note('granted')),
      yes: [{ status: 'GRANTING', endsBy: at(hour) }],
      no: [
        { status: 'GRANTING', endsBy: at(hour - 1) },
        { status: 'GRANTING' },
        { status: 'REVOKING', endsBy: at(hour) },
      ],
    },
    {
      name: 'end asked for',
      write: id => requests.askEnd(id, actor('alice'), at(0), dueAt, note('end')),
      yes: [{ status: 'GRANTED' }, { status: 'GRANTING' }, { status: 'GRANTED', wake: 'extend' }],
      no: [{}, { status: 'GRANTED', wake: 'end' }, { status: 'ENDED' }],
    },
    {
      name: 'extension asked for',
      write: id =>
        requests.askExtend(
          id,
          at(hour),
          { byMs: hour, to: at(2 * hour), by: actor('alice'), at: at(0) },
          at(4 * hour),
          at(30 * second),
          dueAt,
          note('extend'),
        ),
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
        requests.extended(id, at(hour), { until: at(2 * hour), warnAt: at(hour), dueAt }, note('extended')),
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
      write: id => requests.beginRevoke(id, now, dueAt, note('revoke')),
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
      write: id => requests.forceRevoke(id, dueAt, note('forced')),
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
      write: id => requests.stuck(id, dueAt, note('stuck')),
      yes: [{ status: 'REVOKING' }],
      no: [{ status: 'GRANTED' }, { status: 'STUCK' }, { status: 'ENDED' }],
    },
    {
      name: 'ended',
      write: id => requests.ended(id, 'ENDED', at(0), dueAt, undefined, note('ended')),
      yes: [{ status: 'REVOKING' }, { status: 'STUCK' }],
      no: [{ status: 'GRANTED' }, { status: 'ENDED' }, { status: 'FAILED' }],
    },
    {
      name: 'closed before it was granted',
      write: id =>
        requests.close(id, ['PENDING'], 'CANCELLED', { code: 'c', message: 'm' }, dueAt, note('cancelled')),
      yes: [{}],
      no: [{ status: 'APPROVED' }, { status: 'GRANTED' }, { status: 'DENIED' }],
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

test(`F19: of an approval and a denial at once, ${effort.races} times over, one wins`, async () => {
  const race = async (index: number) => {
    const id = await put(`race-${index}`);
    const [approved, denied] = await Promise.all([
      requests.vote(id, voteOf('bob', 'APPROVED', 1), now, note('approve')),
      requests.vote(id, voteOf('carol', 'DENIED', 1), now, note('deny')),
    ]);
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
  await requests.beginGrant(id, at(3 * hour), note('first'));
  const again = await requests.beginGrant(id, at(9 * hour), note('second'));
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
  assert.ok(await requests.settled('due-final'));
  assert.not.ok((await requests.due(now - hour, 1_000)).includes('due-final'));
});

test('a final request whose audit is not complete stays due', async () => {
  const id = await put('untold', { status: 'ENDED', outbox: { '1 ended': note('ended') } });
  assert.not.ok(await requests.settled(id));
  assert.is((await requests.get(id))?.dueShard, recordOf(id).dueShard);
});

test('a settled request cannot be made due again', async () => {
  const id = await put('settled', { status: 'ENDED' });
  await requests.settled(id);
  await requests.markDue(id, at(0));
  assert.is((await requests.get(id))?.dueAt, undefined);
});

test('no index carries a token or a receipt', async () => {
  await put('indexed', {
    askToken: 'secret-token',
    holdToken: 'secret-token',
    journal: { [lockKey]: { receipt: { a: 'secret-receipt' } } },
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
