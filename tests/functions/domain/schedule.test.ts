import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dueShard, dueShards, warnAt } from '../../../functions/domain/schedule.ts';
import { isFinal, isLive, type Status, statuses } from '../../../functions/domain/status.ts';
import { day, hour, minute, second, toIso, toMs } from '../../../functions/domain/time.ts';
import { endsBy, lookAgainAt } from '../../../functions/domain/transitions.ts';
import { now, record } from './fixtures.ts';

const all = Object.keys(statuses) as Status[];

test('every status has words for people, an emoji and whether access may be live', () => {
  for (const status of all) {
    assert.match(statuses[status].label, /^[A-Z]/);
    assert.match(statuses[status].emoji, /^:[a-z_]+:$/);
    assert.is(isFinal(status), statuses[status].final);
    assert.is(isLive(status), statuses[status].live);
  }
  assert.is(new Set(all.map(status => statuses[status].label)).size, all.length);
});

test('a final status is never live, and STUCK is never final', () => {
  assert.equal(
    all.filter(status => isFinal(status) && isLive(status)),
    [],
  );
  assert.not.ok(isFinal('STUCK'));
  assert.ok(isLive('STUCK'));
});

const warnings: [durationMs: number, beforeMs: number][] = [
  [8 * hour, 15 * minute],
  [hour, 15 * minute],
  [20 * minute, 5 * minute],
  [minute, 15 * second],
];
for (const [durationMs, beforeMs] of warnings) {
  test(`a grant of ${durationMs / minute} min warns ${beforeMs / minute} min before its end`, () => {
    const until = toIso(now + durationMs);
    assert.is(warnAt(until, durationMs), toIso(now + durationMs - beforeMs));
  });
}

test('invariant B: the durable bound is never before the end of a grant that lands in time', () => {
  const durations = fc.integer({ min: minute, max: 330 * day });
  fc.assert(
    fc.property(durations, fc.integer({ min: 0, max: 2 * hour }), (durationMs, lateMs) => {
      assert.ok(endsBy(now, durationMs) >= toIso(now + lateMs + durationMs));
    }),
  );
});

const dues: [status: Status, more: object, expected: string | undefined][] = [
  ['NEW', {}, toIso(now + 2 * minute)],
  ['PENDING', {}, toIso(now + 35 * minute)],
  ['PENDING', { asks: [toIso(now - 1), toIso(now + hour)] }, toIso(now + hour + 5 * minute)],
  ['PENDING', { asks: [] }, toIso(now + 5 * minute)],
  ['APPROVED', {}, toIso(now + 5 * minute)],
  ['APPROVED', { startAt: toIso(now + day) }, toIso(now + day + 5 * minute)],
  ['GRANTING', {}, toIso(now + 3 * hour)],
  ['GRANTING', { endsBy: toIso(now + 7) }, toIso(now + 7)],
  ['GRANTED', { until: toIso(now + hour) }, toIso(now + hour + 30 * second)],
  ['GRANTED', { until: toIso(now - hour) }, toIso(now)],
  ['REVOKING', {}, toIso(now + 5 * minute)],
  ['STUCK', {}, toIso(now + 10 * minute)],
];
for (const [status, more, expected] of dues) {
  test(`${status} with ${JSON.stringify(more)} is due at ${expected}`, () =>
    assert.is(lookAgainAt(status, record(more), now), expected));
}

test('exactly what is final is never due', () => {
  for (const status of all) assert.is(lookAgainAt(status, record(), now) === undefined, isFinal(status));
});

test('timestamps compare as strings', () => {
  const times = fc.integer({ min: 0, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(times, times, (a, b) => {
      assert.is(Math.sign(a - b), toIso(a) < toIso(b) ? -1 : toIso(a) > toIso(b) ? 1 : 0);
      assert.is(toMs(toIso(a)), a);
    }),
  );
});

test('shards are stable, whole and evenly used', () => {
  const used = new Array<number>(dueShards).fill(0);
  for (let index = 0; index < 8_000; index += 1) {
    const shard = dueShard(`req-${index}`);
    assert.is(dueShard(`req-${index}`), shard);
    used[shard] = (used[shard] ?? 0) + 1;
  }
  assert.is(used.length, dueShards);
  assert.ok(Math.min(...used) > 800 && Math.max(...used) < 1_200, used.join());
});

test.run();
