import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  exportsName,
  type Habit,
  leavesTestsOut,
  readsClockOrChance,
  readsEnvironment,
  throwsWithText,
} from './habits.ts';
import { allSources, parse, type Source } from './source.ts';

const sourcesIn = (folder: string): Source[] => allSources().filter(({ path }) => path.startsWith(folder));
const tests = (): Source[] => allSources().filter(({ path }) => path.endsWith('.test.ts'));
const lambdas = (): Source[] => allSources().filter(({ path }) => /^functions\/[^/]+$/.test(path));

test('within functions only runtime/config.ts reads the environment', () => {
  const others = sourcesIn('functions/').filter(({ path }) => path !== 'functions/runtime/config.ts');
  assert.equal(others.flatMap(readsEnvironment), []);
});

test('the domain reads neither clock nor chance', () => {
  assert.ok(sourcesIn('functions/domain/').length > 0);
  assert.equal(sourcesIn('functions/domain/').flatMap(readsClockOrChance), []);
});

test('no test expects a text from assert.throws', () => {
  assert.ok(tests().length > 0);
  assert.equal(tests().flatMap(throwsWithText), []);
});

test('every test file runs each of its suites after its last test', () => {
  assert.equal(tests().flatMap(leavesTestsOut), []);
});

test('files directly in functions are Lambdas: they export a handler', () => {
  const others = lambdas().filter(source => !exportsName(source, 'handler'));
  assert.equal(
    others.map(({ path }) => path),
    [],
  );
});

test('a Lambda has at most 40 lines', () => {
  const long = lambdas().filter(({ text }) => text.trimEnd().split('\n').length > 40);
  assert.equal(
    long.map(({ path }) => path),
    [],
  );
});

const finds = (habit: Habit, text: string): number => habit(parse('x.ts', text)).length;

for (const text of [
  'const a = process.env.A;',
  "const a = process['env'];",
  'const a = globalThis.process.env;',
  'const { env } = process;',
  "import { env } from 'node:process';",
]) {
  test(`reading the environment is found: ${text}`, () => assert.ok(finds(readsEnvironment, text) > 0));
}

test('other uses of process are not taken for the environment', () => {
  assert.is(finds(readsEnvironment, 'const env = 1; process.exit(env);'), 0);
});

for (const text of [
  'const a = Date.now();',
  'const read = Date.now;',
  'const a = new Date();',
  'const a = new Date;',
  'const a = Date();',
  'const a = Math.random();',
  'const a = crypto.randomUUID();',
  'const a = globalThis.crypto.randomUUID();',
  "import { randomUUID } from 'node:crypto';",
  'const a = performance.now();',
]) {
  test(`a clock or chance is found: ${text}`, () => assert.ok(finds(readsClockOrChance, text) > 0));
}

test('a date made from a given time is no clock', () => {
  assert.is(
    finds(readsClockOrChance, 'const a = new Date(now); const b = Date.parse(text); const c = Date.UTC(1);'),
    0,
  );
});

for (const text of [
  "assert.throws(() => f(), 'NotEligible');",
  'assert.throws(f, `late`);',
  `assert.throws(f, \`\${name}\`);`,
  "throws(f, 'late');",
]) {
  test(`an ignored text is found: ${text}`, () => assert.is(finds(throwsWithText, text), 1));
}

test('a pattern, or a text after it, is no ignored text', () => {
  assert.is(
    finds(throwsWithText, "assert.throws(f, /late/, 'says so'); assert.not.throws(f, 'says so');"),
    0,
  );
});

const uvu = "import { suite, test } from 'uvu';";
for (const text of [
  `${uvu} test('a', f);`,
  `${uvu} test.run(); test('a', f);`,
  `${uvu} const a = suite('a'); a('b', f); test.run();`,
  `${uvu} const a = suite('a'); a('b', f); a.run(); a('c', f); test.run();`,
  "import { test as it } from 'uvu'; it('a', f);",
]) {
  test(`tests left out are found: ${text}`, () => assert.is(finds(leavesTestsOut, text), 1));
}

test('suites that run after their last test are complete', () => {
  assert.is(
    finds(leavesTestsOut, `${uvu} const a = suite('a'); a('b', f); test('c', f); a.run(); test.run();`),
    0,
  );
});

test('a handler is recognised however it is exported', () => {
  const isLambda = (text: string) => exportsName(parse('x.ts', text), 'handler');
  assert.ok(isLambda('export const handler = task(open);'));
  assert.ok(isLambda('export async function handler() {}'));
  assert.ok(isLambda('const handler = 1; export { handler };'));
  assert.ok(isLambda('export const { handler } = build();'));
  assert.not.ok(isLambda('const handler = 1;'));
  assert.not.ok(isLambda('export const handlers = 1;'));
  assert.not.ok(isLambda('export type handler = 1;'));
});

test.run();
