import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { minute } from '../../../functions/domain/time.ts';
import { type Life, mortalDeps, newLife } from './mortal.ts';
import { begin } from './story.ts';

const asks = [
  {
    kind: 'iam-group',
    asked: { project: 'payments', role: 'DatabaseAdmin', duration: '1h' },
    rounds: ['bob'],
    given: ['alice has admin_RDS in 111111111111'],
  },
  {
    kind: 'permission-set',
    asked: { project: 'payments', role: 'ProductionAdmin', duration: '1h' },
    rounds: ['bob', 'dave'],
    given: ['alice has Administrator in 222222222222'],
  },
] as const;

type Lane = 'grant' | 'revoke';

/** One request from form to end, with a Lambda that dies once; answers what stands in the middle and at the end. */
const live = async (ask: (typeof asks)[number], lane: Lane, life: Life) => {
  const story = await begin({
    sweeping: false,
    arm: (name, deps, aws) => (name === lane ? mortalDeps(deps, aws, lane, life) : deps),
    onInvoke: name => {
      if (name === lane) life.dead = false;
    },
  });
  const requestId = await story.ask('alice', ask.asked);
  for (const approver of ask.rounds) await story.approve(approver);
  await story.clock.advanceBy(30 * minute);
  const middle = { status: await story.status(requestId), access: story.access() };
  await story.clock.advanceBy(90 * minute);
  const holdings = (await story.record(requestId)).parts.map(({ lockKey }) => story.holdings.get(lockKey));
  const end = {
    status: await story.status(requestId),
    access: story.access(),
    holders: (await Promise.all(holdings)).flatMap(holding => Object.keys(holding?.holders ?? {})),
  };
  await story.close();
  return { middle, end };
};

/**
 * Tests that let the Lambda of each lane die before and after its calls to the ledger, Slack and AWS: every `stride`-th
 * call, beginning with a different one in each test.
 */
export const testCrashes = (stride: number): void => {
  let offset = 0;
  for (const ask of asks) {
    for (const lane of ['grant', 'revoke'] as const) {
      const calm = newLife(0, 'before');
      test(`F26: ${ask.kind}: without a crash, ${lane} comes to its end`, async () => {
        const { middle, end } = await live(ask, lane, calm);
        assert.equal(middle, { status: 'GRANTED', access: ask.given });
        assert.equal(end, { status: 'ENDED', access: [], holders: [] });
        assert.ok(calm.calls > 5);
      });

      for (const when of ['before', 'after'] as const) {
        offset += 1;
        const first = 1 + (offset % stride);
        test(`F26: ${ask.kind}: dying ${when} a call of ${lane}, a retry converges and nothing is orphaned`, async () => {
          for (let diesAt = first; diesAt <= calm.calls; diesAt += stride) {
            const life = newLife(diesAt, when);
            const { middle, end } = await live(ask, lane, life);
            const where = `${when} call ${diesAt} (${life.at})`;
            assert.equal(middle, { status: 'GRANTED', access: ask.given }, where);
            assert.equal(end, { status: 'ENDED', access: [], holders: [] }, where);
          }
        });
      }
    }
  }
};
