import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { atMost, exitCode, render, type Section, summary, verdictOn } from '../../bench/report.ts';

const section: Section = {
  title: 'Sizes',
  head: ['Lambda', 'minified', 'calls'],
  rows: [
    { cells: ['slack', '679 kB', 'GetItem'], budget: atMost(679, 750, ' kB', true) },
    { cells: ['the other one', '8 kB', ''], budget: atMost(8, 4, ' kB', false) },
    { cells: ['no budget', '12 kB', 'GetItem, Query'] },
  ],
  notes: ['A note.'],
};

test('a section is a title, a table with figures to the right, and its notes', () => {
  assert.is(
    render(section),
    [
      'Sizes',
      '',
      'Lambda          minified   calls            budget',
      '-------------   --------   --------------   ------------',
      'slack             679 kB   GetItem          ≤ 750 kB  ok',
      'the other one       8 kB                    ≤ 4 kB  over',
      'no budget          12 kB   GetItem, Query',
      '',
      'A note.',
      '',
    ].join('\n'),
  );
});

test('without budgets there is no column for them', () => {
  const rows = section.rows.map(({ cells }) => ({ cells }));
  assert.not.match(render({ ...section, rows }), 'budget\n');
});

test('a budget is kept up to its limit, and shouted where every run gives the same', () => {
  assert.is(atMost(4, 4, '', true).kept, true);
  assert.is(atMost(4.01, 4, '', true).kept, false);
  const row = { cells: ['a', '1', ''], budget: atMost(5, 4, '', true) };
  assert.match(render({ ...section, rows: [row] }), '≤ 4  OVER');
});

test('the verdict names what is over its budget', () => {
  const verdict = verdictOn([section]);
  assert.equal(verdict, { over: ['Sizes: the other one (≤ 4 kB)'], exactOver: 0, budgets: 2 });
  assert.is(summary(verdict), '1 of 2 budgets are not kept:\n- Sizes: the other one (≤ 4 kB)');
});

test('without anything over, the summary says so', () => {
  assert.is(summary({ over: [], exactOver: 0, budgets: 3 }), 'All 3 budgets are kept.');
});

test('only --check fails, and only on what is the same in every run', () => {
  const exact = { over: ['a'], exactOver: 1, budgets: 1 };
  const time = { over: ['a'], exactOver: 0, budgets: 1 };
  assert.is(exitCode(exact, true), 1);
  assert.is(exitCode(exact, false), 0);
  assert.is(exitCode(time, true), 0);
});

test.run();
