import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bundlesSection } from '../../bench/bundles/section.ts';
import { coldSection } from '../../bench/cold/section.ts';
import { render } from '../../bench/report.ts';
import { lambdas } from '../../tooling/build/esbuild.ts';

test('every Lambda is weighed, and those that answer Slack are loaded', async () => {
  const section = await bundlesSection({ loads: 1 });
  const names = section.rows.map(({ cells }) => cells[0] ?? '');
  for (const entry of lambdas()) {
    assert.ok(names.includes(entry.replace(/^functions\/(.*)\.ts$/, '$1')), entry);
  }
  const shown = render(section);
  assert.match(shown, /^slack +\d+ kB +[\d.]+ ms +[\d.]+ +[\d.]+ +≤ 500 kB/m);
  assert.match(shown, /^slack with all of Bolt +\d+ kB +[\d.]+ ms +1\.00/m);
  assert.match(shown, /^empty.* [12] kB +[\d.]+ ms/m);
  assert.is(section.rows.filter(({ budget }) => budget?.exact === true).length, 1);
});

test('a shortcut is answered by a process that starts for it', async () => {
  const shown = render(await coldSection({ clicks: 1 }));
  assert.match(shown, /^empty.* ms +1\.00$/m);
  assert.match(shown, /^slack +\d.* ms +[\d.]+$/m);
  assert.match(shown, /^slack with all of Bolt +\d.* ms +[\d.]+$/m);
});

test.run();
