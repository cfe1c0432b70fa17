import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toIso } from '../../../functions/domain/time.ts';
import type { SweepDeps } from '../../../functions/steps/sweep/sweeping.ts';
import { sweeper } from '../../../functions/wiring/sweeper.ts';

const context = { getRemainingTimeInMillis: () => 290_000 };
const now = Date.UTC(2026, 2, 2, 10);

const watched = () => {
  const calls: unknown[][] = [];
  const refuse = new Proxy({}, { get: (_, key) => () => calls.push(['unexpected', String(key)]) });
  const deps = {
    now: () => now,
    requests: {
      stopped: async (...given: unknown[]) => void calls.push(['stopped', ...given]),
      due: async () => ({ live: [], waiting: [], stuck: [], untold: [], 'held-back': [] }),
      getMany: async () => [],
    },
    holdings: { all: async () => [] },
    sweepLease: {
      take: async () => ({ jobs: {} }),
      release: async () => undefined,
      ran: async () => undefined,
    },
    newId: () => 'worker',
    kinds: refuse,
    machine: refuse,
    slack: refuse,
    measure: (...given: unknown[]) => void calls.push(['measure', ...given]),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  // Only these members may be used for an event or an empty sweep; anything else is recorded as unexpected.
  return { calls, handler: sweeper(() => deps as unknown as SweepDeps) };
};

test('F43: the event of a stopped execution only marks its request due now', async () => {
  const { calls, handler } = watched();
  const event = {
    'detail-type': 'Step Functions Execution Status Change',
    detail: { name: 'r-1', status: 'ABORTED' },
  };
  await handler(event, context);
  assert.equal(calls, [['stopped', 'r-1', toIso(now)]]);
});

test('a sweep with nothing due reports that it ran, and does nothing else', async () => {
  const { calls, handler } = watched();
  await handler({ 'detail-type': 'Scheduled Event' }, context);
  assert.equal(calls, [
    ['measure', 'SweptLate', 0],
    ['measure', 'OverdueLive', 0],
    ['measure', 'SweepRuns', 1],
  ]);
});

test.run();
