import type { StepDeps } from '../functions/steps/port.ts';
import { sweeper } from '../functions/wiring/sweeper.ts';
import { type TaskHandler, task } from '../functions/wiring/task.ts';
import { type LambdaName, lambdaNames } from '../statemachines/names.ts';
import { type LocalMachine, localMachines } from './machines.ts';

/** A Lambda behind Task states, by the name that the machines call it by here. */
export type TaskLambda = Exclude<LambdaName, 'slack' | 'sweep'>;

const isTaskLambda = (name: LambdaName): name is TaskLambda => name !== 'slack' && name !== 'sweep';
export const taskLambdas = lambdaNames.filter(isTaskLambda);

/** The shipped handlers, wrapped as in `functions/*.ts`; only what they are given differs. */
export const createLambdas = (
  deps: (name: TaskLambda | 'sweep') => StepDeps,
  machines: readonly LocalMachine[] = localMachines,
): Record<TaskLambda, TaskHandler> & { sweep: ReturnType<typeof sweeper> } => {
  const handlers = taskLambdas.map(name => [name, handlerOf(name, machines, () => deps(name))] as const);
  return {
    ...(Object.fromEntries(handlers) as Record<TaskLambda, TaskHandler>),
    sweep: sweeper(() => deps('sweep')),
  };
};

/** A Lambda may serve more than one machine. */
const handlerOf = (
  name: TaskLambda,
  machines: readonly LocalMachine[],
  build: () => StepDeps,
): TaskHandler => {
  const parts = machines.flatMap(each => partsOf(name, each));
  return task({
    contract: Object.fromEntries(parts.map(({ state, schemas }) => [state, schemas])),
    steps: Object.fromEntries(parts.map(({ state, step }) => [state, step])),
    build,
  });
};

const partsOf = (name: TaskLambda, { machine, steps }: LocalMachine) =>
  (machine.lambdas[name] ?? []).map(state => {
    const { [state]: schemas } = machine.contract;
    const { [state]: step } = steps;
    if (schemas === undefined || step === undefined)
      throw new Error(`The state machine ${machine.name}: there is no step for the state ${state}.`);
    return { state, schemas, step };
  });
