import type { TableNames } from '../functions/runtime/config.ts';
import { ask } from '../functions/steps/ask.ts';
import { extend } from '../functions/steps/extend.ts';
import { grant } from '../functions/steps/grant.ts';
import { notifySteps } from '../functions/steps/notify.ts';
import { open } from '../functions/steps/open.ts';
import type { StepDeps } from '../functions/steps/port.ts';
import { revoke } from '../functions/steps/revoke.ts';
import type { Step, Steps } from '../functions/wiring/task.ts';
import { access } from '../statemachines/access.machine.ts';
import type { Contract, StateOf } from '../statemachines/contract.ts';
import { checked, type Machine, substitutionsOf } from '../statemachines/machine.ts';
import type { Engine } from './states/engine.ts';

/** A machine and the shipped code behind its Task states, which `functions/*.ts` wrap for deployment. */
export type LocalMachine = {
  machine: Machine;
  steps: Readonly<Record<string, Step<Contract, string, StepDeps>>>;
};

export const withSteps = <C extends Contract, State extends StateOf<C>>(
  machine: Machine<C>,
  steps: Steps<C, State, StepDeps>,
): LocalMachine => ({
  machine,
  // A Lambda parses each payload against the contract before it calls a step, so what a step is given has its type.
  steps: steps as unknown as LocalMachine['steps'],
});

export const localMachines: readonly LocalMachine[] = [
  withSteps(access, { Open: open, Ask: ask, Grant: grant, Extend: extend, Revoke: revoke, ...notifySteps }),
];

/** The definition as deployment substitutes it: a Lambda is called by its name here. */
export const definitionOf = (machine: Machine, tables: TableNames): string => {
  const values = substitutionsOf(checked(machine), { lambda: name => name, table: name => tables[name] });
  return JSON.stringify(machine.definition).replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${machine.name} speaks of \${${name}}, which nothing sets.`);
    return value;
  });
};

/** Makes the machines known to the engine. Throws for one that cannot run on what is listed for it. */
export const createMachines = (engine: Engine, list: readonly LocalMachine[], tables: TableNames) => {
  const created = list.map(({ machine }) => {
    const definition = definitionOf(machine, tables);
    const { stateMachineArn: arn } = engine.createStateMachine({
      name: `curfew-${machine.name}`,
      definition,
    });
    return { machine, arn };
  });
  const find = (what: string, is: (each: { machine: Machine; arn: string }) => boolean) => {
    const found = created.find(is);
    if (found === undefined) throw new Error(`There is no state machine ${what} here.`);
    return found;
  };
  return {
    arnOf: (name: string): string => find(name, ({ machine }) => machine.name === name).arn,
    machineAt: (arn: string): Machine => find(arn, each => each.arn === arn).machine,
  };
};
