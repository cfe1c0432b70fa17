import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import { goneLately, leaseMs, othersHold } from '../../../functions/ledger/holdings.ts';
import { at, createLedger, now, target } from './ledger.ts';

const { holdings } = await createLedger();
const holder = (until: number) => ({ kind: 'iam-group', principal: 'alice', target, until: at(until) });

const leased = async (key: string, when = now, worker = 'me') => {
  const lease = await holdings.lease(key, worker, when);
  if (lease === undefined) throw new Error('the lease is taken');
  return lease;
};

test('a resource key has one worker at a time', async () => {
  const leases = await Promise.all(Array.from({ length: 20 }, (_, n) => holdings.lease('one', `w${n}`, now)));
  assert.is(leases.filter(lease => lease !== undefined).length, 1);
});

test('a lease that was not given back runs out by itself', async () => {
  await leased('out');
  assert.is(await holdings.lease('out', 'other', now + leaseMs), undefined);
  assert.ok(await holdings.lease('out', 'other', now + leaseMs + 1));
});

test('a released lease can be taken at once', async () => {
  await holdings.release(await leased('released'));
  assert.ok(await holdings.lease('released', 'other', now));
});

test('a worker whose lease was taken over changes nothing any more', async () => {
  const old = await leased('fenced');
  await leased('fenced', now + leaseMs + 1, 'next');
  assert.is(await holdings.addHolder(old, 'r-1', holder(hour), false), undefined);
  assert.not.ok(await holdings.setPending(old, { op: 'grant', requestId: 'r-1', startedAt: at(0) }));
  assert.not.ok(await holdings.removeHolder(old, 'r-1'));
  assert.not.ok(await holdings.removeLastHolder(old, 'r-1', true, now));
  assert.not.ok(await holdings.extendHolder(old, 'r-1', at(hour)));
  await holdings.release(old);
  assert.is((await holdings.get('fenced'))?.leaseBy, 'next');
});

test('whether access is pre-existing is decided by the first holder and kept for the others', async () => {
  const lease = await leased('before');
  assert.is((await holdings.addHolder(lease, 'r-1', holder(hour), true))?.preexisting, true);
  assert.is((await holdings.addHolder(lease, 'r-2', holder(hour), false))?.preexisting, true);
});

test('the last one out leaves no holder, no opinion, no lease, and the time it went', async () => {
  const lease = await leased('last');
  await holdings.addHolder(lease, 'r-1', holder(hour), false);
  await holdings.setPending(lease, { op: 'grant', requestId: 'r-1', startedAt: at(0) });
  assert.ok(await holdings.removeLastHolder(lease, 'r-1', true, now));
  const left = await holdings.get('last');
  assert.equal(left?.holders, {});
  assert.is(left?.preexisting, undefined);
  assert.is(left?.pending, undefined);
  assert.is(left?.leaseUntil, undefined);
  assert.is(left?.goneAt, at(0));
});

test('a holder that goes while others hold leaves them in place', async () => {
  const lease = await leased('others');
  await holdings.addHolder(lease, 'r-1', holder(hour), false);
  await holdings.addHolder(lease, 'r-2', holder(hour), false);
  assert.ok(await holdings.removeHolder(lease, 'r-1'));
  assert.equal(Object.keys((await holdings.get('others'))?.holders ?? {}), ['r-2']);
});

for (const [until, holds] of [
  [hour, true],
  [-minute, true],
  [-2 * minute, true],
  [-2 * minute - 1, false],
] as const) {
  test(`an entry that ends in ${until} ms ${holds ? 'still counts' : 'no longer counts'} as holding`, () => {
    const holding = { v: 1 as const, resourceKey: 'k', holders: { 'r-2': holder(until) } };
    assert.is(othersHold(holding, 'r-1', now), holds);
    assert.not.ok(othersHold(holding, 'r-2', now));
  });
}

for (const [ago, lately] of [
  [0, true],
  [10 * minute - 1, true],
  [10 * minute, false],
] as const) {
  test(`F75: ${ago} ms after our own removal a read ${lately ? 'may still be stale' : 'can be trusted'}`, () => {
    assert.is(goneLately({ v: 1 as const, resourceKey: 'k', holders: {}, goneAt: at(-ago) }, now), lately);
  });
}

test.run();
