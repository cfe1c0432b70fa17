// slow: more than a thousand machines
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { reachable } from '../../../tooling/asl/graph.ts';
import { mutantsOf } from '../../../tooling/asl/mutate.ts';
import { effort } from '../../effort.ts';
import { kill, playAll } from './model/kill.ts';
import { scenarios } from './model/scenarios.ts';
import { readAccess } from './model/static.ts';
import { survivors } from './survivors.ts';

const machine = readAccess();
const mutants = mutantsOf(machine, reachable(machine, 'Grant'));

test('mutants are generated for every state from Grant on, each under a name of its own', () => {
  const states = new Set(mutants.map(each => each.state));
  for (const name of reachable(machine, 'Grant')) {
    const { Type: type } = machine.States[name] ?? {};
    assert.is(states.has(name), type !== 'Succeed' && type !== 'Fail', name);
  }
  assert.is(new Set(mutants.map(each => each.id)).size, mutants.length);
  assert.ok(mutants.length > 1000, `${mutants.length} mutants`);
});

test('every mutant is the machine with one change', () => {
  const original = JSON.stringify(machine);
  for (const mutant of mutants) {
    const changed = mutant.make();
    assert.is.not(JSON.stringify(changed), original, mutant.id);
    for (const [name, state] of Object.entries(changed.States)) {
      if (name !== mutant.state) assert.equal(state, machine.States[name], mutant.id);
    }
  }
  assert.is(JSON.stringify(machine), original);
});

test('every mutant is found out, but for those listed with a reason', async () => {
  const baselines = await playAll(machine, scenarios);
  const killed = { static: 0, engine: 0, scenario: 0 };
  const alive: string[] = [];
  for (const [index, mutant] of mutants.entries()) {
    if (index % effort.mutantStride !== 0 && survivors[mutant.id] === undefined) continue;
    const verdict = await kill(mutant, baselines);
    if (verdict === undefined) alive.push(mutant.id);
    else killed[verdict.by] += 1;
  }
  const { static: still, engine, scenario } = killed;
  console.log(
    `${mutants.length} mutants: ${still} found by reading, ${engine} by loading, ${scenario} by playing, ${alive.length} survive`,
  );
  for (const id of alive) console.log(`  ${id}: ${survivors[id] ?? 'NOT LISTED'}`);
  assert.equal(alive.sort(), Object.keys(survivors).sort());
});

test.run();
