import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { verifyRequest } from '../../../functions/domain/audit-verdict.ts';
import { minute } from '../../../functions/domain/time.ts';
import { sha256 } from '../../../functions/runtime/sha256.ts';
import type { InstallationOptions } from '../../../local/installation.ts';
import { type Ask, asksOf, requester } from './asks.ts';
import { type Life, mortalDeps, newLife } from './mortal.ts';
import { begin, exampleCatalog, type Story } from './story.ts';

type Mode = 'grant' | 'revoke';

/** One request from form to end, with a Lambda that dies once; answers what stands in the middle and at the end. */
const playDying = (ask: Ask, mode: Mode, life: Life) =>
  play(ask, {
    arm: (name, deps, aws) => (name === mode ? mortalDeps(deps, aws, mode, life) : deps),
    onInvoke: name => {
      if (name === mode) life.dead = false;
    },
  });

/** The `nth` write of the ledger takes effect and its answer is lost; with `every`, no attempt is answered. */
type Loss = { nth: number; every: boolean; writes: number; at?: string };

const isWrite = (action: string) => /^(Put|Update)Item$/i.test(action);

const playLosing = (ask: Ask, loss: Loss) =>
  play(ask, {}, ({ dynamodb }) => {
    const isIt = (action: string, input: Record<string, unknown>) => {
      if (!isWrite(action)) return false;
      loss.writes += 1;
      if (loss.writes === loss.nth) loss.at = `${action} on ${String(input.TableName)}`;
      return loss.writes === loss.nth;
    };
    dynamodb.faults.loseAnswer(isIt, 1, { every: loss.every });
  });

/** One request from form to end; answers what stands in the middle and at the end. */
const play = async (
  ask: Ask,
  options: Partial<InstallationOptions>,
  prepare: (story: Story) => void = () => undefined,
) => {
  const story = await begin({ sweeping: false, faultsMayMiss: true, ...options });
  prepare(story);
  const requestId = await story.ask(requester, ask.asked);
  const { channel } = await story.record(requestId);
  for (const approver of ask.approvers) await story.approve(approver, channel);
  const keys = () => story.aws.entries().map(({ key }) => key);
  await story.clock.advanceBy(30 * minute);
  const middle = { status: await story.status(requestId), access: keys() };
  await story.clock.advanceBy(90 * minute);
  const holdings = (await story.record(requestId)).targets.map(({ resourceKey }) =>
    story.holdings.get(resourceKey),
  );
  const end = {
    status: await story.status(requestId),
    access: keys(),
    holders: (await Promise.all(holdings)).flatMap(holding => Object.keys(holding?.holders ?? {})),
  };
  const chain = await chainOf(story, requestId);
  await story.close();
  return { middle, end, chain };
};

/** What is wrong with the audit, and each thing that it says. */
const chainOf = async (story: Story, requestId: string) => {
  const entries = await story.audit.entries(requestId);
  const record = await story.record(requestId);
  const verdict = verifyRequest({ entries, record, now: story.clock.now() }, sha256);
  return { problem: verdict.ok ? '' : verdict.problem, said: entries.map(({ what }) => what) };
};

/**
 * Tests that a lost answer to a write of the ledger changes nothing: every `stride`-th write of a request of this kind,
 * beginning with a different one in each test.
 */
const testLostAnswers = (ask: Ask, stride: number, offset: number): void => {
  const calm: Loss = { nth: 0, every: false, writes: 0 };
  const expected = playLosing(ask, calm);
  for (const every of [false, true]) {
    const how = every ? 'no attempt at a write is answered' : 'the answer to a write is lost';
    test(`F86: ${ask.what}: ${how} after it took effect, at any write of the ledger: nobody notices`, async () => {
      const { chain, ...rest } = await expected;
      assert.is(chain.problem, '');
      assert.ok(calm.writes > 20);
      for (let nth = 1 + ((offset + Number(every)) % stride); nth <= calm.writes; nth += stride) {
        const loss: Loss = { nth, every, writes: 0 };
        const { chain: after, ...played } = await playLosing(ask, loss);
        const where = `write ${nth} (${loss.at})`;
        assert.ok(loss.at !== undefined, `${where} never happened`);
        assert.equal(played, rest, where);
        assert.equal(after, chain, where);
      }
    });
  }
};

/**
 * Tests, for each kind (`most`: of so many at most), that let the Lambda of each mode die before and after its calls to the ledger, Slack and AWS: every `stride`-th
 * call, beginning with a different one in each test.
 */
export const testCrashes = async (stride: number, most?: number): Promise<void> => {
  const catalog = await exampleCatalog();
  let offset = 0;
  for (const ask of asksOf(catalog, most)) {
    offset += 1;
    testLostAnswers(ask, stride, offset);
    for (const mode of ['grant', 'revoke'] as const) {
      const calm = newLife(0, 'before');
      test(`F26: ${ask.what}: without a crash, ${mode} comes to its end`, async () => {
        const { middle, end } = await playDying(ask, mode, calm);
        assert.equal(middle, { status: 'GRANTED', access: ask.given });
        assert.equal(end, { status: 'ENDED', access: [], holders: [] });
        assert.ok(calm.calls > 5);
      });

      for (const when of ['before', 'after'] as const) {
        offset += 1;
        const first = 1 + (offset % stride);
        test(`F26: ${ask.what}: dying ${when} a call of ${mode}, a retry converges and nothing is orphaned`, async () => {
          for (let diesAt = first; diesAt <= calm.calls; diesAt += stride) {
            const life = newLife(diesAt, when);
            const { middle, end } = await playDying(ask, mode, life);
            const where = `${when} call ${diesAt} (${life.at})`;
            assert.ok(life.at !== undefined, `${where} never happened`);
            assert.equal(middle, { status: 'GRANTED', access: ask.given }, where);
            assert.equal(end, { status: 'ENDED', access: [], holders: [] }, where);
          }
        });
      }
    }
  }
};
