import type { MachineDefinition } from './definition.ts';
import type { JsonObject } from './json.ts';
import type { Scope } from './run/scope.ts';

/** An event as stored: `details` goes out under the name its type calls for. Texts are shared, never copied. */
export interface StoredEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly type: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** The definition as it was when the execution started. */
  readonly machine: MachineDefinition;
  readonly input: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** `$states.context.Execution` and `.StateMachine`. */
  readonly context: JsonObject;
  readonly events: StoredEvent[];
  readonly scope: Scope;
  status: ExecutionStatus;
  stoppedAt?: number;
  output?: string;
  error?: string;
  cause?: string;
  /** The state of the outermost flow that runs, or the last one that ran. */
  currentState: string | undefined;
  /** As AWS bills: each state entered and each retry. */
  transitions: number;
  /** How many task tokens were handed out. */
  tokens: number;
}

/** Ends a running execution from within or from outside. */
export type EndExecution = (
  execution: Execution,
  status: Exclude<ExecutionStatus, 'RUNNING'>,
  event: { readonly previous: number; readonly type: string },
  result: { output?: string; error?: string | undefined; cause?: string | undefined },
) => void;
