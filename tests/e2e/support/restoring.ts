import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import { fakeKinds } from '../../../local/aws/kinds/index.ts';
import { type Ask, askFor } from './asks.ts';
import { begin, exampleCatalog, type Story } from './story.ts';
import { backup } from './tables.ts';

const alice = { teamId: 'T0EXAMPLE', userId: 'U0ALICE' };

/** What really happened so far, whatever the tables say. */
type Truth = { story: Story; ids: string[]; ends: Map<string, number> };
type Step = { what: string; run: (truth: Truth) => Promise<void> };

const ask =
  (duration: string): Step['run'] =>
  async ({ story, ids }) => {
    ids.push(await story.ask('alice', { duration }));
  };

const approve: Step['run'] = async ({ story, ids, ends }) => {
  const requestId = ids.at(-1) ?? '';
  await story.approve();
  const { until } = await story.record(requestId);
  if (until !== undefined) ends.set(requestId, Date.parse(until));
};

const done =
  (index: number): Step['run'] =>
  async ({ story, ids, ends }) => {
    const requestId = ids[index] ?? '';
    assert.ok((await story.byAccount.end(requestId, alice)).ok);
    await story.clock.advanceBy(minute);
    ends.delete(requestId);
  };

const wait =
  (ms: number): Step['run'] =>
  ({ story }) =>
    story.clock.advanceBy(ms);

const steps: Step[] = [
  { what: 'nothing has happened', run: async () => undefined },
  { what: 'a first one is asked for', run: ask('1h') },
  { what: 'it is granted', run: approve },
  {
    what: 'it is extended',
    run: async ({ story, ids, ends }) => {
      await story.clock.advanceBy(20 * minute);
      const [requestId = ''] = ids;
      assert.ok((await story.byAccount.extend(requestId, alice, hour)).ok);
      await story.clock.advanceBy(minute);
      ends.set(requestId, Date.parse((await story.record(requestId)).until ?? ''));
    },
  },
  { what: 'a second one of the same is asked for', run: ask('4h') },
  { what: 'the second is granted', run: approve },
  { what: 'the first is given up', run: done(0) },
  { what: 'an hour passes', run: wait(hour) },
  { what: 'the second is given up', run: done(1) },
  { what: 'an hour passes without access', run: wait(hour) },
  { what: 'a third is asked for', run: ask('2h') },
  { what: 'the third is granted', run: approve },
  {
    what: 'the third ends',
    run: async ({ story, ids, ends }) => {
      await story.clock.advanceBy(2 * hour + 10 * minute);
      ends.delete(ids[2] ?? '');
    },
  },
  {
    what: 'a fourth is approved for later',
    run: async ({ story, ids }) => {
      ids.push(await story.ask('alice', { duration: '1h', startAt: story.clock.now() + 3 * hour }));
      await story.approve();
    },
  },
  {
    what: 'the fourth is cancelled',
    run: async ({ story, ids }) => {
      assert.ok((await story.byAccount.cancel(ids[3] ?? '', alice)).ok);
      await story.clock.advanceBy(minute);
    },
  },
];

/** Indices of steps. */
type Moments = { from: number; to: number };
type Tables = readonly Parameters<typeof backup>[1][];

/** Everything up to step `to`, with tables as they were after step `from`; then eight hours in which nobody does anything. */
const play = async (
  { kind, things: [thing] }: Ask,
  tables: Tables,
  { from, to }: Moments,
  standing: boolean,
): Promise<void> => {
  if (thing === undefined) throw new Error(`the example gives nothing of kind ${kind}`);
  const { target, principal } = thing;
  const story = await begin();
  const truth: Truth = { story, ids: [], ends: new Map() };
  if (standing) story.aws.give(kind, target, principal);
  let restore: (() => Promise<void>)[] = [];
  for (const [index, step] of steps.slice(0, to + 1).entries()) {
    await step.run(truth);
    if (index === from) restore = await Promise.all(tables.map(table => backup(story, table)));
  }
  const pages = () => story.as('erin').messagesIn('C0SECURITY').length;
  const before = pages();
  for (const table of restore) await table();
  const has = () => story.aws.has(kind, target, principal);
  const liveFor = Math.max(0, ...truth.ends.values()) - story.clock.now();
  for (const ms of [5 * minute, 25 * minute, hour]) {
    await story.clock.advanceBy(5 * minute);
    if (standing) assert.ok(has(), 'what stood before is gone');
    else if (liveFor > ms + minute) assert.ok(has(), 'what is live was taken away');
    else if (truth.ends.size === 0) assert.not.ok(has(), 'access was given that nobody decided on now');
    await story.clock.advanceBy(ms - 5 * minute);
  }
  await story.clock.advanceBy(7 * hour);
  if (standing) assert.ok(has(), 'what stood before is gone in the end');
  else if (truth.ends.size === 0) assert.not.ok(has(), 'access was given that nobody decided on');
  else assert.ok(!has() || pages() > before, 'access stayed, and nobody was paged');
  await story.close();
};

const losses: { what: string; tables: Tables }[] = [
  { what: 'requests', tables: ['requests'] },
  { what: 'holders', tables: ['holdings'] },
  { what: 'requests and holders', tables: ['requests', 'holdings'] },
  { what: 'the audit', tables: ['audit'] },
];

/**
 * Tests that tables restored from any moment of a story, at any later moment of it, neither take away what is live nor give what is
 * not, and that what stays is paged. Every `stride`-th pair of moments; the first moment is a table that was emptied.
 */
export const testRestores = async (stride: number): Promise<void> => {
  const [kind = ''] = Object.keys(fakeKinds);
  const given = askFor(kind, await exampleCatalog());
  const pairs: Moments[] = steps.flatMap((_, to) => Array.from({ length: to }, (__, from) => ({ from, to })));
  let offset = 0;
  for (const { what, tables } of losses) {
    for (const standing of [false, true]) {
      offset += 1;
      const first = offset % stride;
      const where = standing ? 'where access stood before' : 'where none stood before';
      test(`F83, F85: ${what} restored from any moment, at any later one: nothing is given, taken or kept in silence, ${where}`, async () => {
        const wrong: string[] = [];
        for (let at = first; at < pairs.length; at += stride) {
          const moments = pairs[at] ?? { from: 0, to: 0 };
          await play(given, tables, moments, standing).catch((error: Error) => {
            const [then, now] = [steps[moments.from]?.what, steps[moments.to]?.what];
            wrong.push(`as when “${then}”, after “${now}”: ${error.message}`);
          });
        }
        assert.equal(wrong, []);
      });
    }
  }
};
