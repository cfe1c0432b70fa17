import { isJsonRecord, type Json, type State, type TaskState } from '../definition.ts';

/** A change to a copy of one state. */
export type Change = {
  at: string;
  what: string;
  to?: string | undefined;
  onFailure?: boolean;
  apply: (state: State) => void;
};

/** The parts that Next, Catch and Choices share. */
export type Leaving = { Output?: Json | undefined; Assign?: Record<string, Json> | undefined };
type Part<T> = (state: State) => T;

export const asTask: Part<TaskState> = state => {
  if (state.Type !== 'Task') throw new Error(`A ${state.Type} is no Task`);
  return state;
};

export const at = <T>(list: T[] | undefined, index: number): T => {
  const found = list?.[index];
  if (found === undefined) throw new Error(`Nothing at ${index}`);
  return found;
};

export const leavingChanges = (
  place: string,
  part: Leaving,
  find: Part<Leaving>,
  common: { to?: string | undefined; onFailure?: boolean },
): Change[] => {
  const changes: Change[] = [];
  const add = (what: string, apply: (part: Leaving) => void) =>
    changes.push({ at: place, what, ...common, apply: state => apply(find(state)) });
  if (part.Output !== undefined) add('without Output', each => delete each.Output);
  const keys = isJsonRecord(part.Output) ? Object.keys(part.Output) : [];
  for (const key of keys) {
    add(`Output without ${key}`, ({ Output: output }) => isJsonRecord(output) && delete output[key]);
  }
  for (const name of Object.keys(part.Assign ?? {})) {
    add(`without Assign ${name}`, ({ Assign: assign }) => assign && delete assign[name]);
  }
  return changes;
};

/** A field that names the next state: where it is, whom it names now, and how to set it. */
type Target = {
  at: string;
  now: string;
  set: (state: State, target: string) => void;
  onFailure?: boolean;
};

export const retargets = (
  { at: place, now, set, onFailure = false }: Target,
  targets: readonly string[],
): Change[] =>
  targets
    .filter(target => target !== now)
    .map(target => ({
      at: place,
      what: `Next → ${target}`,
      to: now,
      onFailure,
      apply: state => set(state, target),
    }));
