import { type Iso, second, toIso, toMs } from '../../domain/time.ts';
import type { PolicyStatement } from './statement.ts';

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-currenttime */
export const timeKey = 'aws:CurrentTime';

/** `until`: when access ends. `bound`: what it must never pass, after that. */
export type Dates = { until: Iso; bound: Iso };

/** The second that `ms` (epoch) is in: IAM reads no fraction of one. */
export const atSecond = (ms: number): Iso => toIso(Math.floor(ms / second) * second);

/** As IAM reads it: ISO 8601 with a Z. */
export const writtenDate = (date: Iso): string => atSecond(toMs(date)).replace(/\.\d+Z$/, 'Z');

const before = ({ Condition = {}, ...statement }: PolicyStatement, until: string): PolicyStatement => ({
  ...statement,
  Condition: {
    ...Condition,
    DateLessThan: { ...Condition.DateLessThan, [timeKey]: [until] },
  },
});

/**
 * What a statement allows is denied from then on, whatever else would give it. Nothing more: whoever has the policy has
 * other access too, which is not ours to take.
 */
const denyAfter = ({ Action, Resource }: PolicyStatement, bound: string): PolicyStatement => ({
  Effect: 'Deny',
  Action,
  Resource,
  Condition: { DateGreaterThanEquals: { [timeKey]: [bound] } },
});

/** The policy that ends itself: each Allow until the end, and from the bound on a Deny of the same. As JSON. */
export const datedPolicy = (statements: readonly PolicyStatement[], { until, bound }: Dates): string => {
  const allows = statements.filter(({ Effect }) => Effect === 'Allow');
  const Statement = [
    ...statements.map(each => (each.Effect === 'Allow' ? before(each, writtenDate(until)) : each)),
    ...allows.map(each => denyAfter(each, writtenDate(bound))),
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement });
};

/** The end in a policy that `datedPolicy` made of these statements and this bound; undefined for any other. */
export const endIn = (
  document: string,
  statements: readonly PolicyStatement[],
  bound: Iso,
): Iso | undefined => {
  const dates = [...document.matchAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/g)].map(([text]) => text);
  const candidates = [...new Set(dates)].map(text => toIso(Date.parse(text)));
  const same = JSON.stringify(JSON.parse(document));
  return candidates.find(until => datedPolicy(statements, { until, bound }) === same);
};
