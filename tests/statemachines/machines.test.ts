import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checked, faultsOf, type Machine, substitutionsOf } from '../../statemachines/machine.ts';
import { machines } from '../../statemachines/machines.ts';
import { secondMachine } from './second-machine.ts';

const loose: Machine = secondMachine;

test('machines have names of their own', () => {
  assert.is(new Set(machines.map(({ name }) => name)).size, machines.length);
});

for (const machine of machines) {
  test(`${machine.name}: every Task state calls the Lambda or the table that is listed for it`, () => {
    assert.equal(faultsOf(machine), []);
  });
}

test('a machine whose state has no Lambda is refused with its name', () => {
  assert.throws(
    () => checked({ ...loose, lambdas: {} }),
    /^The state machine second-look: no Lambda and no table is listed for the state Tell\.$/,
  );
});

const unsound: [what: string, machine: Machine, fault: string][] = [
  [
    'has no contract',
    { ...loose, contract: { Look: secondMachine.contract.Look } },
    'the state Tell has no contract',
  ],
  [
    'is listed for another Lambda',
    { ...loose, lambdas: { ask: ['Tell'] } },
    'the state Tell does not call AskFunctionArn',
  ],
  [
    'is listed for another table',
    { ...loose, tables: { audit: ['Look'] } },
    'the state Look does not call AuditTable',
  ],
  [
    'is listed twice',
    { ...loose, lambdas: { notify: ['Tell'], ask: ['Tell'] } },
    'the state Tell is listed more than once',
  ],
  [
    'is listed and is none',
    { ...loose, lambdas: { notify: ['Tell'], ask: ['Ask'] } },
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
