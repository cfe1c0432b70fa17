import type { Value } from '../../deploy/cloudformation.ts';
import type { PolicyStatement } from '../../deploy/policy.ts';

/** Operator → condition key → values, written out. */
export type WrittenCondition = Record<string, Record<string, string[]>>;
/** A statement with every value written out. */
export type Written = Omit<PolicyStatement, 'Resource' | 'Condition'> & {
  Resource: string[];
  Condition?: WrittenCondition;
};
export type Verdict = 'allowed' | 'denied' | 'not allowed';
/** Condition keys that the request has, with their one value each. */
export type Context = Record<string, string>;

const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

/** `*` is any text, `?` any character; the rest stands for itself. */
export const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);

/**
 * As `matches`, but a wildcard stays within its part between colons, unless it is a `*` that ends the part.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const matchesArn = (pattern: string, arn: string): boolean => {
  const source = escaped(pattern)
    .replace(/\*(?=:|$)/g, '\0')
    .replaceAll('*', '[^:]*')
    .replaceAll('?', '[^:]')
    .replaceAll('\0', '.*');
  return new RegExp(`^${source}$`, 's').test(arn);
};

type Operator = (values: string[], actual: string | undefined) => boolean;

const any =
  (like: (value: string, actual: string) => boolean): Operator =>
  (values, actual) =>
    actual !== undefined && values.some(value => like(value, actual));

/** Each of an ARN's six parts is compared with its own pattern. */
const likeArn = (pattern: string, arn: string): boolean => {
  const parts = (text: string) => /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text)?.slice(1);
  const [expected, actual] = [parts(pattern), parts(arn)];
  return (
    expected?.every((part, index) => matches(part, actual?.[index] ?? '')) === true && actual !== undefined
  );
};

/** Throws for a text that is no date: IAM refuses it when the policy is written. */
const dateOf = (text: string): number => {
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new Error(`${text} is no date`);
  return ms;
};

/** Those that our policies use. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Record<string, Operator> = {
  StringEquals: any((value, actual) => value === actual),
  StringLike: any(matches),
  // AWS: ArnEquals and ArnLike behave identically.
  ArnEquals: any(likeArn),
  ArnLike: any(likeArn),
  DateLessThan: any((value, actual) => dateOf(actual) < dateOf(value)),
  DateGreaterThanEquals: any((value, actual) => dateOf(actual) >= dateOf(value)),
  Null: (values, actual) => values.includes(String(actual === undefined)),
};

/** Names of condition keys are matched ignoring case. */
const valueIn = (context: Context, key: string): string | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

/** Throws for an operator that is not known here: it must never pass for one that holds. */
const holds = (condition: WrittenCondition, context: Context): boolean =>
  Object.entries(condition)
    .flatMap(([name, keys]) => {
      const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
      if (operator === undefined) throw new Error(`What does the condition operator ${name} mean?`);
      return Object.entries(keys).map(([key, values]) => operator(values, valueIn(context, key)));
    })
    .every(Boolean);

const coversAction = ({ Action }: Written, action: string): boolean =>
  Action.some(pattern => matches(pattern.toLowerCase(), action.toLowerCase()));

const covers = (statement: Written, action: string, resource: string): boolean =>
  coversAction(statement, action) && statement.Resource.some(pattern => matchesArn(pattern, resource));

/**
 * What IAM answers for one action on one resource: a deny beats every allow, and silence is no.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const verdict = (
  statements: readonly Written[],
  action: string,
  resource: string,
  context: Context = {},
): Verdict => {
  const inForce = statements.filter(({ Condition = {} }) => holds(Condition, context));
  const covering = inForce.filter(statement => covers(statement, action, resource));
  if (covering.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return covering.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed';
};

/** An action that needs several resources is allowed when one statement allows it on each of them. */
export const allowedOn = (
  statements: readonly Written[],
  action: string,
  resources: string[],
  context: Context = {},
): boolean =>
  statements.some(statement =>
    resources.every(resource => verdict([statement], action, resource, context) === 'allowed'),
  ) && resources.every(resource => verdict(statements, action, resource, context) === 'allowed');

/** A request that meets a condition: each key with the first value that will do, or with any where it must be there. */
export const contextMeeting = (condition: WrittenCondition = {}): Context =>
  Object.fromEntries(
    Object.entries(condition).flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, [value = '']]) => {
        if (operator !== 'Null') return [[key, value]];
        return value === 'false' ? [[key, 'anything']] : [];
      }),
    ),
  );

const writeCondition = (
  condition: NonNullable<PolicyStatement['Condition']>,
  resolve: (value: Value) => string,
): WrittenCondition =>
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, [values].flat().map(resolve)])),
    ]),
  );

/** Writes statements out. */
export const write = (statements: readonly PolicyStatement[], resolve: (value: Value) => string): Written[] =>
  statements.map(({ Condition, ...statement }) => ({
    ...statement,
    Resource: statement.Resource.map(resolve),
    ...(Condition && { Condition: writeCondition(Condition, resolve) }),
  }));
