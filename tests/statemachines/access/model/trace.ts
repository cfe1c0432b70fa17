import type { Execution } from '../../../../local/states/execution.ts';

export type Trace = {
  status: string;
  error: string | undefined;
  transitions: number;
  events: number;
  stoppedAt: number | undefined;
  /** States in the order they were entered. */
  path: string[];
  /** `from → to` for each step taken. */
  steps: ReadonlySet<string>;
  visited: ReadonlySet<string>;
  /** States in which something failed, a timeout or an evaluation too. */
  failed: ReadonlySet<string>;
};

const failures = new Set(['TaskFailed', 'TaskTimedOut', 'EvaluationFailed']);

export const traceOf = (execution: Execution): Trace => {
  const path: string[] = [];
  const failed = new Set<string>();
  for (const { type, details } of execution.events) {
    if (type.endsWith('StateEntered')) path.push(String(details?.name));
    else if (failures.has(type)) failed.add(path.at(-1) ?? '');
  }
  return {
    status: execution.status,
    error: execution.error,
    transitions: execution.transitions,
    events: execution.events.length,
    stoppedAt: execution.stoppedAt,
    path,
    steps: new Set(path.slice(1).map((to, index) => `${path[index]} → ${to}`)),
    visited: new Set(path),
    failed,
  };
};
