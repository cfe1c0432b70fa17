import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readPage, rowsOf, sectionOf } from './markdown.ts';
import { quotedTitles } from './titles.ts';

const { text } = readPage('docs/from-other-bots.md');

const bots = [...text.matchAll(/^## (\d\. .+)$/gm)].map(([, heading = '']) => heading);
const planned = [...sectionOf(text, 'Not built yet').matchAll(/^- ([^(\n]+?) \(/gm)].map(([, name]) => name);

/** What is wrong with a row's verdict, or undefined. */
const faultOf = ([theirs = '', ours = '', shownBy = '', ...more]: string[]): string | undefined => {
  if (more.length > 0) return 'has too many columns';
  if (theirs === '') return 'names nothing';
  const later = /^comes with: (.+)$/.exec(shownBy)?.[1];
  if (later !== undefined) return planned.includes(later) ? undefined : `${later} is not planned`;
  if (ours === '') return 'says neither what is here nor why it is gone';
  if (shownBy === 'gone' || /^see: \[[^\]]+\]\([^)]+\)$/.test(shownBy)) return undefined;
  const titles = quotedTitles(shownBy);
  const rest = shownBy.replace(/“[^”]*”/g, '').trim();
  return titles.length > 0 && rest === '' ? undefined : 'has no verdict';
};

test('each of the five bots has a table', () => {
  assert.equal(
    bots.map(heading => heading[0]),
    ['0', '1', '2', '3', '4'],
  );
});

for (const heading of bots) {
  test(`every item of bot ${heading} has a verdict`, () => {
    const rows = rowsOf(sectionOf(text, heading));
    assert.ok(rows.length >= 30, `${rows.length} rows`);
    assert.equal(
      rows.flatMap(row => {
        const fault = faultOf(row);
        return fault === undefined ? [] : [`${row[0]}: ${fault}`];
      }),
      [],
    );
  });

  test(`no item of bot ${heading} stands there twice`, () => {
    const names = rowsOf(sectionOf(text, heading)).map(([theirs]) => theirs);
    assert.equal(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });
}

test('a row without a verdict is found', () => {
  const faulty = [
    ['`x`', 'y', ''],
    ['`x`', '', 'gone'],
    ['`x`', 'y', 'of course'],
    ['`x`', 'y', '“a title” and hope'],
    ['`x`', 'y', 'comes with: luck'],
    ['', 'y', 'gone'],
    ['`x`', 'y', 'gone', 'z'],
  ];
  for (const row of faulty) assert.type(faultOf(row), 'string', row.join(' | '));
  assert.is(faultOf(['`x`', 'y', '“a title”']), undefined);
  assert.is(faultOf(['`x`', '', `comes with: ${planned[0]}`]), undefined);
});

test('everything planned is waited for by something', () => {
  assert.ok(planned.length > 5);
  const waited = new Set(bots.flatMap(heading => rowsOf(sectionOf(text, heading)).map(([, , by]) => by)));
  const idle = planned.filter(name => !waited.has(`comes with: ${name}`));
  // It replaces nothing that the other bots had.
  assert.equal(idle, ['first-deploy tooling']);
});

test.run();
