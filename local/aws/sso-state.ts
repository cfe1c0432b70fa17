import type { Assignment, OperationKind } from '../../functions/aws/sso-admin.ts';
import { type Aged, createAged } from './aged.ts';

export type Held = Assignment & { since: number };

/** An asynchronous operation; times in epoch ms. It has its effect, or fails for `failure`, at `endsAt`. */
export type Running = {
  id: string;
  kind: OperationKind;
  of: Assignment;
  startedAt: number;
  endsAt: number;
  failure: string | undefined;
  over: boolean;
};

export type SsoState = {
  permissionSets: Aged<{ arn: string; name: string; sessionDuration: string }>;
  /** Directory users by id. */
  users: Aged<{ id: string; name: string }>;
  suspended: Set<string>;
  assignments: Aged<Held>;
  operations: Map<string, Running>;
};

export const createSsoState = (now: () => number, staleMs: () => number): SsoState => ({
  permissionSets: createAged(now, staleMs),
  users: createAged(now, staleMs),
  suspended: new Set(),
  assignments: createAged(now, staleMs),
  operations: new Map(),
});

export const keyOf = (assignment: Assignment): string =>
  [assignment.instanceArn, assignment.accountId, assignment.permissionSetArn, assignment.userId].join('|');

/**
 * Sources: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_AccountAssignmentOperationStatus.html
 * (a reason comes with FAILED); what fails, and when, as people report it.
 */
const failureOf = (state: SsoState, operation: Running): string | undefined => {
  if (operation.failure !== undefined) return operation.failure;
  const { userId, accountId } = operation.of;
  if (state.users.current(userId) === undefined) return `User ${userId} not found in directory`;
  if (operation.kind === 'creation' && state.suspended.has(accountId))
    return `Account ${accountId} is suspended`;
  return undefined;
};

const finish = (state: SsoState, operation: Running): void => {
  operation.failure = failureOf(state, operation);
  operation.over = true;
  if (operation.failure !== undefined) return;
  const held = operation.kind === 'creation' ? { ...operation.of, since: operation.endsAt } : undefined;
  const key = keyOf(operation.of);
  if (held === undefined || state.assignments.current(key) === undefined)
    state.assignments.set(key, held, operation.endsAt);
};

/** Lets everything happen that is due. Answers whether anything did. */
export const settleDue = (state: SsoState, now: number): boolean => {
  const due = [...state.operations.values()].filter(each => !each.over && each.endsAt <= now);
  for (const operation of due.sort((a, b) => a.endsAt - b.endsAt)) finish(state, operation);
  return due.length > 0;
};

export const running = (state: SsoState): Running[] =>
  [...state.operations.values()].filter(each => !each.over);

/** With its assignments, which end with it. */
export const forgetDirectoryUser = (state: SsoState, id: string): void => {
  state.users.set(id, undefined);
  for (const held of state.assignments.currentValues())
    if (held.userId === id) state.assignments.set(keyOf(held), undefined);
};
