import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rejectsNamed } from '../../tooling/test/assert.ts';
import { compiled, transpile } from '../../tooling/test/transpile.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'curfew-transpile-')));
test.after(() => rmSync(root, { recursive: true }));

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};

let loads = 0;
/** Loads the compiled module anew. What it imports stays as it was first loaded. */
const load = (file: string): Promise<Record<string, unknown>> => {
  loads += 1;
  return import(`${pathToFileURL(join(root, compiled(file))).href}?${loads}`);
};

test('a compiled module imports the compiled others, and files that are no TypeScript where they are', async () => {
  write('one/two.ts', "export const two: number = 2;\nexport { place } from './place.ts';");
  write('one/place.ts', 'export const place = import.meta.dirname;');
  write('one/three.json', '{ "three": 3 }');
  write(
    'sum.ts',
    "import { two, place } from './one/two.ts';\nimport json from './one/three.json' with { type: 'json' };\nexport const sum = two + json.three;\nexport { place };",
  );
  await transpile(root);
  const { sum, place } = await load('sum.ts');
  assert.is(sum, 5);
  assert.is(place, join(root, 'one'));
});

test('a source that changed is compiled again', async () => {
  write('changing.ts', 'export const value = 1;');
  await transpile(root);
  assert.is((await load('changing.ts')).value, 1);
  write('changing.ts', 'export const value = 2;');
  await transpile(root);
  assert.is((await load('changing.ts')).value, 2);
});

test('a source that is gone leaves nothing to import', async () => {
  write('passing.ts', 'export const value = 1;');
  await transpile(root);
  rmSync(join(root, 'passing.ts'));
  await transpile(root);
  await rejectsNamed(load('passing.ts'), 'Error', 'Cannot find module');
});

test('a source that is no TypeScript fails alone, with its name and line', async () => {
  write('broken.ts', 'export const value = 1;\nexport const const = 2;');
  write('sound.ts', 'export const value = 1;');
  await transpile(root);
  await rejectsNamed(load('broken.ts'), 'SyntaxError', 'broken.ts:2');
  assert.is((await load('sound.ts')).value, 1);
});

test('a failure names the line of the source', async () => {
  write(
    'thrower.ts',
    '// first\ntype Unused = string;\n\nexport const fail = (): never => {\n  throw new Error("x");\n};',
  );
  await transpile(root);
  const { fail } = await load('thrower.ts');
  process.setSourceMapsEnabled(true);
  try {
    (fail as () => void)();
    assert.unreachable('it throws');
  } catch (error) {
    assert.match((error as Error).stack ?? '', 'thrower.ts:5');
  }
});

test.run();
