import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Contract } from '../../statemachines/contract.ts';
import { lambdasOf, type Machine } from '../../statemachines/machine.ts';
import { machines } from '../../statemachines/machines.ts';
import { isJsonRecord, type Json } from '../../tooling/asl/definition.ts';
import { proofsOf } from './proofs.ts';

type Fixture = { state: string; payload: Record<string, Json> };

const folderOf = ({ name }: Machine) => new URL(`fixtures/${name}/`, import.meta.url);
const versionsOf = (machine: Machine): string[] =>
  readdirSync(folderOf(machine))
    .filter(name => /^v\d+$/.test(name))
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));

const fixturesOf = (machine: Machine, version: string): Fixture[] =>
  readdirSync(new URL(`${version}/`, folderOf(machine))).map(
    file => JSON.parse(readFileSync(new URL(`${version}/${file}`, folderOf(machine)), 'utf8')) as Fixture,
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

const schemasOf = ({ contract }: Machine, state: string): Contract[string] => {
  const found = contract[state];
  if (found === undefined) throw new Error(`The contract no longer knows ${state}`);
  return found;
};

for (const machine of machines) {
  const { name, lambdas } = machine;
  const states = lambdasOf(machine)
    .flatMap(lambda => lambdas[lambda] ?? [])
    .sort();
  const versions = versionsOf(machine);
  const newest = fixturesOf(machine, versions.at(-1) ?? '');

  for (const version of versions) {
    for (const { state, payload } of fixturesOf(machine, version)) {
      test(`F44: what ${state} of ${name} sent in ${version} is still accepted`, () => {
        const parsed = schemasOf(machine, state).input.safeParse(payload);
        assert.ok(parsed.success, parsed.error?.message);
      });
    }
  }

  test(`${name}: the newest fixtures are what the machine sends: a change needs a version of its own`, async () => {
    const sent = await proofsOf(machine).payloads();
    const versioned = Object.entries(machine.contract).filter(([, { input }]) => 'v' in input.shape);
    assert.equal(versioned.map(([state]) => state).sort(), states);
    assert.equal([...sent.keys()].sort(), states);
    assert.equal(newest.map(each => each.state).sort(), states);
    for (const { state, payload } of newest) {
      assert.equal(shapeOf(sent.get(state) ?? null), shapeOf(payload), state);
    }
  });

  test(`${name}: a payload of no known version is refused`, () => {
    assert.ok(newest.length > 0);
    for (const { state, payload } of newest) {
      const { input } = schemasOf(machine, state);
      const { v, ...none } = payload;
      assert.type(v, 'number');
      assert.not.ok(input.safeParse({ ...payload, v: 99 }).success, state);
      assert.not.ok(input.safeParse(none).success, state);
    }
  });
}

test.run();
