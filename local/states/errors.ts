/** What the API answers with; `name` is the error type of the service. */
export class StatesApiError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface DefinitionProblem {
  /** Where, e.g. `/States/Grant/Retry[0]/IntervalSeconds`. */
  readonly location: string;
  readonly message: string;
}

/** A definition with something wrong, or something this engine does not know: refused whole, at load. */
export class InvalidDefinitionError extends StatesApiError {
  readonly problems: readonly DefinitionProblem[];

  constructor(problems: readonly DefinitionProblem[]) {
    const listed = problems.map(problem => `${problem.message} at ${problem.location}`).join('; ');
    super('InvalidDefinition', `Invalid State Machine Definition: '${listed}'`);
    this.problems = problems;
  }
}

export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** A state failed: what Retry and Catch look at. */
export class StateFailure extends Error implements Failure {
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  /** For failed evaluations: the field, e.g. `Output/then`. */
  readonly location: string | undefined;
  /** Beyond Retry and Catch: the execution ends. */
  readonly terminal: boolean;
  /** A timeout because no heartbeat came. */
  readonly heartbeat: boolean;

  constructor(failure: {
    error?: string | undefined;
    cause?: string | undefined;
    location?: string;
    terminal?: boolean;
    heartbeat?: boolean;
  }) {
    super(`${failure.error ?? 'failed'}: ${failure.cause ?? ''}`);
    this.name = 'StateFailure';
    this.error = failure.error;
    this.cause = failure.cause;
    this.location = failure.location;
    this.terminal = failure.terminal ?? failure.error === 'States.Runtime';
    this.heartbeat = failure.heartbeat ?? false;
  }
}

/**
 * Thrown by an invoker to say that the service, not the function, failed,
 * e.g. `serviceError('Lambda.TooManyRequestsException', 'Rate exceeded')`.
 */
export const serviceError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name, isServiceError: true });

export const isServiceError = (error: unknown): error is Error =>
  error instanceof Error && 'isServiceError' in error && error.isServiceError === true;

export const queryFailure = (cause: string, location: string): StateFailure =>
  new StateFailure({ error: 'States.QueryEvaluationError', cause, location });

export const dataLimitFailure = (what: string, terminal: boolean): StateFailure =>
  new StateFailure({
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    terminal,
  });
