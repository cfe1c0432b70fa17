import type { Flow, State } from '../definition.ts';
import type { Problems } from './problems.ts';

const assignedBy = (state: State): string[] => {
  if (state.type === 'Fail') return [];
  const inner = state.type === 'Choice' ? state.choices : 'catch' in state ? state.catch : [];
  return [...state.assign, ...inner.flatMap(each => each.assign)].map(([name]) => name);
};

const innerFlows = (state: State): readonly Flow[] => {
  if (state.type === 'Parallel') return state.branches;
  return state.type === 'Map' ? [state.iterator] : [];
};

/**
 * An inner flow reads the outer one's variables but may not assign them.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
 */
export const checkScopes = (problems: Problems, at: string, flow: Flow, outer: ReadonlySet<string>): void => {
  const visible = new Set(outer);
  for (const [stateName, state] of flow.states) {
    for (const name of assignedBy(state)) {
      visible.add(name);
      if (!outer.has(name)) continue;
      problems.add(
        `${at}/${stateName}/Assign/${name}`,
        `Variable '${name}' is assigned in an outer scope already`,
      );
    }
  }
  for (const [stateName, state] of flow.states) {
    for (const inner of innerFlows(state)) checkScopes(problems, `${at}/${stateName}`, inner, visible);
  }
};
