import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { accessContract } from '../../statemachines/access.contract.ts';
import { isJsonRecord, type Json } from '../../tooling/asl/definition.ts';
import { recordPayloads } from './access/model/payloads.ts';

type Fixture = { state: keyof typeof accessContract; payload: Json };

const folder = new URL('fixtures/access/', import.meta.url);
const versions = readdirSync(folder)
  .filter(name => /^v\d+$/.test(name))
  .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

const fixturesOf = (version: string): Fixture[] =>
  readdirSync(new URL(`${version}/`, folder)).map(
    file => JSON.parse(readFileSync(new URL(`${version}/${file}`, folder), 'utf8')) as Fixture,
  );

/** Keys and kinds of values, whatever the values are. */
const shapeOf = (value: Json): Json => {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (isJsonRecord(value)) {
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map(key => [key, shapeOf(value[key] ?? null)]),
    );
  }
  return typeof value;
};

for (const version of versions) {
  for (const { state, payload } of fixturesOf(version)) {
    test(`F44: what ${state} sent in ${version} is still accepted`, () => {
      const parsed = accessContract[state].input.safeParse(payload);
      assert.ok(parsed.success, parsed.error?.message);
    });
  }
}

test('the newest fixtures are what the machine sends: a change needs a version of its own', async () => {
  const sent = await recordPayloads();
  const newest = fixturesOf(versions.at(-1) ?? '');
  const functions = Object.entries(accessContract).filter(([, { input }]) => 'v' in input.shape);
  const states = functions.map(([state]) => state).sort();
  assert.equal([...sent.keys()].sort(), states);
  assert.equal(newest.map(each => each.state).sort(), states);
  for (const { state, payload } of newest) {
    assert.equal(shapeOf(sent.get(state) ?? null), shapeOf(payload), state);
  }
});

test('a payload of no known version is refused', () => {
  assert.not.ok(accessContract.Grant.input.safeParse({ v: 99, state: 'Grant', requestId: 'r' }).success);
  assert.not.ok(accessContract.Grant.input.safeParse({ state: 'Grant', requestId: 'r' }).success);
});

test.run();
