import {
  type Catcher,
  type Definition,
  isJsonRecord,
  type Json,
  type State,
  type StateOf,
  type TaskState,
} from './definition.ts';

/** Targets of edges that lead to no state. They begin with a colon, as no state's name may. */
export const ended = ':ended';
export const failed = ':failed';

/**
 * Why an edge is taken. `uncaught`: an error no catcher of the state takes. `evaluation`: an expression where no
 * catcher applies (Choice, Wait, Pass, Succeed, Fail, and inside a catcher itself). `uncatchable`: States.Runtime
 * and States.DataLimitExceeded, which States.ALL does not match.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export type How = 'next' | 'end' | 'choice' | 'default' | 'catch' | 'uncaught' | 'evaluation' | 'uncatchable';

export type Edge = {
  from: string;
  how: How;
  to: string;
  /** The state's field that makes the edge, e.g. `Catch[1]`. */
  field: string;
  /** For `choice` and `catch`: its place in the list. */
  index?: number;
  /** For `catch`: the names it catches. */
  errors?: readonly string[];
  output?: Json;
  assign: Readonly<Record<string, Json>>;
};

export const uncatchable: readonly string[] = ['States.Runtime', 'States.DataLimitExceeded'];

export const isExpression = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith('{%') && value.endsWith('%}');

/** Every `{% … %}` in a value, with its place in it. */
export const expressionsIn = (value: unknown, at = ''): { at: string; text: string }[] => {
  if (isExpression(value)) return [{ at, text: value.slice(2, -2).trim() }];
  if (Array.isArray(value)) return value.flatMap((item, index) => expressionsIn(item, `${at}[${index}]`));
  if (!isJsonRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    expressionsIn(item, at === '' ? key : `${at}/${key}`),
  );
};

const leaving = (part: { Output?: Json | undefined; Assign?: Record<string, Json> | undefined }) => ({
  ...(part.Output !== undefined && { output: part.Output }),
  assign: part.Assign ?? {},
});

const computes = (part: { Output?: Json | undefined; Assign?: Record<string, Json> | undefined }) =>
  expressionsIn(part.Output).length + expressionsIn(part.Assign).length > 0;

const nothingAssigned = { assign: {} };

export const catchesAll = (task: TaskState): Catcher | undefined =>
  task.Catch?.find(each => each.ErrorEquals.includes('States.ALL'));

const taskEdges = (from: string, task: TaskState): Edge[] => {
  const edges: Edge[] = [];
  if (catchesAll(task) === undefined) {
    edges.push({ from, how: 'uncaught', to: failed, field: 'Catch', ...nothingAssigned });
  }
  (task.Catch ?? []).forEach((each, index) => {
    const field = `Catch[${index}]`;
    edges.push({
      from,
      how: 'catch',
      to: each.Next,
      field,
      index,
      errors: each.ErrorEquals,
      ...leaving(each),
    });
    if (computes(each)) edges.push({ from, how: 'evaluation', to: failed, field, index, ...leaving(each) });
  });
  edges.push({ from, how: 'uncatchable', to: failed, field: 'Resource', ...nothingAssigned });
  return edges;
};

const choiceEdges = (from: string, choice: State & { Type: 'Choice' }): Edge[] => {
  const edges = choice.Choices.map((rule, index): Edge => {
    return { from, how: 'choice', to: rule.Next, field: `Choices[${index}]`, index, ...leaving(rule) };
  });
  const failure = { from, how: 'evaluation', to: failed, ...nothingAssigned } as const;
  choice.Choices.forEach((rule, index) => {
    const texts = expressionsIn(rule.Condition).length;
    if (texts > 0 || computes(rule)) edges.push({ ...failure, field: `Choices[${index}]`, index });
  });
  if (computes(choice)) edges.push({ ...failure, field: 'Output' });
  const otherwise: Pick<Edge, 'how' | 'to'> =
    choice.Default === undefined ? { how: 'uncaught', to: failed } : { how: 'default', to: choice.Default };
  edges.push({ from, ...otherwise, field: 'Default', ...leaving(choice) });
  return edges;
};

const onward = (from: string, state: TaskState | StateOf<'Wait' | 'Pass'>): Edge => {
  const out = leaving(state);
  if (state.Next !== undefined) return { from, how: 'next', to: state.Next, field: 'Next', ...out };
  return { from, how: 'end', to: ended, field: 'End', ...out };
};

const plainEdges = (from: string, state: Exclude<State, { Type: 'Task' | 'Choice' }>): Edge[] => {
  const { Type: type, Comment: _, ...fields } = state;
  const edges: Edge[] = [];
  if (expressionsIn(fields).length > 0) {
    edges.push({ from, how: 'evaluation', to: failed, field: type, ...nothingAssigned });
  }
  if (state.Type === 'Fail') edges.push({ from, how: 'end', to: failed, field: type, ...nothingAssigned });
  else if (state.Type === 'Succeed')
    edges.push({ from, how: 'end', to: ended, field: type, ...nothingAssigned });
  else edges.push(onward(from, state));
  return edges;
};

/** Every way out of a state, also those the file does not spell out. A Retry does not leave the state. */
export const edgesFrom = (machine: Definition, name: string): Edge[] => {
  const state = machine.States[name];
  if (state === undefined) return [];
  if (state.Type === 'Task') return [onward(name, state), ...taskEdges(name, state)];
  return state.Type === 'Choice' ? choiceEdges(name, state) : plainEdges(name, state);
};

export const edgesOf = (machine: Definition): Edge[] =>
  Object.keys(machine.States).flatMap(name => edgesFrom(machine, name));

/** States reachable from `start`, itself included, over the edges that `takes` lets through. */
export const reachable = (
  machine: Definition,
  start: string,
  takes: (edge: Edge) => boolean = () => true,
): Set<string> => {
  const found = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name) || machine.States[name] === undefined) continue;
    found.add(name);
    open.push(
      ...edgesFrom(machine, name)
        .filter(takes)
        .map(edge => edge.to),
    );
  }
  return found;
};
