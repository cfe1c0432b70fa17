import { dataFlowOf, judge, type KnownData } from './data-flow.ts';
import { type Definition, stateOf, taskOf } from './definition.ts';
import { treeOf } from './expressions.ts';
import { type Edge, edgesFrom, edgesOf, ended, expressionsIn, failed, reachable } from './graph.ts';

export type Promised = {
  /** Access may be live from here on. */
  grant: string;
  /** Only its success ends it. */
  revoke: string;
  /** The one end without a revocation: a Fail, and the states that every path to it passes, in order. */
  exception: { state: string; through: readonly string[] };
  input: readonly string[];
};

const isRevoked = (edge: Edge, { revoke }: Promised) =>
  edge.from === revoke && (edge.how === 'next' || edge.how === 'end');

/** Expressions inside a catcher cannot be caught: they must be unable to fail. */
const cannotFail = (edge: Edge, known: KnownData | undefined): boolean => {
  if (known === undefined || (edge.output === undefined && Object.keys(edge.assign).length === 0))
    return false;
  return [...expressionsIn(edge.output), ...expressionsIn({ ...edge.assign })].every(({ text }) => {
    const { throws, defined } = judge(treeOf(text), known);
    return !throws && defined;
  });
};

const conditionsCannotFail = (machine: Definition, edge: Edge, known: KnownData | undefined): boolean => {
  const state = stateOf(machine, edge.from);
  if (state.Type !== 'Choice' || edge.index === undefined || known === undefined) return false;
  const { Comment: _, Next: _next, ...rule } = state.Choices[edge.index] ?? {};
  return expressionsIn(rule).every(({ text }) => !judge(treeOf(text), known).throws);
};

/** States where access may be live: from Grant on, until Revoke succeeds. */
export const liveStates = (machine: Definition, promised: Promised): Set<string> =>
  reachable(machine, promised.grant, edge => !isRevoked(edge, promised));

const describe = (edge: Edge) => `${edge.from} ${edge.field} (${edge.how}) → ${edge.to}`;

/**
 * Edges that let an execution end while access may be live; `[]` when the promise holds. Edges that no machine can catch
 * (`uncatchable`) are left to the sweeper.
 */
export const endsWhileLive = (machine: Definition, promised: Promised): string[] => {
  const dataFlow = dataFlowOf(machine, promised.input);
  return [...liveStates(machine, promised)]
    .filter(name => name !== promised.exception.state)
    .flatMap(name => edgesFrom(machine, name))
    .filter(edge => !isRevoked(edge, promised) && edge.how !== 'uncatchable')
    .filter(edge => edge.to === ended || edge.to === failed || machine.States[edge.to] === undefined)
    .filter(edge => {
      if (edge.how !== 'evaluation') return true;
      const known = dataFlow.get(edge.from);
      const task = stateOf(machine, edge.from).Type === 'Task';
      return task ? !cannotFail(edge, known) : !conditionsCannotFail(machine, edge, known);
    })
    .map(describe);
};

/** States from which some path leads to `target`, itself included. */
const leadingTo = (machine: Definition, target: string): Set<string> => {
  const from = new Map<string, string[]>();
  for (const edge of edgesOf(machine)) from.set(edge.to, [...(from.get(edge.to) ?? []), edge.from]);
  const found = new Set<string>();
  const open = [target];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(from.get(name) ?? []));
  }
  return found;
};

/** States with live access from which no path leads to Revoke. */
export const strandedStates = (machine: Definition, promised: Promised): string[] => {
  const leading = leadingTo(machine, promised.revoke);
  return [...liveStates(machine, promised)].filter(
    name => name !== promised.exception.state && !leading.has(name),
  );
};

/** What is wrong with the one named exception. */
export const exceptionFaults = (machine: Definition, promised: Promised): string[] => {
  const { state, through } = promised.exception;
  const faults: string[] = [];
  if (stateOf(machine, state).Type !== 'Fail') faults.push(`${state} is no Fail`);
  for (const gate of [promised.revoke, ...through]) {
    if (reachable(machine, machine.StartAt, edge => edge.from !== gate).has(state)) {
      faults.push(`${state} is reached without ${gate}`);
    }
  }
  return faults;
};

/** Revoke's success leads to an end and never back to where access may be live. */
export const afterRevokeFaults = (machine: Definition, promised: Promised): string[] => {
  const { Next: next } = taskOf(machine, promised.revoke);
  if (next === undefined) return [];
  const after = reachable(machine, next);
  return [promised.grant, promised.revoke].filter(name => after.has(name)).map(name => `after it: ${name}`);
};

/** A state that only sends a message holds nothing up: its failure leads where its success leads. */
export const blockingNotifications = (machine: Definition, notifications: readonly string[]): string[] =>
  notifications.filter(name => {
    const { Next: next, Catch: catchers = [] } = taskOf(machine, name);
    const closes = (target: string) => stateOf(machine, target).Type === 'Succeed';
    const onward = (target: string) => (next === undefined ? closes(target) : target === next);
    const all = catchers.at(-1)?.ErrorEquals.includes('States.ALL') ?? false;
    return !all || !catchers.every(each => onward(each.Next));
  });
