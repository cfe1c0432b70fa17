import type { Alike } from './alike.ts';

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html */
const mostInOr = 10;

const nameOf = (index: number): string => `Place${index + 1}`;

/** The name of the condition for one of several places; undefined when there is only one. */
export const conditionFor = (places: readonly Alike[], index: number): string | undefined =>
  places.length > 1 ? nameOf(index) : undefined;

const anyOf = (conditions: object[]): object => {
  if (conditions.length === 1) return conditions[0] ?? {};
  if (conditions.length <= mostInOr) return { 'Fn::Or': conditions };
  const groups: object[][] = [];
  const size = Math.ceil(conditions.length / mostInOr);
  for (let from = 0; from < conditions.length; from += size) groups.push(conditions.slice(from, from + size));
  return anyOf(groups.map(anyOf));
};

const isAccount = (id: string): object => ({ 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, id] });

/** For each place whether a stack is in one of its accounts; undefined when there is only one place. */
export const conditions = (places: readonly Alike[]): Record<string, object> | undefined =>
  places.length > 1
    ? Object.fromEntries(
        places.map(({ accounts }, index) => [nameOf(index), anyOf(accounts.map(({ id }) => isAccount(id)))]),
      )
    : undefined;
