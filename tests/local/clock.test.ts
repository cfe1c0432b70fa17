import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ClockStuckError, createClock } from '../../local/clock.ts';

const day = 86_400_000;

test('time stands still until it is moved', async () => {
  const clock = createClock({ startAt: 1000 });
  await clock.settle();
  assert.is(clock.now(), 1000);
  await clock.advanceBy(500);
  assert.is(clock.now(), 1500);
});

test('timers run in order of time, then of insertion', async () => {
  const clock = createClock({ startAt: 0 });
  const ran: string[] = [];
  for (const [name, at] of [
    ['c', 30],
    ['a', 10],
    ['b1', 20],
    ['b2', 20],
    ['a2', 10],
  ] as const) {
    clock.at(at, () => ran.push(`${name}@${clock.now()}`));
  }
  await clock.advanceTo(25);
  assert.equal(ran, ['a@10', 'a2@10', 'b1@20', 'b2@20']);
  assert.is(clock.now(), 25);
});

test('a timer set by a timer runs in the same move if it is due', async () => {
  const clock = createClock({ startAt: 0 });
  const ran: number[] = [];
  const tick = () => {
    ran.push(clock.now());
    clock.at(clock.now() + 10, tick);
  };
  clock.at(10, tick);
  await clock.advanceTo(35);
  assert.equal(ran, [10, 20, 30]);
});

test('a cancelled timer does not run', async () => {
  const clock = createClock({ startAt: 0 });
  let ran = 0;
  const cancels = Array.from({ length: 50 }, (_, index) => clock.at(index, () => ran++));
  for (const [index, cancel] of cancels.entries()) if (index % 2 === 0) cancel();
  await clock.advanceTo(100);
  assert.is(ran, 25);
});

test('a timer in the past is due now, not before', async () => {
  const clock = createClock({ startAt: 100 });
  const seen: number[] = [];
  clock.at(5, () => seen.push(clock.now()));
  await clock.advanceBy(0);
  assert.equal(seen, [100]);
});

test('time waits for tracked work, and for work that the timers start', async () => {
  const clock = createClock({ startAt: 0 });
  const order: string[] = [];
  const slow = async (name: string) => {
    await new Promise(resolve => setTimeout(resolve, 15));
    order.push(`${name} done at ${clock.now()}`);
  };
  clock.at(10, () => void clock.track(slow('first')));
  clock.at(20, () => order.push('second'));
  await clock.advanceTo(20);
  assert.equal(order, ['first done at 10', 'second']);
});

test('work may sleep on the clock without stopping it', async () => {
  const clock = createClock({ startAt: 0 });
  const done = clock.work(async sleep => {
    await sleep(200_000);
    return clock.now();
  });
  await clock.advanceTo(300_000);
  assert.is(await done, 200_000);
});

test('a rejection of tracked work is handed on and lets time move', async () => {
  const clock = createClock({ startAt: 0 });
  const failing = clock.track(Promise.reject(new Error('no'))).catch((error: Error) => error.message);
  await clock.advanceBy(1);
  assert.is(await failing, 'no');
});

test('work that never ends is an error that names it', async () => {
  const clock = createClock({ startAt: 0, maxPendingMs: 20 });
  void clock.track(new Promise(() => undefined), 'function grant');
  try {
    await clock.advanceBy(1);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, ClockStuckError);
    assert.match((error as Error).message, /function grant/);
  }
});

test('moves asked for at once are made one after the other', async () => {
  const clock = createClock({ startAt: 0 });
  await Promise.all([clock.advanceBy(10), clock.advanceBy(10), clock.advanceBy(10)]);
  assert.is(clock.now(), 30);
});

test('moving to the next timer says where time stands, or that there is none', async () => {
  const clock = createClock({ startAt: 0 });
  clock.at(7 * day, () => undefined);
  assert.is(clock.nextAt(), 7 * day);
  assert.is(await clock.advanceToNext(), 7 * day);
  assert.is(await clock.advanceToNext(), undefined);
});

test('time never goes back', async () => {
  const clock = createClock({ startAt: 1000 });
  await clock.advanceTo(10);
  assert.is(clock.now(), 1000);
});

test('a flowing clock runs with real time and can be moved ahead', async () => {
  const clock = createClock({ startAt: 0, flow: true });
  let ran = false;
  clock.at(30 * day, () => {
    ran = true;
  });
  await new Promise(resolve => setTimeout(resolve, 15));
  assert.ok(clock.now() > 0);
  assert.not(ran, 'a wait of 30 days does not overflow into now');
  await clock.advanceTo(30 * day);
  assert.ok(ran);
  assert.ok(clock.now() >= 30 * day);
  clock.stop();
});

test('a flowing clock runs a timer when real time reaches it', async () => {
  const clock = createClock({ startAt: 0, flow: true });
  const ran = new Promise<number>(resolve => clock.at(10, () => resolve(clock.now())));
  const alive = setTimeout(() => undefined, 5000);
  assert.ok((await ran) >= 10);
  clearTimeout(alive);
  clock.stop();
});

test('a stopped clock forgets its timers', async () => {
  const clock = createClock({ startAt: 0 });
  clock.at(10, () => assert.unreachable());
  clock.stop();
  await clock.advanceTo(20);
  assert.is(clock.nextAt(), undefined);
});

test.run();
