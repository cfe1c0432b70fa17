import { access } from '../../../../statemachines/access.machine.ts';
import { timelessCycles } from '../../../../tooling/asl/cycles.ts';
import { type Definition, tasksOf } from '../../../../tooling/asl/definition.ts';
import { lint } from '../../../../tooling/asl/lint.ts';
import {
  afterRevokeFaults,
  blockingNotifications,
  endsWhileLive,
  exceptionFaults,
  type Promised,
  strandedStates,
} from '../../../../tooling/asl/promise.ts';
import { contractFaults, definitionOf, lintOptionsOf, type Stricter } from '../../definition.ts';

export const readAccess = (): Definition => definitionOf(access);

export const stricter: Stricter = { liveFrom: 'Grant', neverRetryTimeout: ['Grant'] };
const options = lintOptionsOf(access, stricter);

export const promised: Promised = {
  grant: 'Grant',
  revoke: 'Revoke',
  exception: { state: 'Left to the sweeper', through: ['Page security', 'Go round again?'] },
  input: access.input,
};

/** The timeout of the functions that change AWS, in seconds. */
const functionTimeout = 120;
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
  machine => contractFaults(machine, access.contract),
  timeoutFaults,
  machine => timelessCycles(machine).map(cycle => `no time passes on ${cycle.join(' → ')}`),
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
