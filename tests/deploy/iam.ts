import type { Value } from '../../deploy/cloudformation.ts';
import type { Statement } from '../../deploy/policy.ts';

/** A statement with every ARN written out. */
export type Written = Omit<Statement, 'Resource'> & { Resource: string[] };
export type Verdict = 'allowed' | 'denied' | 'not allowed';

/** `*` is any text, `?` any character; the rest stands for itself. */
export const matches = (pattern: string, text: string): boolean => {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(text);
};

const covers = (statement: Written, action: string, resource: string): boolean =>
  statement.Action.some(pattern => matches(pattern.toLowerCase(), action.toLowerCase())) &&
  statement.Resource.some(pattern => matches(pattern, resource));

/**
 * What IAM answers for one action on one resource: a deny beats every allow, and silence is no.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const verdict = (statements: readonly Written[], action: string, resource: string): Verdict => {
  const covering = statements.filter(statement => covers(statement, action, resource));
  if (covering.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return covering.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed';
};

/** An action that needs several resources is allowed when each of them is. */
export const allowedOn = (statements: readonly Written[], action: string, resources: string[]): boolean =>
  statements.some(statement =>
    resources.every(resource => verdict([statement], action, resource) === 'allowed'),
  ) && resources.every(resource => verdict(statements, action, resource) === 'allowed');

/** Writes statements out. */
export const write = (statements: readonly Statement[], resolve: (value: Value) => string): Written[] =>
  statements.map(statement => ({ ...statement, Resource: statement.Resource.map(resolve) }));
