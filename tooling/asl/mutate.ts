import type { Definition, State } from './definition.ts';
import type { Change } from './mutations/change.ts';
import { catchChanges, retryChanges } from './mutations/handlers.ts';
import { conditionChanges, expressionChanges, payloadChanges, timeChanges } from './mutations/values.ts';
import { choiceChanges, nextChanges } from './mutations/ways.ts';

export type Mutant = {
  /** Says state, place and change: `Hold/Catch[1] Next → Revoke`. Unique. */
  id: string;
  state: string;
  /** For a changed transition: the one that must be taken for the change to matter. */
  edge?: { from: string; to: string };
  /** Matters only when the state fails. */
  onFailure: boolean;
  make: () => Definition;
};

const changesOf = (state: State, targets: readonly string[]): Change[] => [
  ...nextChanges(state, targets),
  ...choiceChanges(state, targets),
  ...timeChanges(state),
  ...expressionChanges(state),
  ...(state.Type === 'Task'
    ? [
        ...retryChanges(state),
        ...catchChanges(state, targets),
        ...conditionChanges(state),
        ...payloadChanges(state),
      ]
    : []),
];

/** Every small change to the given states. Next, Default and catchers are redirected to every other state. */
export const mutantsOf = (machine: Definition, states: Iterable<string>): Mutant[] => {
  const targets = Object.keys(machine.States);
  return [...states].flatMap(name => {
    const state = machine.States[name];
    if (state === undefined) return [];
    return changesOf(state, targets).map(({ at: place, what, to, onFailure = false, apply }): Mutant => {
      const id = `${name}${place === '' ? '' : `/${place}`} ${what}`;
      const make = () => {
        const copy = structuredClone(machine);
        const own = copy.States[name];
        if (own !== undefined) apply(own);
        return copy;
      };
      return { id, state: name, onFailure, make, ...(to !== undefined && { edge: { from: name, to } }) };
    });
  });
};
