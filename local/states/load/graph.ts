import type { Flow, State } from '../definition.ts';
import type { Problems } from './problems.ts';

interface Edge {
  readonly from: string;
  readonly to: string;
}

const edgesOf = (state: State): Edge[] => {
  if (state.type === 'Fail' || state.type === 'Succeed') return [];
  const edges: Edge[] = state.next === undefined ? [] : [{ from: 'Next', to: state.next }];
  if (state.type === 'Choice') {
    state.choices.forEach((rule, index) => {
      if (rule.next !== undefined) edges.push({ from: `Choices[${index}]/Next`, to: rule.next });
    });
    if (state.default !== undefined) edges.push({ from: 'Default', to: state.default });
  }
  if ('catch' in state) {
    state.catch.forEach((catcher, index) => {
      if (catcher.next !== undefined) edges.push({ from: `Catch[${index}]/Next`, to: catcher.next });
    });
  }
  return edges;
};

/** Every target exists, every state can be reached, and some state ends the flow. */
export const checkGraph = (problems: Problems, at: string, flow: Flow): void => {
  if (!flow.states.has(flow.startAt)) problems.add(`${at}/StartAt`, `State '${flow.startAt}' does not exist`);
  const reached = new Set<string>();
  const waiting = [flow.startAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = flow.states.get(name);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...edgesOf(state).map(edge => edge.to));
  }
  for (const [name, state] of flow.states) {
    if (!reached.has(name)) problems.add(`${at}/States/${name}`, `State '${name}' cannot be reached`);
    for (const { from, to } of edgesOf(state)) {
      if (!flow.states.has(to)) problems.add(`${at}/States/${name}/${from}`, `State '${to}' does not exist`);
    }
  }
  const ends = Array.from(flow.states.values()).some(
    state =>
      state.type === 'Succeed' ||
      state.type === 'Fail' ||
      (state.type !== 'Choice' && state.next === undefined),
  );
  if (!ends) problems.add(`${at}/States`, 'No state ends the flow');
};
