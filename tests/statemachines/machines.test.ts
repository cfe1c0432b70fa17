import validate from 'asl-validator';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checked, faultsOf, type Machine, substitutionsOf } from '../../statemachines/machine.ts';
import { machines } from '../../statemachines/machines.ts';
import { tasksOf } from '../../tooling/asl/definition.ts';
import { lint } from '../../tooling/asl/lint.ts';
import { contractFaults, definitionOf, lintOptionsOf, placeholdersOf } from './definition.ts';
import { proofsOf } from './proofs.ts';
import { secondMachine } from './second-machine.ts';

const loose: Machine = secondMachine;

test('machines have names of their own', () => {
  assert.is(new Set(machines.map(({ name }) => name)).size, machines.length);
});

for (const machine of machines) {
  test(`${machine.name}: every Task state calls the Lambda or the table that is listed for it`, () => {
    assert.equal(faultsOf(machine), []);
  });

  test(`${machine.name}: asl-validator accepts the machine`, () => {
    const { isValid, errorsText } = validate(definitionOf(machine));
    assert.ok(isValid, errorsText());
  });

  test(`${machine.name}: no lint has anything to say`, () => {
    const options = lintOptionsOf(machine, proofsOf(machine).stricter);
    assert.equal(lint(definitionOf(machine), options), []);
  });

  test(`${machine.name}: every placeholder is used`, () => {
    const text = JSON.stringify(machine.definition);
    const placeholders = placeholdersOf(machine);
    assert.ok(placeholders.length > 0);
    for (const name of placeholders) assert.ok(text.includes(`\${${name}}`), name);
  });

  test(`${machine.name}: every Task state has a contract, sends what it says and knows its own name`, () => {
    const definition = definitionOf(machine);
    assert.equal(contractFaults(definition, machine.contract), []);
    assert.equal(
      tasksOf(definition)
        .map(([name]) => name)
        .sort(),
      Object.keys(machine.contract).sort(),
    );
  });
}

test('a machine whose state has no Lambda is refused with its name', () => {
  assert.throws(
    () => checked({ ...loose, lambdas: {} }),
    /^The state machine second-look: no Lambda and no table is listed for the state Notify\.$/,
  );
});

const unsound: [what: string, machine: Machine, fault: string][] = [
  [
    'has no contract',
    { ...loose, contract: { Look: secondMachine.contract.Look } },
    'the state Notify has no contract',
  ],
  [
    'is listed for another Lambda',
    { ...loose, lambdas: { ask: ['Notify'] } },
    'the state Notify does not call AskFunctionArn',
  ],
  [
    'is listed for another table',
    { ...loose, tables: { audit: ['Look'] } },
    'the state Look does not call AuditTable',
  ],
  [
    'is listed twice',
    { ...loose, lambdas: { notify: ['Notify'], ask: ['Notify'] } },
    'the state Notify is listed more than once',
  ],
  [
    'is listed and is none',
    { ...loose, lambdas: { notify: ['Notify'], ask: ['Ask'] } },
    'Ask is no Task of the definition',
  ],
];

for (const [what, machine, fault] of unsound) {
  test(`a machine with a state that ${what} is unsound`, () => {
    assert.equal(faultsOf(machine), [fault]);
  });
}

test('placeholders are named after the Lambdas and tables that stand for them', () => {
  const values = { lambda: (name: string) => `lambda ${name}`, table: (name: string) => `table ${name}` };
  assert.equal(substitutionsOf(secondMachine, values), {
    NotifyFunctionArn: 'lambda notify',
    HoldingsTable: 'table holdings',
  });
});

test.run();
