import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readRequest } from '../../functions/ledger/read/request.ts';
import { codeOf, readPage } from './markdown.ts';

const code = codeOf(readPage('docs/operating.md').text).join('\n');
const stored = JSON.parse(
  readFileSync('tests/functions/ledger/fixtures/v1/request-granted.json', 'utf8'),
) as Record<string, unknown>;

/** A request is refused for a field that it knows, and takes no notice of any other. */
const isField = (name: string): boolean => {
  try {
    readRequest({ ...stored, [name]: null });
    return false;
  } catch {
    return true;
  }
};

test('the command that shows a request asks for fields that requests have', () => {
  const asked = /--projection-expression '([^']+)'/.exec(code)?.[1]?.split(', ') ?? [];
  const aliases = JSON.parse(/--expression-attribute-names '([^']+)'/.exec(code)?.[1] ?? '{}') as Record<
    string,
    string
  >;
  assert.ok(asked.length > 3);
  assert.equal(
    asked.map(name => aliases[name] ?? name).filter(name => !isField(name)),
    [],
  );
});

test('a field that requests do not have is found', () => {
  assert.equal(['status', 'outcome', 'journal'].filter(isField), ['status', 'outcome']);
});

test.run();
