import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { throwsNamed } from '../../tooling/test/assert.ts';
import { discover } from '../../tooling/test/discover.ts';
import { effortNamed } from '../effort.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

test('npm run test:long runs every file that npm test runs a part of', () => {
  const partial = discover(['tests'], ['tests/soak', 'tests/e2e/worst-day']).filter(file =>
    /import { effort\b.* from '[./]*\/effort\.ts'/.test(readFileSync(file, 'utf8')),
  );
  const { 'test:long': long = '' } = scripts;
  assert.ok(partial.length > 0);
  assert.match(long, /^CURFEW_EFFORT=long .* tests\/e2e\/worst-day /);
  assert.equal(
    long
      .split(' ')
      .filter(word => word.endsWith('.test.ts'))
      .sort(),
    partial.sort(),
  );
});

test('an effort that is neither short nor long is refused', () => {
  assert.ok(effortNamed('long').steps > effortNamed('short').steps);
  throwsNamed(() => effortNamed('lots'), 'Error', 'CURFEW_EFFORT is short or long, not lots');
});

test.run();
