import { type Iso, toIso } from '../../domain/time.ts';
import { atSecond, timeKey, writtenDate } from './dated.ts';
import type { PolicyStatement } from './statement.ts';

/** The longest inline policy of a permission set. Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html */
export const longestInlinePolicy = 32_768;

const all = { Action: ['*'], Resource: ['*'] };

/**
 * The policy of a carrier that is only ours: from the end on it denies everything, to sessions that are open too. Another
 * IAM role would be entered for up to an hour past the end, so that is denied from the start. As JSON.
 */
export const ownPolicy = (statements: readonly PolicyStatement[], until: Iso): string => {
  const end = writtenDate(until);
  const Statement = [
    ...statements.map(each =>
      each.Effect === 'Deny'
        ? each
        : {
            ...each,
            Condition: {
              ...each.Condition,
              DateLessThan: { ...each.Condition?.DateLessThan, [timeKey]: [end] },
            },
          },
    ),
    { Sid: 'NoOtherRoles', Effect: 'Deny', Action: ['sts:AssumeRole'], Resource: ['*'] },
    {
      Sid: 'Ended',
      Effect: 'Deny',
      ...all,
      Condition: { DateGreaterThanEquals: { [timeKey]: [end] } },
    },
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement });
};

/** How long the policy would be, in characters. */
export const ownPolicyLength = (statements: readonly PolicyStatement[]): number =>
  ownPolicy(statements, toIso(0)).length;

/** The end of access that begins at `now` (epoch ms) and never passes `bound` (epoch ms). */
export const endFor = (now: number, durationMs: number, bound: number): Iso =>
  atSecond(Math.min(now + durationMs, bound));
