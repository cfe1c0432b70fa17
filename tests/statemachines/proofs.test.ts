import { existsSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machines } from '../../statemachines/machines.ts';
import { proofsOf, provenNames } from './proofs.ts';
import { secondMachine } from './second-machine.ts';

for (const machine of machines) {
  test(`${machine.name}: it has proofs of its own, each in a test file`, () => {
    const { own } = proofsOf(machine);
    assert.ok(own.length > 0);
    for (const file of own) assert.ok(existsSync(new URL(file, import.meta.url)), file);
  });
}

test('proofs are of machines of the registry', () => {
  assert.equal(
    provenNames.filter(name => !machines.some(machine => machine.name === name)),
    [],
  );
});

test('a machine that nothing is proven of is found, by its name', () => {
  assert.throws(() => proofsOf(secondMachine), /the state machine second-look/);
});

test.run();
