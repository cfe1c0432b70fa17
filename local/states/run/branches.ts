import type { Flow, MapState, ParallelState } from '../definition.ts';
import { dataLimitFailure, type StateFailure } from '../errors.ts';
import { isTooLarge, type Json, type JsonObject, toText } from '../json.ts';
import { asFailure, park, record, type Strand } from './branch.ts';
import type { Ended } from './flow.ts';
import { withErrorHandling } from './handling.ts';
import { FlowStopped } from './scope.ts';
import {
  checkFault,
  evaluateAs,
  evaluateField,
  evaluateSeconds,
  type Learned,
  type Left,
  leave,
  type Visit,
} from './visit.ts';

/** Passed in, since flows hold branches and branches hold flows. */
export type RunFlow = (strand: Strand, input: Ended) => Promise<Ended>;

interface Branch {
  readonly flow: Flow;
  readonly input: Json;
  readonly mapContext: JsonObject | undefined;
  /** Recorded around the branch, for iterations. */
  readonly index: number | undefined;
}

type Outcome = { readonly results: Json[] } | { readonly failure: StateFailure };

const iteration = (visit: Visit, branch: Branch) => ({ name: visit.name, index: branch.index });
const abortable = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/** Runs branches, at most `limit` at once. The first failure stops the rest. */
const runBranches = (
  visit: Visit,
  branches: readonly Branch[],
  limit: number,
  runFlow: RunFlow,
): Promise<Outcome> => {
  const { strand } = visit;
  const { host } = strand;
  const startedAfter = strand.lastEvent;
  const results: Json[] = [];
  const running = new Map<Branch, Strand>();
  let begun = 0;
  let finished = 0;

  return park<Outcome>(strand, wake => {
    const scope = strand.scope.inner();

    const begin = (branch: Branch, after: number) => {
      const own: Strand = {
        ...strand,
        scope,
        flow: branch.flow,
        outermost: false,
        mapContext: branch.mapContext ?? strand.mapContext,
        variables: Object.create(strand.variables),
        lastEvent: after,
        current: undefined,
        release: host.clock.hold(strand.execution.name),
      };
      running.set(branch, own);
      if (branch.index !== undefined) record(own, 'MapIterationStarted', iteration(visit, branch));
      return own;
    };

    const recordFailure = (branch: Branch, own: Strand) => {
      const at = own.lastEvent;
      const note = (type: string, details?: Record<string, unknown>) => {
        record(strand, type, details);
        strand.lastEvent = at;
      };
      strand.lastEvent = at;
      for (const [each, { current }] of [[branch, own] as const, ...running]) {
        const type = each === branch ? 'MapIterationFailed' : 'MapIterationAborted';
        if (each.index !== undefined) note(type, iteration(visit, each));
        if (current !== undefined && abortable.has(current.type)) note(`${current.type}StateAborted`);
      }
    };

    const fail = (branch: Branch, own: Strand, failure: StateFailure) => {
      running.delete(branch);
      let outcome: Outcome = { failure };
      try {
        recordFailure(branch, own);
      } catch (error) {
        if (!(error instanceof FlowStopped)) outcome = { failure: asFailure(error) };
      }
      scope.stop();
      wake(outcome);
    };

    const finish = (branch: Branch, own: Strand, output: Json, at: number) => {
      results[at] = output;
      running.delete(branch);
      const after = own.lastEvent;
      if (branch.index !== undefined) record(own, 'MapIterationSucceeded', iteration(visit, branch));
      strand.lastEvent = own.lastEvent;
      finished += 1;
      if (finished === branches.length) return wake({ results });
      startNext(after);
    };

    const run = async (branch: Branch, own: Strand, at: number) => {
      try {
        const ended = await runFlow(own, { output: branch.input, outputText: toText(branch.input) });
        finish(branch, own, ended.output, at);
      } catch (error) {
        if (!(error instanceof FlowStopped)) fail(branch, own, asFailure(error));
      } finally {
        own.release();
      }
    };

    const startNext = (after: number) => {
      const starting: (() => void)[] = [];
      while (begun < branches.length && running.size < limit) {
        const at = begun++;
        const branch = branches[at];
        if (branch === undefined) break;
        const own = begin(branch, after);
        starting.push(() => void run(branch, own, at));
      }
      for (const start of starting) start();
    };

    if (branches.length === 0) wake({ results });
    else startNext(startedAfter);
    return scope.detach;
  });
};

const conclude = (visit: Visit, type: 'Parallel' | 'Map', outcome: Outcome): Json => {
  const { strand } = visit;
  const before = strand.lastEvent;
  if ('failure' in outcome) {
    record(strand, `${type}StateFailed`, undefined);
    throw outcome.failure;
  }
  if (isTooLarge(toText(outcome.results))) throw dataLimitFailure(visit.name, true);
  record(strand, `${type}StateSucceeded`);
  // What follows is chained to the last event of the branches, as the service does.
  strand.lastEvent = before;
  return outcome.results;
};

export const runParallel = (visit: Visit, state: ParallelState, runFlow: RunFlow): Promise<Left> =>
  withErrorHandling(visit, state, async retryCount => {
    await checkFault(visit);
    const learned = { retryCount };
    const input = state.arguments
      ? await evaluateField(visit, 'Arguments', state.arguments, learned)
      : visit.input;
    record(visit.strand, 'ParallelStateStarted');
    const branches = state.branches.map(flow => ({ flow, input, mapContext: undefined, index: undefined }));
    const result = conclude(visit, 'Parallel', await runBranches(visit, branches, branches.length, runFlow));
    return leave(visit, state, { ...learned, result }, result);
  });

/** Iterations of an inline Map that run at once. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const inlineLimit = 40;

const isList = (value: Json): value is Json[] => Array.isArray(value);

const itemsOf = (visit: Visit, state: MapState, learned: Learned): Promise<Json[]> =>
  evaluateAs(visit, 'Items', state.items ?? { kind: 'literal', value: visit.input }, {
    type: 'array',
    fits: isList,
    learned,
  });

export const runMap = (visit: Visit, state: MapState, runFlow: RunFlow): Promise<Left> =>
  withErrorHandling(visit, state, async retryCount => {
    await checkFault(visit);
    const learned: Learned = { retryCount };
    const items = await itemsOf(visit, state, learned);
    const limit = await evaluateSeconds(visit, 'MaxConcurrency', state.maxConcurrency, { least: 0, learned });
    const branches: Branch[] = [];
    for (const [index, item] of items.entries()) {
      const mapContext = { Item: { Index: index, Value: item } };
      const input = state.itemSelector
        ? await evaluateField(visit, 'ItemSelector', state.itemSelector, { ...learned, map: mapContext })
        : item;
      branches.push({ flow: state.iterator, input, mapContext, index });
    }
    record(visit.strand, 'MapStateStarted', { length: items.length });
    const atOnce = limit === undefined || limit === 0 ? inlineLimit : Math.min(limit, inlineLimit);
    const result = conclude(visit, 'Map', await runBranches(visit, branches, atOnce, runFlow));
    return leave(visit, state, { ...learned, result }, result);
  });
