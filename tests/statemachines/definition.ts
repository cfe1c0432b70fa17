import { errorNames } from '../../functions/domain/errors.ts';
import type { Contract } from '../../statemachines/contract.ts';
import { type Machine, substitutionsOf } from '../../statemachines/machine.ts';
import {
  type Definition,
  isJsonRecord,
  parseDefinition,
  type TaskState,
  tasksOf,
} from '../../tooling/asl/definition.ts';
import type { LintOptions } from '../../tooling/asl/lint.ts';

/** A copy, read as strictly as the lints and proofs need it. Throws where it holds what they do not know. */
export const definitionOf = (machine: Machine): Definition =>
  parseDefinition(JSON.stringify(machine.definition));

export const placeholdersOf = (machine: Machine): string[] =>
  Object.keys(substitutionsOf(machine, { lambda: name => name, table: name => name }));

/** What a machine asks of its definition beyond what every definition must keep. */
export type Stricter = Pick<LintOptions, 'liveFrom' | 'neverRetryTimeout'>;

export const lintOptionsOf = (machine: Machine, stricter: Stricter): LintOptions => ({
  input: machine.input,
  placeholders: placeholdersOf(machine),
  errors: errorNames,
  ...stricter,
});

const same = (a: readonly string[], b: readonly string[]) =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/** What the state sends is what its schema takes; a Lambda is told which state it is in. */
const sends = (contract: Contract, [name, task]: [string, TaskState]): string[] => {
  const schema = contract[name];
  if (schema === undefined) return [`${name} has no contract`];
  const { Payload: payload } = task.Arguments;
  const sent = isJsonRecord(payload) ? payload : task.Arguments;
  const faults = same(Object.keys(sent), Object.keys(schema.input.shape)) ? [] : [`${name} sends other keys`];
  if (isJsonRecord(payload) && payload.state !== name) faults.push(`${name} says it is another state`);
  return faults;
};

/** Where a definition and a contract differ; `[]`: nowhere. */
export const contractFaults = (definition: Definition, contract: Contract): string[] => {
  const missing = Object.keys(contract).filter(name => definition.States[name]?.Type !== 'Task');
  return [
    ...tasksOf(definition).flatMap(task => sends(contract, task)),
    ...missing.map(name => `${name} is no Task of the machine`),
  ];
};
