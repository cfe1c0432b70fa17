import type { Contract, InputOf, OutputOf, StateOf } from '../../statemachines/contract.ts';
import { CurfewError, type ErrorName, isCurfewError } from '../domain/errors.ts';
import type { Audit } from '../ledger/audit.ts';
import { createLog, type Log } from '../runtime/log.ts';
import { createMeasure, type Measure } from '../runtime/metrics.ts';
import type { Invocation } from '../steps/port.ts';

/** The part of the Lambda context that Curfew uses. */
export type LambdaContext = { getRemainingTimeInMillis(): number };

/** The code behind one Task state, typed from its machine's contract. */
export type Step<C extends Contract, State extends StateOf<C>, Deps> = (
  deps: Deps,
  input: InputOf<C, State>,
  invocation: Invocation,
) => Promise<OutputOf<C, State>>;

export type Steps<C extends Contract, State extends StateOf<C>, Deps> = { [S in State]: Step<C, S, Deps> };
export type TaskDeps = { audit: Pick<Audit, 'flush'>; measure: Measure; log: Log };
export type TaskHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** Waiting, racing and refusing are how the machine works, not faults: they never count as unexpected. */
const expected: readonly ErrorName[] = [
  'NotEligible',
  'NotApproved',
  'Superseded',
  'Refused',
  'StillProvisioning',
  'StillRevoking',
  'Busy',
  'Throttled',
  'NotYet',
];

/**
 * A Lambda for one or more Task states of a machine: parses the payload against the contract, runs the step, moves the
 * request's audit notes into the chain and checks the answer. Dependencies are built once, on first use.
 * Throws `InvalidInput` for a payload of no known version, and whatever the step throws.
 */
export const task = <C extends Contract, State extends StateOf<C>, Deps extends TaskDeps>({
  contract,
  steps,
  build,
}: {
  contract: C;
  steps: Steps<C, State, Deps>;
  build: () => Deps;
}): TaskHandler => {
  let built: Deps | undefined;
  const prepare = (event: unknown) => {
    const state = stateOf(event, steps);
    const { input: schema, output: answer } = schemasOf(contract, state);
    const parsed = schema.safeParse(event);
    if (!parsed.success) throw new CurfewError('InvalidInput', `${state}: ${parsed.error.message}`);
    built ??= build();
    return { state, input: parsed.data as InputOf<C, State>, answer, deps: built };
  };
  return async (event, context) => {
    const { state, input, answer, deps } = seen(() => prepare(event));
    const about = requestOf(input);
    try {
      const output = await steps[state](deps, input, {
        remainingMs: () => context.getRemainingTimeInMillis(),
      });
      return answer.parse(output);
    } catch (error) {
      report(deps, { state, ...about }, error);
      throw error;
    } finally {
      if (about.requestId !== undefined) await flush(deps, about.requestId);
    }
  };
};

/** A step that is about no request has no notes. */
const requestOf = (input: Record<string, unknown>): { requestId?: string } =>
  typeof input.requestId === 'string' ? { requestId: input.requestId } : {};

/** A failure before there are dependencies (a missing variable, an unknown payload) must be seen as well. */
const seen = <T>(prepare: () => T): T => {
  try {
    return prepare();
  } catch (error) {
    report({ measure: createMeasure(), log: createLog() }, {}, error);
    throw error;
  }
};

const schemasOf = (contract: Contract, state: string): Contract[string] => {
  const found = contract[state];
  if (found === undefined) throw new CurfewError('InvalidConfig', `The contract does not know ${state}.`);
  return found;
};

const stateOf = <State extends string>(event: unknown, steps: Record<State, unknown>): State => {
  const state = typeof event === 'object' && event !== null && 'state' in event ? event.state : undefined;
  if (typeof state === 'string' && Object.hasOwn(steps, state)) return state as State;
  throw new CurfewError('InvalidInput', `No step for state ${JSON.stringify(state)} here.`);
};

const report = (
  { measure, log }: Pick<TaskDeps, 'measure' | 'log'>,
  about: { state?: string; requestId?: string },
  error: unknown,
): void => {
  const name = error instanceof Error ? error.name : 'unknown';
  if (isCurfewError(error) && expected.some(known => known === error.name)) {
    log.info('The step says later, or no.', { ...about, error: name });
    return;
  }
  measure('UnexpectedErrors', 1);
  log.error('The step failed.', { ...about, error: name });
};

/** Notes stay in the record until they are moved, so a failure here only delays them to the next step or sweep. */
const flush = async (deps: TaskDeps, requestId: string): Promise<void> => {
  try {
    await deps.audit.flush(requestId);
  } catch (error) {
    deps.log.warn('Audit notes stay in the outbox for now.', { requestId, error: String(error) });
  }
};
