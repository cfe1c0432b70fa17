import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  foreignLicences,
  type Lock,
  type Manifest,
  machinePaths,
  tiedToRegistry,
  unfinishedMarks,
  unpinned,
} from './repository.ts';
import { filesBelow } from './source.ts';

const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const lock: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const binary = /\.(png|jpe?g|gif|webp|ico|woff2?|zip|pdf)$/;
const ignored = new Set(['access.yml', '.env', 'package-lock.json']);
const texts = filesBelow('.')
  .filter(path => !binary.test(path) && !ignored.has(path) && !path.endsWith('.log'))
  .map(path => ({ path, text: readFileSync(path, 'utf8') }));

test('every dependency is pinned to one version', () => assert.equal(unpinned(manifest), []));

test('a version range is found', () => {
  assert.equal(unpinned({ dependencies: { a: '^1.0.0', b: '1.2.3', c: 'latest' } }), [
    'a ^1.0.0',
    'c latest',
  ]);
  assert.equal(unpinned({ devDependencies: { a: 'npm:@scope/b@^6', b: 'npm:@scope/b@6.0.2' } }), [
    'a npm:@scope/b@^6',
  ]);
});

test('everything that is shipped has a permissive licence', () => assert.equal(foreignLicences(lock), []));

test('a copyleft licence, or none, is found', () => {
  const packages = {
    a: { license: 'AGPL-3.0' },
    b: {},
    c: { license: 'MIT' },
    d: { license: 'GPL-3.0', dev: true },
  };
  assert.equal(foreignLicences({ packages }), ['a AGPL-3.0', 'b without a licence']);
});

test('the lock file is tied to no registry', () => assert.equal(tiedToRegistry(lock), []));

test('a registry address is found', () => {
  assert.equal(tiedToRegistry({ packages: { a: { resolved: 'https://registry.example/a.tgz' }, b: {} } }), [
    'a',
  ]);
});

test('no file names a directory of the machine it was written on', () => {
  assert.ok(texts.length > 0);
  assert.equal(
    texts.flatMap(({ path, text }) => machinePaths(path, text)),
    [],
  );
});

test('a machine path is found with its line', () => {
  assert.equal(machinePaths('a.md', `one\nsee ${'/wo'}rk/main\n`), ['a.md:2']);
});

test('no file is marked as unfinished', () => {
  assert.equal(
    texts.flatMap(({ path, text }) => unfinishedMarks(path, text)),
    [],
  );
});

test('an unfinished mark is found with its line', () => {
  assert.equal(unfinishedMarks('a.ts', `// ${'TO'}DO later`), ['a.ts:1']);
});

test.run();
