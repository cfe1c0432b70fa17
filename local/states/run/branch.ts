import type { Flow, State } from '../definition.ts';
import { StateFailure } from '../errors.ts';
import type { Execution } from '../execution.ts';
import { append } from '../history.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Host } from './host.ts';
import { FlowStopped, type Scope } from './scope.ts';

/** One line of running states: the execution's own, a branch's or an iteration's. */
export interface Strand {
  readonly host: Host;
  readonly execution: Execution;
  readonly scope: Scope;
  readonly flow: Flow;
  readonly outermost: boolean;
  /** `$states.context.Map` within an iteration. */
  readonly mapContext: JsonObject | undefined;
  /** The strand's own variables; those of outer scopes are inherited. */
  variables: Record<string, Json>;
  /** The event that the next one follows. */
  lastEvent: number;
  current: State | undefined;
  /** Gives the clock back while the strand is parked. */
  release: () => void;
}

/** Records an event of the strand and returns its id. */
export const record = (strand: Strand, type: string, details?: Readonly<Record<string, unknown>>): number => {
  if (strand.scope.stopped) throw new FlowStopped();
  const { host, execution } = strand;
  const event = append(execution, {
    at: host.clock.now(),
    previousEventId: strand.lastEvent,
    type,
    ...(details && { details }),
  });
  strand.lastEvent = event.id;
  host.onEvent(execution, event);
  return event.id;
};

const stoppedMark = Symbol('stopped');

/**
 * Waits without holding the clock. `begin` gets the function that ends the wait and returns what to clean up.
 * Throws `FlowStopped` if the strand is stopped meanwhile.
 */
export const park = async <T>(
  strand: Strand,
  begin: (wake: (value: T) => void) => () => void,
): Promise<T> => {
  const { scope, host, execution } = strand;
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
      if (parked) strand.release = host.clock.hold(execution.name);
      resolve(with_);
    };
    const listening = scope.onStop(() => wake(stoppedMark));
    cleanUp = begin(wake);
    if (woken) return cleanUp();
    parked = true;
    strand.release();
  });
  if (value === stoppedMark || scope.stopped) throw new FlowStopped();
  return value;
};

export const sleepUntil = (strand: Strand, ms: number): Promise<void> =>
  park<void>(strand, wake => strand.host.clock.at(ms, wake));

/** The failure as Retry and Catch see it; a stopped flow is no failure and goes on up. */
export const asFailure = (error: unknown): StateFailure => {
  if (error instanceof FlowStopped) throw error;
  if (error instanceof StateFailure) return error;
  return new StateFailure({
    error: 'States.Runtime',
    cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
    terminal: true,
  });
};
