import { checkArn, checkName, type Place, stateMachineArn } from './arns.ts';
import type { Machine } from './definition.ts';
import { StatesApiError } from './errors.ts';
import { loadMachine } from './load/load.ts';

export interface StateMachine {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly creationDate: Date;
  readonly status: 'ACTIVE';
  readonly type: 'STANDARD';
  definition: string;
  roleArn: string;
  revision: number;
  machine: Machine;
}

export interface Machines {
  /** Throws `InvalidDefinition`, `InvalidName` and, if it exists with another definition, `StateMachineAlreadyExists`. */
  createStateMachine(request: { name: string; definition: string | object; roleArn?: string | undefined }): {
    stateMachineArn: string;
    creationDate: Date;
  };
  /** Executions that run keep the definition they started with. */
  updateStateMachine(request: {
    stateMachineArn: string;
    definition?: string | object | undefined;
    roleArn?: string | undefined;
  }): { updateDate: Date };
  deleteStateMachine(request: { stateMachineArn: string }): void;
  describeStateMachine(request: { stateMachineArn: string }): StateMachine;
  listStateMachines(): StateMachine[];
}

const asText = (definition: string | object) =>
  typeof definition === 'string' ? definition : JSON.stringify(definition);

export const createMachines = (place: Place, now: () => number): Machines => {
  const all = new Map<string, StateMachine>();

  const find = (arn: string): StateMachine => {
    const found = all.get(checkArn(arn, 'stateMachine'));
    if (found !== undefined) return found;
    throw new StatesApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };

  const create: Machines['createStateMachine'] = ({ name, definition, roleArn }) => {
    const arn = stateMachineArn(place, checkName(name));
    const text = asText(definition);
    const existing = all.get(arn);
    if (existing !== undefined && existing.definition !== text) {
      throw new StatesApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    const machine: StateMachine = existing ?? {
      stateMachineArn: arn,
      name,
      creationDate: new Date(now()),
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: text,
      roleArn: roleArn ?? `arn:aws:iam::${place.accountId}:role/${name}`,
      revision: 0,
      machine: loadMachine(text),
    };
    all.set(arn, machine);
    return { stateMachineArn: arn, creationDate: machine.creationDate };
  };

  return {
    createStateMachine: create,
    updateStateMachine: ({ stateMachineArn: arn, definition, roleArn }) => {
      const machine = find(arn);
      if (definition !== undefined) {
        const text = asText(definition);
        machine.machine = loadMachine(text);
        machine.definition = text;
      }
      machine.roleArn = roleArn ?? machine.roleArn;
      machine.revision += 1;
      return { updateDate: new Date(now()) };
    },
    deleteStateMachine: ({ stateMachineArn: arn }) => {
      all.delete(checkArn(arn, 'stateMachine'));
    },
    describeStateMachine: ({ stateMachineArn: arn }) => find(arn),
    listStateMachines: () => Array.from(all.values()),
  };
};
