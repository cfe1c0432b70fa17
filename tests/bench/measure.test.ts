import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inFreshNode, median, ratio, repeated } from '../../bench/measure.ts';
import { readOptions } from '../../bench/options.ts';
import { sectionNames } from '../../bench/sections.ts';
import { throwsNamed } from '../../tooling/test/assert.ts';

for (const [numbers, expected] of [
  [[5], 5],
  [[9, 1, 5], 5],
  [[4, 1, 10, 2], 3],
] as const) {
  test(`the median of ${numbers.join(', ')} is ${expected}`, () => assert.is(median(numbers), expected));
}

test('there is no median of nothing', () => throwsNamed(() => median([]), 'RangeError'));

test('what is repeated runs one after the other', async () => {
  let running = 0;
  const seen = await repeated(3, async index => {
    running += 1;
    await new Promise(resolve => setImmediate(resolve));
    assert.is(running, 1);
    running -= 1;
    return index;
  });
  assert.equal(seen, [0, 1, 2]);
});

test('a ratio has two decimals', () => assert.is(ratio(77, 175), '0.44'));

test('a fresh process answers with the last line it prints', async () => {
  const script = "console.log('noise'); console.log(JSON.stringify({ a: 1 }))";
  assert.equal(await inFreshNode(['-e', script]), { a: 1 });
});

test('a fresh process sees of this environment only the path', async () => {
  process.env.CURFEW_BENCH_PROBE = 'here';
  const script = 'console.log(JSON.stringify(Object.keys(process.env)))';
  const names = await inFreshNode<string[]>(['-e', script], { GIVEN: 'yes' });
  assert.ok(names.includes('PATH') && names.includes('GIVEN'));
  assert.not.ok(names.includes('CURFEW_BENCH_PROBE'));
});

test('a process that fails is a failure', async () => {
  const failed = await inFreshNode(['-e', 'process.exit(3)']).catch((error: { code: number }) => error.code);
  assert.is(failed, 3);
});

test('without options everything is measured, and nothing checked', () => {
  assert.equal(readOptions([]), { check: false, only: [...sectionNames] });
});

test('sections can be picked', () => {
  assert.equal(readOptions(['--check', '--only', 'bundles, clicks']), {
    check: true,
    only: ['bundles', 'clicks'],
  });
});

test('an unknown section is refused, with those there are', () => {
  assert.throws(() => readOptions(['--only', 'bundles,speed']), /no section speed: bundles, clicks/);
});

test('an unknown option is refused', () => {
  assert.throws(() => readOptions(['--fast']), /Unknown option '--fast'/);
});

test.run();
