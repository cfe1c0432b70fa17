import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from 'zod';
import { CurfewError } from '../../../functions/domain/errors.ts';
import { silentLog } from '../../../functions/runtime/log.ts';
import { task } from '../../../functions/wiring/task.ts';
import { accessContract as contract } from '../../../statemachines/access.contract.ts';
import { rejectsNamed } from '../../../tooling/test/assert.ts';

const context = { getRemainingTimeInMillis: () => 100_000 };
const payload = { v: 1, state: 'Notify denied', requestId: 'r-1' };

/** A handler for one state around `step`, and what it did besides. */
const handlerFor = (step: () => Promise<Record<string, never>>) => {
  const seen = { flushed: [] as string[], measured: [] as string[], built: 0 };
  const build = () => {
    seen.built += 1;
    return {
      audit: {
        entries: async () => [],
        requestIds: async () => [],
        flush: async (id: string) => void seen.flushed.push(id),
      },
      measure: (name: string) => void seen.measured.push(name),
      log: silentLog,
    };
  };
  const handler = task({ contract, steps: { 'Notify denied': step }, build });
  return { handler, build, seen };
};

test('dependencies are built once, on first use', async () => {
  const { handler, seen } = handlerFor(async () => ({}));
  assert.is(seen.built, 0);
  await handler(payload, context);
  await handler(payload, context);
  assert.is(seen.built, 1);
});

for (const event of [
  undefined,
  null,
  'text',
  {},
  { ...payload, state: 'Grant' },
  { ...payload, state: 'toString' },
  { ...payload, v: 2 },
  { ...payload, requestId: '../../etc' },
  { ...payload, extra: true },
]) {
  test(`${JSON.stringify(event)} is no payload of this Lambda`, async () => {
    const { handler } = handlerFor(async () => ({}));
    await rejectsNamed(handler(event, context), 'InvalidInput');
  });
}

test('audit notes are moved after a step that succeeded, and after one that threw', async () => {
  const good = handlerFor(async () => ({}));
  await good.handler(payload, context);
  assert.equal(good.seen.flushed, ['r-1']);
  const bad = handlerFor(async () => {
    throw new CurfewError('Busy', 'not now');
  });
  await rejectsNamed(bad.handler(payload, context), 'Busy');
  assert.equal(bad.seen.flushed, ['r-1']);
});

test('waiting, racing and refusing never alarm', async () => {
  for (const name of [
    'StillProvisioning',
    'StillRevoking',
    'Busy',
    'Throttled',
    'NotYet',
    'Superseded',
  ] as const) {
    const { handler, seen } = handlerFor(async () => {
      throw new CurfewError(name, 'as expected');
    });
    await rejectsNamed(handler(payload, context), name);
    assert.equal(seen.measured, []);
  }
});

test('anything else is counted as unexpected and thrown on', async () => {
  for (const error of [new TypeError('a bug'), new CurfewError('UnknownRequest', 'who?')]) {
    const { handler, seen } = handlerFor(async () => {
      throw error;
    });
    await rejectsNamed(handler(payload, context), error.name);
    assert.equal(seen.measured, ['UnexpectedErrors']);
  }
});

test('an answer that breaks the contract fails here, not in the machine', async () => {
  const handler = task({
    contract,
    steps: { Grant: async () => ({ until: 'tomorrow', warnAt: 'soon' }) },
    build: () => ({
      audit: { entries: async () => [], requestIds: async () => [], flush: async () => undefined },
      measure: () => undefined,
      log: silentLog,
    }),
  });
  await rejectsNamed(handler({ v: 1, state: 'Grant', requestId: 'r-1' }, context), 'ZodError');
});

test('notes that cannot be moved do not fail the step', async () => {
  const handler = task({
    contract,
    steps: { 'Notify denied': async () => ({}) },
    build: () => ({
      audit: {
        entries: async () => [],
        requestIds: async () => [],
        flush: async () => {
          throw new Error('throttled');
        },
      },
      measure: () => undefined,
      log: silentLog,
    }),
  });
  assert.equal(await handler(payload, context), {});
});

/** A handler by the contract of another machine, whose payloads are about no request. */
const lookingHandler = () => {
  const { build, seen } = handlerFor(async () => ({}));
  const look = {
    input: z.strictObject({ state: z.literal('Look'), days: z.number() }),
    output: z.strictObject({ seen: z.number() }),
  };
  const handler = task({
    contract: { Look: look },
    steps: { Look: async (_, { days }) => ({ seen: days + 1 }) },
    build,
  });
  return { handler, seen };
};

test('a Lambda takes the payloads of the contract it is given, and no other', async () => {
  const { handler } = lookingHandler();
  assert.equal(await handler({ state: 'Look', days: 7 }, context), { seen: 8 });
  await rejectsNamed(handler({ state: 'Look', days: 'seven' }, context), 'InvalidInput');
  await rejectsNamed(handler(payload, context), 'InvalidInput');
});

test('a step that is about no request moves no notes', async () => {
  const { handler, seen } = lookingHandler();
  await handler({ state: 'Look', days: 7 }, context);
  assert.is(seen.built, 1);
  assert.equal(seen.flushed, []);
});

test.run();
