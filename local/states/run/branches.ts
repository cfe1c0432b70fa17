import type { Flow, MapState, ParallelState } from '../definition.ts';
import { dataLimitFailure, type StateFailure } from '../errors.ts';
import { isTooLarge, type Json, type JsonObject, toText } from '../json.ts';
import { asFailure, type Branch, type Ended, park, record } from './branch.ts';
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

/** Passed in, because a flow has branches and each branch runs a flow. */
export type RunFlow = (branch: Branch, input: Ended) => Promise<Ended>;

/** What a branch of a Parallel, or an iteration of a Map, is going to run. */
interface Plan {
  readonly flow: Flow;
  readonly input: Json;
  readonly mapContext: JsonObject | undefined;
  /** Of an iteration; recorded around it. */
  readonly index: number | undefined;
}

type Outcome = { readonly results: Json[] } | { readonly failure: StateFailure };

const iteration = (visit: Visit, plan: Plan) => ({ name: visit.name, index: plan.index });
const abortable = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/** Runs the branches of one state, at most `limit` at once. The first failure stops the rest. */
const runBranches = (
  visit: Visit,
  plans: readonly Plan[],
  limit: number,
  runFlow: RunFlow,
): Promise<Outcome> => {
  const { branch: parent } = visit;
  const { host } = parent;
  const startedAfter = parent.lastEvent;
  const results: Json[] = [];
  const running = new Map<Plan, Branch>();
  let begun = 0;
  let finished = 0;

  return park<Outcome>(parent, wake => {
    const scope = parent.scope.inner();

    const begin = (plan: Plan, after: number) => {
      const branch: Branch = {
        ...parent,
        scope,
        flow: plan.flow,
        outermost: false,
        mapContext: plan.mapContext ?? parent.mapContext,
        variables: Object.create(parent.variables),
        lastEvent: after,
        current: undefined,
        release: host.clock.hold(parent.execution.name),
      };
      running.set(plan, branch);
      if (plan.index !== undefined) record(branch, 'MapIterationStarted', iteration(visit, plan));
      return branch;
    };

    const recordFailure = (plan: Plan, branch: Branch) => {
      const at = branch.lastEvent;
      const note = (type: string, details?: Record<string, unknown>) => {
        record(parent, type, details);
        parent.lastEvent = at;
      };
      parent.lastEvent = at;
      for (const [each, { current }] of [[plan, branch] as const, ...running]) {
        const type = each === plan ? 'MapIterationFailed' : 'MapIterationAborted';
        if (each.index !== undefined) note(type, iteration(visit, each));
        if (current !== undefined && abortable.has(current.type)) note(`${current.type}StateAborted`);
      }
    };

    const fail = (plan: Plan, branch: Branch, failure: StateFailure) => {
      running.delete(plan);
      let outcome: Outcome = { failure };
      try {
        recordFailure(plan, branch);
      } catch (error) {
        if (!(error instanceof FlowStopped)) outcome = { failure: asFailure(error) };
      }
      scope.stop();
      wake(outcome);
    };

    const finish = (plan: Plan, branch: Branch, output: Json, at: number) => {
      results[at] = output;
      running.delete(plan);
      const after = branch.lastEvent;
      if (plan.index !== undefined) record(branch, 'MapIterationSucceeded', iteration(visit, plan));
      parent.lastEvent = branch.lastEvent;
      finished += 1;
      if (finished === plans.length) return wake({ results });
      startNext(after);
    };

    const run = async (plan: Plan, branch: Branch, at: number) => {
      try {
        const ended = await runFlow(branch, { output: plan.input, outputText: toText(plan.input) });
        finish(plan, branch, ended.output, at);
      } catch (error) {
        if (!(error instanceof FlowStopped)) fail(plan, branch, asFailure(error));
      } finally {
        branch.release();
      }
    };

    const startNext = (after: number) => {
      const starting: (() => void)[] = [];
      while (begun < plans.length && running.size < limit) {
        const at = begun++;
        const plan = plans[at];
        if (plan === undefined) break;
        const branch = begin(plan, after);
        starting.push(() => void run(plan, branch, at));
      }
      for (const start of starting) start();
    };

    if (plans.length === 0) wake({ results });
    else startNext(startedAfter);
    return scope.detach;
  });
};

const conclude = (visit: Visit, type: 'Parallel' | 'Map', outcome: Outcome): Json => {
  const { branch } = visit;
  const before = branch.lastEvent;
  if ('failure' in outcome) {
    record(branch, `${type}StateFailed`, undefined);
    throw outcome.failure;
  }
  if (isTooLarge(toText(outcome.results))) throw dataLimitFailure(visit.name, true);
  record(branch, `${type}StateSucceeded`);
  // What follows is chained to the last event of the branches, as the service does.
  branch.lastEvent = before;
  return outcome.results;
};

export const runParallel = (visit: Visit, state: ParallelState, runFlow: RunFlow): Promise<Left> =>
  withErrorHandling(visit, state, async retryCount => {
    await checkFault(visit);
    const learned = { retryCount };
    const input = state.arguments
      ? await evaluateField(visit, 'Arguments', state.arguments, learned)
      : visit.input;
    record(visit.branch, 'ParallelStateStarted');
    const plans = state.branches.map(flow => ({ flow, input, mapContext: undefined, index: undefined }));
    const result = conclude(visit, 'Parallel', await runBranches(visit, plans, plans.length, runFlow));
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
    const plans: Plan[] = [];
    for (const [index, item] of items.entries()) {
      const mapContext = { Item: { Index: index, Value: item } };
      const input = state.itemSelector
        ? await evaluateField(visit, 'ItemSelector', state.itemSelector, { ...learned, map: mapContext })
        : item;
      plans.push({ flow: state.iterator, input, mapContext, index });
    }
    record(visit.branch, 'MapStateStarted', { length: items.length });
    const atOnce = limit === undefined || limit === 0 ? inlineLimit : Math.min(limit, inlineLimit);
    const result = conclude(visit, 'Map', await runBranches(visit, plans, atOnce, runFlow));
    return leave(visit, state, { ...learned, result }, result);
  });
