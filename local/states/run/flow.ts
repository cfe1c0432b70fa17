import type { State } from '../definition.ts';
import { StateFailure } from '../errors.ts';
import type { Json } from '../json.ts';
import { isTimestamp } from '../timestamp.ts';
import { type Branch, type Ended, record, sleepUntil } from './branch.ts';
import { runMap, runParallel } from './branches.ts';
import { runChoice } from './choice.ts';
import { runTask } from './task.ts';
import { checkFault, evaluateAs, evaluateSeconds, type Left, leave, type Visit } from './visit.ts';

const whole = { truncated: false };

const runWait = async (visit: Visit, state: State & { type: 'Wait' }): Promise<Left> => {
  const { branch } = visit;
  const { until } = state;
  const due =
    'timestamp' in until
      ? Date.parse(
          await evaluateAs(visit, 'Timestamp', until.timestamp, { type: 'timestamp', fits: isTimestamp }),
        )
      : branch.host.clock.now() +
        1000 * ((await evaluateSeconds(visit, 'Seconds', until.seconds, { least: 0 })) ?? 0);
  if (due > branch.host.clock.now()) await sleepUntil(branch, due);
  return leave(visit, state, {}, visit.input);
};

const isText = (value: Json): value is string => typeof value === 'string';

const runFail = async (visit: Visit, state: State & { type: 'Fail' }): Promise<never> => {
  const text = async (field: 'Error' | 'Cause') => {
    const template = field === 'Error' ? state.error : state.cause;
    return template && (await evaluateAs(visit, field, template, { type: 'string', fits: isText }));
  };
  throw new StateFailure({ error: await text('Error'), cause: await text('Cause'), terminal: false });
};

const runState = async (visit: Visit, state: State): Promise<Left> => {
  if (!('retry' in state)) await checkFault(visit);
  switch (state.type) {
    case 'Task':
      return runTask(visit, state);
    case 'Choice':
      return runChoice(visit, state);
    case 'Wait':
      return runWait(visit, state);
    case 'Pass':
    case 'Succeed':
      return leave(visit, state, {}, visit.input);
    case 'Fail':
      return runFail(visit, state);
    case 'Parallel':
      return runParallel(visit, state, runFlow);
    case 'Map':
      return runMap(visit, state, runFlow);
  }
};

const enter = (branch: Branch, state: State, input: Ended): Visit => {
  const enteredEvent = record(branch, `${state.type}StateEntered`, {
    name: state.name,
    input: input.outputText,
    inputDetails: whole,
  });
  branch.current = state;
  if (branch.outermost) branch.execution.currentState = state.name;
  branch.execution.transitions += 1;
  return { branch, name: state.name, input: input.output, enteredAt: branch.host.clock.now(), enteredEvent };
};

const exit = (branch: Branch, state: State, left: Left) => {
  for (const [name, value] of left.assigned) branch.variables[name] = value;
  record(branch, `${state.type}StateExited`, {
    name: state.name,
    output: left.outputText,
    outputDetails: whole,
    ...(left.assigned.length > 0 && {
      assignedVariables: Object.fromEntries(
        left.assigned.map(([name, value]) => [name, JSON.stringify(value)]),
      ),
      assignedVariablesDetails: whole,
    }),
  });
};

/** Runs a flow to its end. Throws the `StateFailure` nobody caught, or `FlowStopped`. */
export const runFlow = async (branch: Branch, input: Ended): Promise<Ended> => {
  let passing = input;
  for (let next: string | undefined = branch.flow.startAt; next !== undefined; ) {
    const state = branch.flow.states.get(next);
    if (state === undefined) throw new Error(`State ${next} vanished from a loaded definition`);
    const visit = enter(branch, state, passing);
    const left = await runState(visit, state);
    exit(branch, state, left);
    passing = left;
    next = left.next;
  }
  branch.current = undefined;
  return passing;
};
