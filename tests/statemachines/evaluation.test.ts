import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machines } from '../../statemachines/machines.ts';
import { type State, stateOf } from '../../tooling/asl/definition.ts';
import { definitionOf } from './definition.ts';
import { proofsOf } from './proofs.ts';

const fieldsOf = (state: State): string[] => {
  switch (state.Type) {
    case 'Task':
      return ['Arguments', 'TimeoutSeconds', 'Output', ...Object.keys(state.Assign ?? {})];
    case 'Choice':
      return ['Condition'];
    case 'Wait':
      return ['Seconds'];
    case 'Fail':
      return [];
    default:
      return ['Output'];
  }
};

const many = 600;

for (const machine of machines) {
  const definition = definitionOf(machine);
  const { ends, states, inject } = proofsOf(machine).evaluation;

  test(`${machine.name}: there are states in which evaluation errors are injected`, () => {
    assert.ok(states.length > 0);
  });

  for (const name of states) {
    for (const field of fieldsOf(stateOf(definition, name))) {
      for (const times of [1, many]) {
        const often = times === 1 ? 'once' : 'for good';
        test(`F78: an evaluation error in ${field} of ${name} ${often}: ${ends}`, async () => {
          const tried = await inject({ state: name, field, times });
          assert.ok(tried.length > 0, `no scenario passes ${name}`);
          for (const { sound, about } of tried) assert.ok(sound, about);
        });
      }
    }
  }
}

test.run();
