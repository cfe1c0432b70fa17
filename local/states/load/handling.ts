import type { Catcher, ErrorHandling, Retrier } from '../definition.ts';
import type { Json, JsonObject } from '../json.ts';
import { outputAndAssign } from './fields.ts';
import { asList, asNumber, asObject, asText, onlyKnownFields, type Problems } from './problems.ts';

const retryFields = [
  'Comment',
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
];
const catchFields = ['Comment', 'ErrorEquals', 'Next', 'Output', 'Assign'];

const reserved = new Set([
  'States.ALL',
  'States.Timeout',
  'States.HeartbeatTimeout',
  'States.TaskFailed',
  'States.Permissions',
  'States.BranchFailed',
  'States.NoChoiceMatched',
  'States.DataLimitExceeded',
  'States.Runtime',
  'States.QueryEvaluationError',
  'States.ExceedToleratedFailureThreshold',
  'States.ItemReaderFailed',
  'States.ResultWriterFailed',
  'States.Http.Socket',
]);

const errorNames = (problems: Problems, at: string, value: Json | undefined, last: boolean): string[] => {
  const names = asList(problems, at, value).map((name, index) => asText(problems, `${at}[${index}]`, name));
  for (const name of names) {
    if (name.startsWith('States.') && !reserved.has(name)) {
      problems.add(at, `'${name}' is no reserved error name: names of your own may not begin with States.`);
    }
  }
  if (names.includes('States.ALL') && names.length > 1) problems.add(at, 'States.ALL must stand alone');
  if (names.includes('States.ALL') && !last) problems.add(at, 'States.ALL must come last');
  return names;
};

const retrier = (problems: Problems, at: string, value: Json, last: boolean): Retrier => {
  const record = asObject(problems, at, value);
  onlyKnownFields(problems, at, record, retryFields);
  const number = (field: string, rule: { default: number; least: number; most?: number; whole: boolean }) =>
    asNumber(problems, `${at}/${field}`, record[field], rule);
  const intervalSeconds = number('IntervalSeconds', { default: 1, least: 1, most: 99_999_999, whole: true });
  const maxDelay = number('MaxDelaySeconds', { default: 0, least: 1, most: 31_622_399, whole: true });
  if (maxDelay !== 0 && maxDelay <= intervalSeconds) {
    problems.add(`${at}/MaxDelaySeconds`, 'MaxDelaySeconds must be greater than IntervalSeconds');
  }
  const jitter = record.JitterStrategy ?? 'NONE';
  if (jitter !== 'FULL' && jitter !== 'NONE') problems.add(`${at}/JitterStrategy`, 'Expected FULL or NONE');
  return {
    errors: errorNames(problems, `${at}/ErrorEquals`, record.ErrorEquals, last),
    intervalSeconds,
    maxAttempts: number('MaxAttempts', { default: 3, least: 0, most: 99_999_999, whole: true }),
    backoffRate: number('BackoffRate', { default: 2, least: 1, whole: false }),
    maxDelaySeconds: maxDelay === 0 ? undefined : maxDelay,
    fullJitter: jitter === 'FULL',
  };
};

/** Where a catcher stands in its list. */
type Position = { index: number; last: boolean };

const catcher = (problems: Problems, at: string, value: Json, { index, last }: Position): Catcher => {
  const record = asObject(problems, at, value);
  onlyKnownFields(problems, at, record, catchFields);
  return {
    errors: errorNames(problems, `${at}/ErrorEquals`, record.ErrorEquals, last),
    next: asText(problems, `${at}/Next`, record.Next),
    ...outputAndAssign(problems, at, `Catch[${index}]/`, record),
  };
};

/** Retry and Catch of a Task, Parallel or Map. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export const errorHandling = (problems: Problems, at: string, record: JsonObject): ErrorHandling => {
  // Either may be an empty list: the service takes that as none.
  const list = (field: string) => {
    const value = record[field] ?? [];
    return Array.isArray(value) && value.length === 0 ? [] : asList(problems, `${at}/${field}`, value);
  };
  const retries = list('Retry');
  const catches = list('Catch');
  return {
    retry: retries.map((value, index) =>
      retrier(problems, `${at}/Retry[${index}]`, value, index === retries.length - 1),
    ),
    catch: catches.map((value, index) =>
      catcher(problems, `${at}/Catch[${index}]`, value, { index, last: index === catches.length - 1 }),
    ),
  };
};
