import type { KnownData } from '../data-flow.ts';
import type { State } from '../definition.ts';
import { functionsIn, inputKeysIn, statesPath, treeOf, variablesIn } from '../expressions.ts';
import { edgesFrom, expressionsIn, isExpression, reachable } from '../graph.ts';
import type { Finding, Rule, Subject } from './finding.ts';

const forEachExpression = (
  { machine, dataFlow }: Subject,
  look: (text: string, known: KnownData, at: string) => Finding[],
) =>
  Object.entries(machine.States).flatMap(([name, state]) => {
    const known = dataFlow.get(name);
    if (known === undefined) return [];
    return expressionsIn(state, name).flatMap(({ at, text }) => look(text, known, at));
  });

/** A variable is assigned on every path that leads to where it is read. */
export const variablesAssigned: Rule = subject =>
  forEachExpression(subject, (text, known, at) =>
    variablesIn(text)
      .filter(name => !known.variables.has(name))
      .map(name => ({ lint: 'undefined-variable', at, message: `$${name} is not assigned on every path` })),
  );

const guards = (text: string, key: string) => text.includes(`$exists($states.input.${key})`);

/** Outside `=` and `$exists`, a key that the input may lack fails the evaluation. */
export const inputCertain: Rule = subject =>
  forEachExpression(subject, (text, known, at) =>
    inputKeysIn(text)
      .filter(key => !known.input.has(key) && !guards(text, key))
      .map(key => ({ lint: 'uncertain-input', at, message: `$states.input.${key} is missing on some path` })),
  );

/** AWS's JSONata has no `$eval`. */
export const noEval: Rule = subject =>
  forEachExpression(subject, (text, _, at) =>
    functionsIn(text).includes('eval') ? [{ lint: 'eval', at, message: 'Step Functions has no $eval' }] : [],
  );

const placeholder = /\$\{([^}]*)\}/g;

export const placeholdersKnown: Rule = ({ machine, options }) =>
  Object.entries(machine.States).flatMap(([name, state]) =>
    Array.from(JSON.stringify(state).matchAll(placeholder), ([, found = '']) => found)
      .filter(found => !options.placeholders.includes(found))
      .map(found => ({
        lint: 'unknown-placeholder',
        at: name,
        message: `Nothing fills in \${${found}}`,
      })),
  );

/** `$states.input.key = 'literal'`: never fails, whatever the input. */
const comparesToLiteral = (condition: string | boolean): boolean => {
  if (!isExpression(condition)) return typeof condition === 'boolean';
  const tree = treeOf(condition.slice(2, -2).trim());
  const left = Array.isArray(tree.lhs) ? undefined : tree.lhs;
  const literal = tree.rhs?.type === 'string' || tree.rhs?.type === 'number';
  return tree.type === 'binary' && tree.value === '=' && literal && statesPath(left)?.length === 2;
};

const staticOnly = (name: string, state: State): Finding[] => {
  if (state.Type === 'Pass') {
    return [{ lint: 'pass-while-live', at: name, message: 'A Pass has no Catch: compute in a Task' }];
  }
  const { Type: type, Comment: _, ...rest } = state;
  const fields = type === 'Choice' ? { ...rest, Choices: [] } : rest;
  const computed = expressionsIn(fields, name).map(({ at }) => ({
    lint: 'computes-while-live',
    at,
    message: `A ${type} has no Catch: compute in a Task`,
  }));
  if (state.Type !== 'Choice') return computed;
  const rules = state.Choices.flatMap(({ Condition: condition, Next: _next, ...out }, index): Finding[] => {
    const at = `${name}/Choices[${index}]`;
    const plain = comparesToLiteral(condition) && expressionsIn(out).length === 0;
    return plain
      ? []
      : [{ lint: 'computes-while-live', at, message: 'Only `$states.input.x = literal` here' }];
  });
  return [...computed, ...rules];
};

/** Once access may be live, only Task states compute: nothing else has a Catch. */
export const onlyTasksCompute: Rule = ({ machine, options: { liveFrom } }) =>
  liveFrom === undefined
    ? []
    : [...reachable(machine, liveFrom)].flatMap(name => {
        const state = machine.States[name];
        return state === undefined || state.Type === 'Task' ? [] : staticOnly(name, state);
      });

export const allReached: Rule = ({ machine }) => {
  const reached = reachable(machine, machine.StartAt);
  return Object.keys(machine.States)
    .filter(name => !reached.has(name))
    .map(at => ({ lint: 'unreachable', at, message: 'No path leads here' }));
};

export const choicesDefault: Rule = ({ machine }) =>
  Object.entries(machine.States).flatMap(([at, state]) =>
    state.Type === 'Choice' && edgesFrom(machine, at).some(edge => edge.how === 'uncaught')
      ? [{ lint: 'choice-without-default', at, message: 'A Choice without Default may match nothing' }]
      : [],
  );
