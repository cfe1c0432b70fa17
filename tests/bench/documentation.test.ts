import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { budgets } from '../../bench/budgets.ts';
import { sectionNames } from '../../bench/sections.ts';

const page = readFileSync('docs/benchmarks.md', 'utf8');
const rows = page.split('\n').filter(line => line.startsWith('| '));

const promised: [what: RegExp, limit: number, unit: string][] = [
  [/^\| bundle of the Slack-facing Lambda/, budgets.slackKilobytes, ' kB'],
  [/^\| its load/, budgets.slackLoadRatio, ''],
  [/^\| calls to AWS per click/, budgets.awsCallsPerClick, ''],
  [/^\| state transitions/, budgets.approvedTransitions, ''],
  [/^\| a grant of 30 days/, budgets.monthMs, ' ms'],
  [/^\| 10,000 open grants/, budgets.openGrantsSeconds, ' s'],
  [/^\| the same, resident memory/, budgets.openGrantsMegabytes, ' MB'],
  [/^\| sweeps until 10,000 live grants/, budgets.drainSweeps, ''],
  [/^\| minutes until then/, budgets.drainMinutes, ''],
  [/^\| 1,000 grants that end in one minute/, budgets.stormRatio, ''],
];

for (const [what, limit, unit] of promised) {
  test(`the page promises what is measured: ${limit}${unit}`, () => {
    const found = rows.filter(row => what.test(row));
    assert.is(found.length, 1);
    assert.match(found[0] ?? '', `| ≤ ${limit.toLocaleString('en')}${unit} |`);
  });
}

test('the page names every section that can be picked', () => {
  const row = rows.find(each => each.includes('--only')) ?? '';
  for (const name of sectionNames) assert.match(row, `\`${name}\``);
});

test('the page promises nothing else', () => {
  assert.is(rows.filter(row => row.includes('| ≤ ')).length, promised.length);
});

test.run();
