import type { Catcher, Definition, Json, State, TaskState } from './definition.ts';
import { isJsonRecord } from './definition.ts';
import { isExpression } from './graph.ts';

export type Mutant = {
  /** Says state, place and change: `Hold/Catch[1] Next → Revoke`. Unique. */
  id: string;
  state: string;
  /** The transition that has to be taken for the change to matter, if it is one. */
  edge?: { from: string; to: string };
  /** Matters only when the state fails. */
  onFailure: boolean;
  make: () => Definition;
};

/** A change to a copy of one state. */
type Change = {
  at: string;
  what: string;
  to?: string | undefined;
  onFailure?: boolean;
  apply: (state: State) => void;
};

/** The parts that Next, Catch and Choices share. */
type Leaving = { Output?: Json | undefined; Assign?: Record<string, Json> | undefined };
type Part<T> = (state: State) => T;

const asTask: Part<TaskState> = state => {
  if (state.Type !== 'Task') throw new Error(`A ${state.Type} is no Task`);
  return state;
};

const at = <T>(list: T[] | undefined, index: number): T => {
  const found = list?.[index];
  if (found === undefined) throw new Error(`Nothing at ${index}`);
  return found;
};

const leavingChanges = (
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

const nameChanges = (list: 'Retry' | 'Catch', task: TaskState, index: number): Change[] => {
  const { ErrorEquals: names } = at<{ ErrorEquals: string[] }>(task[list], index);
  const to = list === 'Catch' ? at(task.Catch, index).Next : undefined;
  return names.length < 2
    ? []
    : names.map(name => ({
        at: `${list}[${index}]`,
        what: `without ${name}`,
        to,
        onFailure: true,
        apply: state => {
          const each = at<{ ErrorEquals: string[] }>(asTask(state)[list], index);
          each.ErrorEquals = each.ErrorEquals.filter(one => one !== name);
        },
      }));
};

const retryChanges = (task: TaskState): Change[] =>
  (task.Retry ?? []).flatMap((retrier, index): Change[] => {
    const common = { at: `Retry[${index}]`, onFailure: true };
    const attempts = retrier.MaxAttempts === 0 ? 3 : 0;
    return [
      { ...common, what: 'dropped', apply: state => asTask(state).Retry?.splice(index, 1) },
      ...nameChanges('Retry', task, index),
      {
        ...common,
        what: `MaxAttempts ${attempts}`,
        apply: state => {
          at(asTask(state).Retry, index).MaxAttempts = attempts;
        },
      },
    ];
  });

const retargets = (
  place: string,
  now: string,
  targets: readonly string[],
  set: (state: State, target: string) => void,
  onFailure: boolean,
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

const catchChanges = (task: TaskState, targets: readonly string[]): Change[] =>
  (task.Catch ?? []).flatMap((each: Catcher, index): Change[] => {
    const place = `Catch[${index}]`;
    const common = { to: each.Next, onFailure: true };
    const set = (state: State, target: string) => {
      at(asTask(state).Catch, index).Next = target;
    };
    return [
      { at: place, what: 'dropped', ...common, apply: state => asTask(state).Catch?.splice(index, 1) },
      ...nameChanges('Catch', task, index),
      ...retargets(place, each.Next, targets, set, true),
      ...leavingChanges(place, each, state => at(asTask(state).Catch, index), common),
    ];
  });

const timeChanges = (state: State): Change[] => {
  if (state.Type === 'Wait') {
    return [0, 86_400].map(seconds => ({
      at: 'Seconds',
      what: `${seconds}`,
      apply: each => {
        if (each.Type !== 'Wait') return;
        delete each.Timestamp;
        each.Seconds = seconds;
      },
    }));
  }
  if (state.Type !== 'Task' || state.TimeoutSeconds === undefined) return [];
  const values = isExpression(state.TimeoutSeconds) ? [1, 60, 86_400] : [1, 86_400];
  return [
    { at: 'TimeoutSeconds', what: 'dropped', apply: each => delete asTask(each).TimeoutSeconds },
    ...values.map(
      (seconds): Change => ({
        at: 'TimeoutSeconds',
        what: `${seconds}`,
        apply: each => {
          asTask(each).TimeoutSeconds = seconds;
        },
      }),
    ),
  ];
};

const conditionChanges = (task: TaskState): Change[] => {
  const { ConditionExpression: condition } = task.Arguments;
  if (typeof condition !== 'string') return [];
  const clauses = condition.split(' AND ');
  const set = (kept: readonly string[]) => (state: State) => {
    asTask(state).Arguments.ConditionExpression = kept.length > 0 ? kept.join(' AND ') : '#never = #never';
  };
  return clauses.map((clause, index) => ({
    at: 'ConditionExpression',
    what: `without ${clause}`,
    apply: set(clauses.filter((_, other) => other !== index)),
  }));
};

const payloadChanges = (task: TaskState): Change[] => {
  const { Payload: payload } = task.Arguments;
  if (!isJsonRecord(payload)) return [];
  return Object.keys(payload).map(key => ({
    at: 'Payload',
    what: `without ${key}`,
    apply: state => {
      const { Payload: each } = asTask(state).Arguments;
      if (isJsonRecord(each)) delete each[key];
    },
  }));
};

const operators: readonly (readonly [string, string])[] = [
  ['<=', '>'],
  ['>=', '<'],
  ['$max(', '$min('],
  ['$ceil(', '$floor('],
  ['1000', '1'],
  ['+ 1', '+ 0'],
  [' != ', ' = '],
  [' or ', ' and '],
];

const expressionSpans = (text: string): [from: number, to: number][] =>
  Array.from(text.matchAll(/\{%.*?%\}/g), match => [match.index, match.index + match[0].length]);

const placesOf = (text: string, part: string): number[] => {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) places.push(at);
  return places;
};

const become = (state: State, text: string) => {
  for (const key of Object.keys(state)) delete (state as Record<string, unknown>)[key];
  Object.assign(state, JSON.parse(text));
};

const expressionChanges = (state: State): Change[] => {
  const text = JSON.stringify(state);
  const spans = expressionSpans(text);
  return operators.flatMap(([from, to]): Change[] =>
    placesOf(text, from)
      .filter(place => spans.some(([start, end]) => place >= start && place < end))
      .map((place, index) => ({
        at: 'expression',
        what: `${from.trim()} → ${to.trim()} no. ${index}`,
        apply: each => become(each, text.slice(0, place) + to + text.slice(place + from.length)),
      })),
  );
};

const choiceChanges = (state: State, targets: readonly string[]): Change[] => {
  if (state.Type !== 'Choice') return [];
  const rules = (each: State) => (each.Type === 'Choice' ? each.Choices : []);
  const negate = (condition: string | boolean) =>
    typeof condition === 'string' ? condition.replace(/ = /, ' != ') : !condition;
  const swaps = state.Choices.slice(1).map(
    (_, index): Change => ({
      at: `Choices[${index}]`,
      what: `Condition swapped with [${index + 1}]`,
      apply: each => {
        const [first, second] = [at(rules(each), index), at(rules(each), index + 1)];
        [first.Condition, second.Condition] = [second.Condition, first.Condition];
      },
    }),
  );
  return [
    ...swaps,
    ...state.Choices.flatMap((rule, index): Change[] => [
      { at: `Choices[${index}]`, what: 'dropped', apply: each => rules(each).splice(index, 1) },
      {
        at: `Choices[${index}]`,
        what: 'negated',
        apply: each => {
          at(rules(each), index).Condition = negate(rule.Condition);
        },
      },
      ...retargets(
        `Choices[${index}]`,
        rule.Next,
        targets,
        (each, target) => {
          at(rules(each), index).Next = target;
        },
        false,
      ),
    ]),
    ...retargets(
      'Default',
      state.Default ?? '',
      targets,
      (each, target) => {
        if (each.Type === 'Choice') each.Default = target;
      },
      false,
    ),
    { at: 'Default', what: 'dropped', apply: each => each.Type === 'Choice' && delete each.Default },
  ];
};

const nextChanges = (state: State, targets: readonly string[]): Change[] => {
  if (state.Type !== 'Task' && state.Type !== 'Wait' && state.Type !== 'Pass') return [];
  const { Next: now } = state;
  const set = (each: State, target: string) => {
    if (!('Next' in each) && !('End' in each)) return;
    delete (each as { End?: true }).End;
    Object.assign(each, { Next: target });
  };
  const end: Change = {
    at: 'Next',
    what: 'ends',
    to: now,
    apply: each => {
      delete (each as { Next?: string }).Next;
      Object.assign(each, { End: true });
    },
  };
  return [
    ...(now === undefined ? [] : [end]),
    ...retargets('Next', now ?? '', targets, set, false).map(each => ({ ...each, to: now })),
    ...leavingChanges('', state, each => each as Leaving, { to: now }),
  ];
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

/** Every small change to the given states; Next, Default and catchers are sent to every state there is. */
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
