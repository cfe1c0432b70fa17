import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isFinal } from '../../../functions/domain/status.ts';
import { minute } from '../../../functions/domain/time.ts';
import { type Around, aroundCalls } from './around-calls.ts';
import { type Ask, asksOf, requester } from './asks.ts';
import { begin, exampleCatalog, ids, type Story } from './story.ts';

/** `whole`: it runs to its end. `begun`: it waits before the lease until the slow one has given the lease back. */
const paces = ['whole', 'begun'] as const;

/** No Lambda makes more calls for one request of the example. */
const mostCalls = 100;

/** Every Lambda makes more calls than this. */
const fewestCalls = 8;

type Overtaking = {
  /** The Lambda that is slow. */
  mode: 'grant' | 'revoke';
  /** Before which of its calls, from 1. */
  nth: number;
  pace: (typeof paces)[number];
  /** Somebody gave the same access by hand before. */
  standing: boolean;
};

const signal = () => {
  let give: () => void = () => undefined;
  const given = new Promise<void>(resolve => {
    give = resolve;
  });
  return { given, give };
};

const context = { getRemainingTimeInMillis: () => 115_000 };

/** One request from form to end, whose end another invocation begins while a Lambda is at a certain call. */
const play = async (ask: Ask, { mode, nth, pace, standing }: Overtaking) => {
  const seen: { calls: number; at?: string } = { calls: 0 };
  const leaseFree = signal();
  const waiting = signal();
  let holdBack = false;
  let overtaker: Promise<unknown> = Promise.resolve();
  let story: Story | undefined;

  const overtake = async (): Promise<void> => {
    const [requestId] = story?.executions() ?? [];
    if (story === undefined || requestId === undefined) throw new Error('nothing runs yet');
    await story.byAccount.end(requestId, { teamId: 'T0EXAMPLE', userId: ids[requester] });
    holdBack = pace === 'begun';
    overtaker = story.lambdas
      .revoke({ v: 1, state: 'Revoke', requestId, because: 'end' }, context)
      .catch(() => 'it is tried again');
    await Promise.race([overtaker, waiting.given]);
    holdBack = false;
  };

  const around: Around = async (at, call) => {
    if (seen.at === undefined) {
      seen.calls += 1;
      if (seen.calls === nth) {
        seen.at = at;
        await overtake();
      }
    }
    const answer = await call();
    if (/^holdings\.(release|remove.*Holder)$/.test(at) && seen.at !== undefined) leaseFree.give();
    return answer;
  };
  const waitBeforeLease: Around = async (at, call) => {
    if (at === 'holdings.lease' && holdBack) {
      waiting.give();
      await leaseFree.given;
    }
    return call();
  };

  story = await begin({
    sweeping: false,
    arm: (name, deps, aws) => {
      if (name !== 'grant' && name !== 'revoke') return deps;
      const own = name === mode ? aroundCalls(deps, aws, name, around) : deps;
      return name === 'revoke' ? aroundCalls(own, aws, name, waitBeforeLease) : own;
    },
  });
  if (standing) for (const { target, principal } of ask.things) story.aws.give(ask.kind, target, principal);
  const requestId = await story.ask(requester, ask.asked);
  const { channel, requester: by } = await story.record(requestId);
  for (const approver of ask.approvers) await story.approve(approver, channel);
  await story.clock.advanceBy(10 * minute);
  await story.byAccount.extend(requestId, by, 30 * minute);
  await story.clock.advanceBy(3 * 60 * minute);
  leaseFree.give();
  await overtaker;
  await story.clock.advanceBy(60 * minute);
  const record = await story.record(requestId);
  const holdings = await Promise.all(
    record.targets.map(({ resourceKey }) => story.holdings.get(resourceKey)),
  );
  const access = story.aws.entries().map(({ key }) => key);
  const holders = holdings.flatMap(holding => Object.keys(holding?.holders ?? {}));
  await story.close();
  return { seen, status: record.status, access, holders };
};

/**
 * Tests, for each kind (`most`: of so many at most), that an end which comes in before any call of a Grant, an Extend or a Revoke leaves no access behind, and
 * takes none that stood before: every `stride`-th call, beginning with a different one in each test.
 */
export const testOvertaking = async (stride: number, most?: number): Promise<void> => {
  const catalog = await exampleCatalog();
  let offset = 0;
  for (const ask of asksOf(catalog, most)) {
    for (const mode of ['grant', 'revoke'] as const) {
      for (const standing of [false, true]) {
        for (const pace of paces) {
          offset += 1;
          const first = 1 + (offset % Math.min(stride, fewestCalls));
          const what = standing ? 'what stood before stays' : 'nothing is left';
          const who = pace === 'whole' ? 'another Revoke' : 'a Revoke that has begun';
          test(`F26: ${ask.what}: ${who} overtakes ${mode} at any call, and ${what}`, async () => {
            let made = 0;
            for (let nth = first; nth <= mostCalls; nth += stride) {
              const { seen, status, access, holders } = await play(ask, { mode, nth, pace, standing });
              if (seen.at === undefined) break;
              made = nth;
              const where = `before call ${nth} (${seen.at})`;
              assert.equal(access, standing ? ask.given : [], where);
              assert.equal(holders, [], where);
              assert.ok(isFinal(status), `${where}: ${status}`);
            }
            assert.ok(made > 0, 'it never came in between');
            if (stride === 1) assert.ok(made > 5 && made < mostCalls, `${made} calls`);
          });
        }
      }
    }
  }
};
