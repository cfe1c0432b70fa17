import { type Catcher, type Retrier, tasksOf } from '../definition.ts';
import type { Finding, Rule } from './finding.ts';

/**
 * Error names that AWS itself raises and our files may list. Public reports show condition failures under both spellings
 * of the service.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const awsErrors: readonly string[] = [
  'States.ALL',
  'States.TaskFailed',
  'States.Timeout',
  'States.Permissions',
  'States.QueryEvaluationError',
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.SdkClientException',
  'Lambda.Unknown',
  'DynamoDb.ConditionalCheckFailedException',
  'DynamoDB.ConditionalCheckFailedException',
];

type Handler = { at: string; list: 'Retry' | 'Catch'; index: number; last: boolean; part: Retrier | Catcher };

const handlersOf = (name: string, list: 'Retry' | 'Catch', parts: readonly (Retrier | Catcher)[]) =>
  parts.map((part, index): Handler => {
    return { at: `${name}/${list}[${index}]`, list, index, last: index === parts.length - 1, part };
  });

const checkAll = ({ at, last, part: { ErrorEquals: names } }: Handler): Finding[] => {
  const findings: Finding[] = [];
  if (!names.includes('States.ALL')) return findings;
  if (names.length > 1) findings.push({ lint: 'all-mixed', at, message: 'States.ALL must stand alone' });
  if (!last) findings.push({ lint: 'all-not-last', at, message: 'States.ALL must come last' });
  return findings;
};

/** `States.ALL` stands alone and last, in Retry and in Catch. */
export const allStandsAlone: Rule = ({ machine }) =>
  tasksOf(machine).flatMap(([name, task]) =>
    [...handlersOf(name, 'Retry', task.Retry ?? []), ...handlersOf(name, 'Catch', task.Catch ?? [])].flatMap(
      checkAll,
    ),
  );

const shadowed = (handlers: readonly Handler[]): Finding[] => {
  const seen = new Set<string>();
  return handlers.flatMap(({ at, part: { ErrorEquals: names } }) => {
    const again = names.filter(name => seen.has(name));
    for (const name of names) seen.add(name);
    return again.map(name => ({ lint: 'shadowed', at, message: `${name} is handled by an entry before` }));
  });
};

/** A name listed twice in one list: the second never applies. */
export const noneShadowed: Rule = ({ machine }) =>
  tasksOf(machine).flatMap(([name, task]) => [
    ...shadowed(handlersOf(name, 'Retry', task.Retry ?? [])),
    ...shadowed(handlersOf(name, 'Catch', task.Catch ?? [])),
  ]);

export const errorsKnown: Rule = ({ machine, options }) =>
  tasksOf(machine).flatMap(([name, task]) =>
    [...handlersOf(name, 'Retry', task.Retry ?? []), ...handlersOf(name, 'Catch', task.Catch ?? [])].flatMap(
      ({ at, part }) =>
        part.ErrorEquals.filter(error => !awsErrors.includes(error) && !options.errors.includes(error)).map(
          error => ({ lint: 'unknown-error', at, message: `Nothing throws ${error}` }),
        ),
    ),
  );

const checkRetrier = (at: string, retrier: Retrier): Finding[] => {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxAttempts = 3, MaxDelaySeconds, JitterStrategy } = retrier;
  const findings: Finding[] = [];
  const add = (lint: string, message: string) => findings.push({ lint, at, message });
  if (MaxDelaySeconds !== undefined && MaxDelaySeconds <= IntervalSeconds) {
    add('delay-below-interval', 'MaxDelaySeconds must exceed IntervalSeconds');
  }
  if (BackoffRate < 1) add('shrinking-backoff', 'BackoffRate must be at least 1');
  if (MaxAttempts > 0 && JitterStrategy !== 'FULL') {
    add('no-jitter', 'Many grants end in the same minute: retry with JitterStrategy FULL');
  }
  if (MaxAttempts > 0 && MaxDelaySeconds === undefined) {
    add('endless-backoff', 'Without MaxDelaySeconds the last retry comes too late to matter');
  }
  return findings;
};

export const retriesSound: Rule = ({ machine }) =>
  tasksOf(machine).flatMap(([name, task]) =>
    (task.Retry ?? []).flatMap((retrier, index) => checkRetrier(`${name}/Retry[${index}]`, retrier)),
  );

const retriesTimeout = (retry: readonly Retrier[]): number => {
  const index = retry.findIndex(each =>
    each.ErrorEquals.some(name => name === 'States.ALL' || name === 'States.Timeout'),
  );
  return retry[index]?.MaxAttempts === 0 ? -1 : index;
};

/** A call that timed out may have taken effect: it must be undone, not done again. */
export const timeoutsNotRetried: Rule = ({ machine, options }) =>
  tasksOf(machine).flatMap(([name, task]) => {
    const index = options.neverRetryTimeout?.includes(name) ? retriesTimeout(task.Retry ?? []) : -1;
    if (index < 0) return [];
    const message = 'A timeout must lead on, not to another try';
    return [{ lint: 'retries-timeout', at: `${name}/Retry[${index}]`, message }];
  });

/** A catcher's default output carries `Cause`, which may quote anything. */
export const catchersSayOutput: Rule = ({ machine }) =>
  tasksOf(machine).flatMap(([name, task]) =>
    (task.Catch ?? []).flatMap((each, index) => {
      const at = `${name}/Catch[${index}]`;
      if (each.Output === undefined) {
        return [{ lint: 'carries-cause', at, message: 'A catcher without Output hands on Error and Cause' }];
      }
      const text = JSON.stringify([each.Output, each.Assign ?? {}]);
      if (!text.includes('errorOutput')) return [];
      return [{ lint: 'carries-cause', at, message: 'A catcher hands on what failed' }];
    }),
  );

/** A Task's default output is the whole answer; only what is needed may travel on. */
export const tasksSayOutput: Rule = ({ machine }) =>
  tasksOf(machine).flatMap(([name, task]) =>
    task.Output === undefined
      ? [{ lint: 'carries-result', at: name, message: 'A Task without Output hands on the whole answer' }]
      : [],
  );
