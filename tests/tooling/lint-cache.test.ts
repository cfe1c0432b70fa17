import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { keysOf } from '../../tooling/lint/closure.ts';

const files: Record<string, string> = {
  'a.ts': "import { b } from './deep/b.ts';",
  'deep/b.ts': "export type { C } from '../c.ts';\nexport const b = await import('./d.ts');",
  'c.ts': "import json from './c.json' with { type: 'json' };\nimport options from './options.cjs';",
  'c.json': '{}',
  'deep/d.ts': "import { a } from '../a.ts';",
  'options.cjs': '',
  'options.d.cts': 'export = 1;',
  'package.d.ts': "declare module 'package';",
  'alone.ts': 'export const alone = 1;',
};

const keys = (changed: Record<string, string> = {}, rest = ''): Map<string, string> =>
  keysOf(new Map(Object.entries({ ...files, ...changed })), rest);

/** Whose key changes with the text of `path`. */
const touched = (path: string): string[] => {
  const [before, after] = [keys(), keys({ [path]: `${files[path]} ` })];
  return [...before.keys()].filter(each => before.get(each) !== after.get(each)).sort();
};

test('a file is linted again when it changed, and so is all that imports it, however far away', () => {
  assert.equal(touched('alone.ts'), ['alone.ts']);
  assert.equal(touched('c.ts'), ['a.ts', 'c.ts', 'deep/b.ts', 'deep/d.ts']);
});

test('imports of types, at run time, and of JSON count, and circles come to an end', () => {
  assert.equal(touched('c.json'), ['a.ts', 'c.ts', 'deep/b.ts', 'deep/d.ts']);
  assert.equal(touched('deep/d.ts'), ['a.ts', 'deep/b.ts', 'deep/d.ts']);
});

test('every file is linted again when a declaration file or the rest changed', () => {
  assert.equal(touched('package.d.ts'), [...keys().keys()].sort());
  assert.equal(touched('options.d.cts'), [...keys().keys()].sort());
  for (const [path, key] of keys({}, 'another lock file')) assert.is.not(key, keys().get(path), path);
});

test('a file that begins to exist where an import already points counts', () => {
  const before = keysOf(new Map([['x.ts', "import './y.ts';"]]), '');
  const after = keysOf(
    new Map([
      ['x.ts', "import './y.ts';"],
      ['y.ts', ''],
    ]),
    '',
  );
  assert.is.not(before.get('x.ts'), after.get('x.ts'));
});

test.run();
