import { isJsonRecord, type State, type TaskState } from '../definition.ts';
import { isExpression } from '../graph.ts';
import { asTask, type Change } from './change.ts';

export const timeChanges = (state: State): Change[] => {
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

export const conditionChanges = (task: TaskState): Change[] => {
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

export const payloadChanges = (task: TaskState): Change[] => {
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

export const expressionChanges = (state: State): Change[] => {
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
