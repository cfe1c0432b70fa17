import { checkArn, checkName, type Place, stateMachineArn } from './arns.ts';
import type { MachineDefinition } from './definition.ts';
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
  /** Of the last update that changed something. */
  revisionId?: string;
  machine: MachineDefinition;
}

export interface Machines {
  /** Throws `InvalidDefinition`, `InvalidName` and, if it exists with another definition, `StateMachineAlreadyExists`. */
  createStateMachine(request: { name: string; definition: string | object; roleArn?: string | undefined }): {
    stateMachineArn: string;
    creationDate: Date;
  };
  /** Running executions keep the definition they started with. Throws `MissingRequiredParameter`. */
  updateStateMachine(request: {
    stateMachineArn: string;
    definition?: string | object | undefined;
    roleArn?: string | undefined;
  }): { updateDate: Date; revisionId?: string };
  deleteStateMachine(request: { stateMachineArn: string }): void;
  describeStateMachine(request: { stateMachineArn: string }): StateMachine;
  listStateMachines(): StateMachine[];
}

const asText = (definition: string | object) =>
  typeof definition === 'string' ? definition : JSON.stringify(definition);

export const createMachines = (place: Place, now: () => number, newId: () => string): Machines => {
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
      machine: loadMachine(text),
    };
    all.set(arn, machine);
    return { stateMachineArn: arn, creationDate: machine.creationDate };
  };

  return {
    createStateMachine: create,
    updateStateMachine: ({ stateMachineArn: arn, definition, roleArn }) => {
      if (definition === undefined && roleArn === undefined) {
        throw new StatesApiError(
          'MissingRequiredParameter',
          'Either the definition or the role ARN must be specified',
        );
      }
      const machine = find(arn);
      const text = definition === undefined ? machine.definition : asText(definition);
      const role = roleArn ?? machine.roleArn;
      if (text !== machine.definition || role !== machine.roleArn) {
        Object.assign(machine, {
          machine: loadMachine(text),
          definition: text,
          roleArn: role,
          revisionId: newId(),
        });
      }
      return {
        updateDate: new Date(now()),
        ...(machine.revisionId !== undefined && { revisionId: machine.revisionId }),
      };
    },
    deleteStateMachine: ({ stateMachineArn: arn }) => {
      all.delete(checkArn(arn, 'stateMachine'));
    },
    describeStateMachine: ({ stateMachineArn: arn }) => find(arn),
    listStateMachines: () => Array.from(all.values()),
  };
};
