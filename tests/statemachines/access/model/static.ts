import { readFileSync } from 'node:fs';
import { errorNames } from '../../../../functions/domain/errors.ts';
import { accessContract, executionInput } from '../../../../statemachines/access.contract.ts';
import {
  type Definition,
  isJsonRecord,
  parseDefinition,
  type TaskState,
  tasksOf,
} from '../../../../tooling/asl/definition.ts';
import { type LintOptions, lint } from '../../../../tooling/asl/lint.ts';
import {
  afterRevokeFaults,
  blockingNotifications,
  endsWhileLive,
  exceptionFaults,
  type Promised,
  strandedStates,
} from '../../../../tooling/asl/promise.ts';

export const definitionText = readFileSync(
  new URL('../../../../statemachines/access.asl.json', import.meta.url),
  'utf8',
);
export const readAccess = (): Definition => parseDefinition(definitionText);

export const placeholders = ['Open', 'Ask', 'Grant', 'Revoke', 'Notify']
  .map(name => `${name}FunctionArn`)
  .concat('RequestsTable');

const input = Object.keys(executionInput.shape);

export const options: LintOptions = {
  input,
  placeholders,
  errors: errorNames,
  liveFrom: 'Grant',
  neverRetryTimeout: ['Grant'],
};

export const promised: Promised = {
  grant: 'Grant',
  revoke: 'Revoke',
  exception: { state: 'Left to the sweeper', through: ['Page security', 'Go round again?'] },
  input,
};

/** The timeout of the functions that change AWS, in seconds. */
export const functionTimeout = 120;
export const changesAws = ['Grant', 'Extend', 'Revoke'];

export const notifications = [
  'refused',
  'denied',
  'cancelled',
  'expired',
  'granted',
  'ending',
  'extended',
  'ended',
]
  .map(name => `Notify ${name}`)
  .concat('Page security');

const contract: Readonly<Record<string, { input: { shape: object } }>> = accessContract;
const same = (a: readonly string[], b: readonly string[]) =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/** What the state sends is what its schema takes; a Lambda is told which state it is in. */
const sends = ([name, task]: [string, TaskState]): string[] => {
  const schema = contract[name];
  if (schema === undefined) return [`${name} has no contract`];
  const { Payload: payload } = task.Arguments;
  const sent = isJsonRecord(payload) ? payload : task.Arguments;
  const faults = same(Object.keys(sent), Object.keys(schema.input.shape)) ? [] : [`${name} sends other keys`];
  if (isJsonRecord(payload) && payload.state !== name) faults.push(`${name} says it is another state`);
  return faults;
};

export const contractFaults = (machine: Definition): string[] => {
  const tasks = tasksOf(machine);
  const missing = Object.keys(contract).filter(name => machine.States[name]?.Type !== 'Task');
  return [...tasks.flatMap(sends), ...missing.map(name => `${name} is no Task of the machine`)];
};

/** A timed-out attempt must be dead before anything else starts. */
export const timeoutFaults = (machine: Definition): string[] =>
  tasksOf(machine)
    .filter(([name]) => changesAws.includes(name))
    .filter(([, { TimeoutSeconds: seconds }]) => typeof seconds !== 'number' || seconds <= functionTimeout)
    .map(([name]) => `${name} may start again while the function still runs`);

const checks: readonly ((machine: Definition) => string[])[] = [
  machine => endsWhileLive(machine, promised),
  machine => strandedStates(machine, promised).map(name => `no way from ${name} to Revoke`),
  machine => exceptionFaults(machine, promised),
  machine => afterRevokeFaults(machine, promised),
  machine => blockingNotifications(machine, notifications).map(name => `${name} may hold things up`),
  contractFaults,
  timeoutFaults,
  machine => lint(machine, options).map(({ lint: id, at, message }) => `${id} at ${at}: ${message}`),
];

/** The first thing that can be said against a machine without running it; undefined: it is sound. */
export const staticFault = (machine: Definition): string | undefined => {
  for (const check of checks) {
    const [fault] = check(machine);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
