import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { walls } from '../architecture/walls.ts';
import { readPage, sectionOf } from './markdown.ts';

const { text } = readPage('CONTRIBUTING.md');

test('every wall stands on the page, by its name', () => {
  const named = [...sectionOf(text, 'The walls').matchAll(/^- (.+)$/gm)].map(([, name = '']) =>
    name.replaceAll('`', ''),
  );
  assert.equal(
    named,
    walls.map(({ name }) => name),
  );
});

test.run();
