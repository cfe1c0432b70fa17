import type { Exit } from '../definition.ts';
import { dataLimitFailure, StateFailure } from '../errors.ts';
import { evaluate, type Template } from '../expressions.ts';
import type { Surroundings } from '../functions.ts';
import { isTooLarge, type Json, type JsonObject, toText } from '../json.ts';
import { isWholeSeconds } from '../load/fields.ts';
import { type Branch, record } from './branch.ts';

/** One stay in a state, retries included. */
export interface Visit {
  readonly branch: Branch;
  readonly name: string;
  readonly input: Json;
  readonly enteredAt: number;
  readonly enteredEvent: number;
}

/** What the state has learned so far, for `$states`. */
export interface Learned {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly token?: string | undefined;
  readonly retryCount?: number;
  /** `$states.context.Map` while items are selected. */
  readonly map?: JsonObject;
}

/** How a state was left. */
export interface Left {
  readonly next: string | undefined;
  readonly output: Json;
  readonly outputText: string;
  readonly assigned: readonly (readonly [string, Json])[];
}

const iso = (ms: number) => new Date(ms).toISOString();

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
const contextOf = (visit: Visit, learned: Learned): JsonObject => {
  const { branch, name, enteredAt } = visit;
  const map = learned.map ?? branch.mapContext;
  return {
    ...branch.execution.context,
    State: {
      EnteredTime: iso(enteredAt),
      Name: name,
      ...(learned.retryCount !== undefined && { RetryCount: learned.retryCount }),
    },
    ...(learned.token !== undefined && { Task: { Token: learned.token } }),
    ...(map && { Map: map }),
  };
};

const surroundingsOf = ({ host }: Branch): Surroundings => ({
  now: host.clock.now(),
  random: host.random,
  newId: host.newId,
});

/** Says where it happened, records it, and throws it on. */
const raise = (visit: Visit, failure: StateFailure): never => {
  const { branch, name, enteredEvent } = visit;
  const cause = `An error occurred while executing the state '${name}' (entered at the event id #${enteredEvent}). ${failure.cause ?? ''}`;
  const location = failure.location ?? '';
  record(branch, 'EvaluationFailed', { error: failure.error, cause, location, state: name });
  throw new StateFailure({ error: failure.error, cause, location });
};

const guarded = async <T>(visit: Visit, run: () => T | Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StateFailure && error.error === 'States.QueryEvaluationError') raise(visit, error);
    throw error;
  }
};

/** Throws the evaluation error that a test asked for in this state. */
export const checkFault = (visit: Visit): Promise<void> =>
  guarded(visit, () => visit.branch.host.faults.check(visit.name, ''));

export const evaluateField = (
  visit: Visit,
  field: string,
  template: Template,
  learned: Learned,
): Promise<Json> =>
  guarded(visit, () => {
    const { branch, name, input } = visit;
    branch.host.faults.check(name, field);
    if (template.kind === 'literal') return template.value;
    const { result, errorOutput } = learned;
    return evaluate(template, {
      states: {
        input,
        ...(result !== undefined && { result }),
        ...(errorOutput !== undefined && { errorOutput }),
        context: contextOf(visit, learned),
      },
      variables: branch.variables,
      surroundings: surroundingsOf(branch),
    });
  });

/** What a field must evaluate to; `type` is its name in errors. */
interface Wanted<T extends Json> {
  readonly type: string;
  readonly fits: (value: Json) => value is T;
  readonly learned?: Learned;
}

/** The field's value if it fits; else an evaluation error that says what was expected. */
export const evaluateAs = async <T extends Json>(
  visit: Visit,
  field: string,
  template: Template,
  { type, fits, learned = {} }: Wanted<T>,
): Promise<T> => {
  const value = await evaluateField(visit, field, template, learned);
  if (fits(value)) return value;
  const source = template.kind === 'expression' ? `JSONata expression '${template.source}'` : 'value';
  const cause = `The ${source} specified for the field '${field}' returned an unexpected result type. Expected '${type}', but was '${Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value}' for value: ${toText(value)}`;
  return raise(visit, new StateFailure({ error: 'States.QueryEvaluationError', cause, location: field }));
};

export const evaluateSeconds = async (
  visit: Visit,
  field: string,
  template: Template | undefined,
  { least, learned = {} }: { least: number; learned?: Learned },
): Promise<number | undefined> => {
  if (template === undefined) return undefined;
  const fits = (value: Json): value is number => isWholeSeconds(value, least);
  const type = least > 0 ? 'positive integer' : 'integer';
  return evaluateAs(visit, field, template, { type, fits, learned });
};

/** Output and Assign, both from the variables as they were. `fallback` is the output where none is given. */
export const leave = async (visit: Visit, exit: Exit, learned: Learned, fallback: Json): Promise<Left> => {
  const assigned: (readonly [string, Json])[] = [];
  for (const [name, template] of exit.assign) {
    assigned.push([name, await evaluateField(visit, `Assign/${name}`, template, learned)]);
  }
  const output =
    exit.output === undefined ? fallback : await evaluateField(visit, 'Output', exit.output, learned);
  const outputText = toText(output);
  if (isTooLarge(outputText)) throw dataLimitFailure(visit.name, true);
  return { next: exit.next, output, outputText, assigned };
};
