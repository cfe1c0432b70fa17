import type { Machine } from './definition.ts';
import type { StoredEvent } from './history.ts';
import type { JsonObject } from './json.ts';
import type { Scope } from './run/scope.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** The definition as it was when the execution started. */
  readonly machine: Machine;
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
