import type { Template } from './expressions.ts';

/** A definition as loaded: checked, with every expression compiled. */
export interface MachineDefinition {
  readonly timeoutSeconds: number | undefined;
  readonly flow: Flow;
}

/** A chain of states: the machine's own, a branch's or an iteration's. */
export interface Flow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export type Assign = readonly (readonly [string, Template])[];

/** What happens on leaving a state, by a rule or by a catcher. `next` undefined: the flow ends. */
export interface Exit {
  readonly next: string | undefined;
  readonly output: Template | undefined;
  readonly assign: Assign;
}

export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly fullJitter: boolean;
}

export interface Catcher extends Exit {
  readonly errors: readonly string[];
}

/** What a Task calls. `name` and `type` as history shows them. */
export interface Resource {
  readonly service: 'lambda' | 'dynamodb';
  /** `invoke`, `getItem`, … */
  readonly action: string;
  readonly waitsForToken: boolean;
  readonly name: string;
  readonly type: string;
}

interface Named {
  readonly name: string;
}

export interface ErrorHandling {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface TaskState extends Named, Exit, ErrorHandling {
  readonly type: 'Task';
  readonly resource: Resource;
  readonly arguments: Template;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}

export interface ChoiceRule extends Exit {
  readonly condition: Template;
}

export interface ChoiceState extends Named, Exit {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceRule[];
  readonly default: string | undefined;
}

export interface WaitState extends Named, Exit {
  readonly type: 'Wait';
  readonly until: { readonly seconds: Template } | { readonly timestamp: Template };
}

export interface PassState extends Named, Exit {
  readonly type: 'Pass';
}

export interface SucceedState extends Named, Exit {
  readonly type: 'Succeed';
}

export interface FailState extends Named {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export interface ParallelState extends Named, Exit, ErrorHandling {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  readonly branches: readonly Flow[];
}

export interface MapState extends Named, Exit, ErrorHandling {
  readonly type: 'Map';
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly iterator: Flow;
}

export type State =
  | TaskState
  | ChoiceState
  | WaitState
  | PassState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;
