import type { Flow, State } from '../definition.ts';
import { StateFailure } from '../errors.ts';
import type { Execution } from '../execution.ts';
import { append } from '../history.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Host } from './host.ts';
import { FlowStopped, type Scope } from './scope.ts';

/** What a flow ends with; `outputText` is the same as text. */
export interface Ended {
  readonly output: Json;
  readonly outputText: string;
}

/**
 * One sequence of states while it runs: that of the execution itself, of one branch of a Parallel, or of one iteration
 * of a Map.
 */
export interface Branch {
  readonly host: Host;
  readonly execution: Execution;
  readonly scope: Scope;
  readonly flow: Flow;
  readonly outermost: boolean;
  /** `$states.context.Map`, in an iteration. */
  readonly mapContext: JsonObject | undefined;
  /** Its own; those of outer branches are inherited. */
  variables: Record<string, Json>;
  /** The event that the next one follows. */
  lastEvent: number;
  current: State | undefined;
  /** Gives the clock back while the branch is parked. */
  release: () => void;
}

/** Records an event of the branch and returns its id. */
export const record = (branch: Branch, type: string, details?: Readonly<Record<string, unknown>>): number => {
  if (branch.scope.stopped) throw new FlowStopped();
  const { host, execution } = branch;
  const event = append(execution, {
    at: host.clock.now(),
    previousEventId: branch.lastEvent,
    type,
    ...(details && { details }),
  });
  branch.lastEvent = event.id;
  host.onEvent(execution, event);
  return event.id;
};

const stoppedMark = Symbol('stopped');

/**
 * Waits without holding the clock. `begin` gets the function that ends the wait and returns what to clean up.
 * Throws `FlowStopped` if the branch is stopped meanwhile.
 */
export const park = async <T>(
  branch: Branch,
  begin: (wake: (value: T) => void) => () => void,
): Promise<T> => {
  const { scope, host, execution } = branch;
  if (scope.stopped) throw new FlowStopped();
  const value = await new Promise<T | typeof stoppedMark>(resolve => {
    let woken = false;
    let parked = false;
    let cleanUp: (() => void) | undefined;
    const wake = (with_: T | typeof stoppedMark) => {
      if (woken) return;
      woken = true;
      listening();
      cleanUp?.();
      if (parked) branch.release = host.clock.hold(execution.name);
      resolve(with_);
    };
    const listening = scope.onStop(() => wake(stoppedMark));
    cleanUp = begin(wake);
    if (woken) return cleanUp();
    parked = true;
    branch.release();
  });
  if (value === stoppedMark || scope.stopped) throw new FlowStopped();
  return value;
};

export const sleepUntil = (branch: Branch, ms: number): Promise<void> =>
  park<void>(branch, wake => branch.host.clock.at(ms, wake));

/** The failure as Retry and Catch see it. A stopped flow is no failure: `FlowStopped` is thrown again. */
export const asFailure = (error: unknown): StateFailure => {
  if (error instanceof FlowStopped) throw error;
  if (error instanceof StateFailure) return error;
  return new StateFailure({
    error: 'States.Runtime',
    cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
    terminal: true,
  });
};
