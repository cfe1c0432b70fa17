import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { accessJsonSchema } from '../../catalog/schema.ts';
import { kindDescriptions } from '../../functions/grants/descriptions.ts';
import { targetKinds } from '../../functions/grants/targets.ts';

const page = readFileSync('docs/configuration.md', 'utf8');

/** Every key that can stand in access.yml, wherever it stands. */
const keysOf = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && typeof schema.properties === 'object' ? schema.properties : undefined;
  return [...Object.keys(own ?? {}), ...Object.values(schema).flatMap(keysOf)];
};
const keys = [...new Set(keysOf(accessJsonSchema()))];

test('the configuration page describes every key of access.yml', () => {
  assert.ok(keys.length > 40);
  const missing = keys.filter(key => !new RegExp(`\`[^\`]*\\b${key}\\b[^\`]*\``).test(page));
  assert.equal(missing, []);
});

test('every kind can be written in access.yml and stands on the configuration page', () => {
  assert.equal(targetKinds.map(({ kind }) => kind).sort(), Object.keys(kindDescriptions).sort());
  for (const { kind } of targetKinds) assert.match(page, `| \`${kind}\` |`);
});

test.run();
