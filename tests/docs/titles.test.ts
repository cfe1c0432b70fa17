import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from '../architecture/source.ts';
import { readPage } from './markdown.ts';
import { quotedTitles, titlesIn, unknownTitles } from './titles.ts';

const known = (text: string) => titlesIn(parse('tests/x.test.ts', text));

test('a title is found as it is written', () => {
  const titles = known("test('a click costs nothing', async () => {}); other(`as it is`, () => 1);");
  assert.equal(unknownTitles(['a click costs nothing', 'as it is'], titles), []);
});

test('a title that no test has is found out, even if it differs by a letter', () => {
  const titles = known("test('a click costs nothing', () => {});");
  const wrong = ['a click costs nothin', 'A click costs nothing', 'a click costs nothing.', ''];
  assert.equal(unknownTitles(wrong, titles), wrong);
});

test('a template matches what its placeholders may hold, and nothing shorter', () => {
  const titles = known(`test(\`\${kind}: ended early, access goes at once\`, () => {});`);
  assert.equal(unknownTitles(['iam-group: ended early, access goes at once'], titles), []);
  const wrong = [': ended early, access goes at once', 'iam-group: ended early, access goes'];
  assert.equal(unknownTitles(wrong, titles), wrong);
});

test('signs of a template that mean something in a pattern stand for themselves', () => {
  const titles = known(`test(\`\${what} (or nothing at all)?\`, () => {});`);
  assert.equal(unknownTitles(['this (or nothing at all)?'], titles), []);
  assert.equal(unknownTitles(['this or nothing at al'], titles), ['this or nothing at al']);
});

test('a template that is nearly all placeholder shows nothing', () => {
  assert.equal(unknownTitles(['whatever you like'], known(`test(\`\${a} \${b}\`, () => {});`)), [
    'whatever you like',
  ]);
});

test('a text that is no title of a test shows nothing', () => {
  const titles = known("assert.is('a click costs nothing', 1); log('a click costs nothing');");
  assert.equal(unknownTitles(['a click costs nothing'], titles), ['a click costs nothing']);
});

for (const path of ['docs/from-other-bots.md', 'docs/how-it-works.md', 'docs/decisions.md']) {
  test(`every test that ${path} names exists`, () => {
    const titles = quotedTitles(readPage(path).text);
    assert.ok(titles.length > 0);
    assert.equal(unknownTitles(titles), []);
  });

  test(`a bogus title in ${path} would be found`, () => {
    const [first = ''] = quotedTitles(readPage(path).text);
    assert.equal(unknownTitles([`${first} and more`]), [`${first} and more`]);
  });
}

test.run();
