/** Unwinds a flow that was stopped from outside. Nothing of it is recorded or handled any more. */
export class FlowStopped extends Error {
  constructor() {
    super('The flow was stopped');
    this.name = 'FlowStopped';
  }
}

/** What can be stopped as one: an execution, or the branches of a Parallel within it. */
export interface Scope {
  readonly stopped: boolean;
  /** Calls `run` when the scope stops. The result takes that back. */
  onStop(run: () => void): () => void;
  stop(): void;
  /** A scope that stops with this one, until it is detached. */
  inner(): Scope;
  detach(): void;
}

export const createScope = (detach: () => void = () => undefined): Scope => {
  const listeners = new Set<() => void>();
  let stopped = false;
  const scope: Scope = {
    get stopped() {
      return stopped;
    },
    onStop: run => {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    stop: () => {
      stopped = true;
      const all = Array.from(listeners);
      listeners.clear();
      for (const run of all) run();
    },
    inner: () => {
      const child = createScope(() => listeners.delete(child.stop));
      listeners.add(child.stop);
      return child;
    },
    detach,
  };
  return scope;
};
