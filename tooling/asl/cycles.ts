import { type Definition, stateOf } from './definition.ts';
import { type Edge, edgesOf } from './graph.ts';

/** What a wait, or a task that waits for its token, takes: unless it fails at once. */
const takesTime = (machine: Definition, edge: Edge): boolean => {
  const state = stateOf(machine, edge.from);
  if (state.Type === 'Wait') return edge.how === 'next' && state.Seconds !== 0;
  if (state.Type !== 'Task' || !state.Resource.endsWith('.waitForTaskToken')) return false;
  if (edge.how === 'next') return true;
  const names = edge.how === 'catch' ? (state.Catch?.[edge.index ?? -1]?.ErrorEquals ?? []) : [];
  return names.length === 1 && names[0] === 'States.Timeout';
};

/**
 * Cycles that an execution could run through without any time passing, until its history is full: each as the states
 * on it, in order. A retry is no cycle: its attempts and pauses are bounded by themselves.
 */
export const timelessCycles = (machine: Definition): string[][] => {
  const next = new Map<string, string[]>();
  for (const edge of edgesOf(machine)) {
    if (machine.States[edge.to] === undefined || takesTime(machine, edge)) continue;
    next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]);
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, path: string[]): void => {
    const at = path.indexOf(name);
    if (at >= 0) cycles.push(path.slice(at));
    if (at >= 0 || done.has(name)) return;
    for (const to of next.get(name) ?? []) visit(to, [...path, name]);
    done.add(name);
  };
  for (const name of Object.keys(machine.States)) visit(name, []);
  return cycles;
};
