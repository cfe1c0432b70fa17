import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { reachable } from '../../../tooling/asl/graph.ts';
import { playAll } from './model/kill.ts';
import { scenarios } from './model/scenarios.ts';
import { readAccess } from './model/static.ts';

const machine = readAccess();
const played = playAll(machine, scenarios);

for (const { name } of scenarios) {
  test(name, async () => {
    const found = (await played).find(each => each.scenario.name === name);
    assert.equal(found?.faults, [], found?.played.path.slice(0, 30).join(' → '));
  });
}

test('scenarios have names of their own', () => {
  assert.is(new Set(scenarios.map(each => each.name)).size, scenarios.length);
});

test('the scenarios visit every state from Grant on', async () => {
  const visited = new Set((await played).flatMap(each => each.played.path));
  assert.equal(
    [...reachable(machine, 'Grant')].filter(name => !visited.has(name)),
    [],
  );
});

test('the longest of them stays far below the history limit', async () => {
  for (const { scenario, played: one } of await played) assert.ok(one.events < 10_000, scenario.name);
});

test.run();
