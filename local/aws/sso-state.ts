import type { Assignment, OperationKind } from '../../functions/aws/sso-operation.ts';
import { type Aged, createAged } from './aged.ts';
import type { Invoke } from './invoke.ts';

/** How the fakes of Identity Center are called, and what they may show. */
export type SsoWorld = {
  invoke: Invoke;
  now: () => number;
  pageSize: () => number;
  /** How long a new operation takes. */
  assignmentMs: () => number;
  /** Lets operations end that are due. */
  settle: () => void;
  failure: (kind: OperationKind | 'provisioning') => string | undefined;
  newOperationId: () => string;
  /** Something changed, and changes again at that time (epoch ms). */
  changedUntil: (ms: number) => void;
};

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

/** `inline`: its policy as JSON. */
export type PermissionSet = {
  arn: string;
  name: string;
  sessionDuration: string;
  tags?: Record<string, string>;
  managedPolicies?: string[];
  inline?: string;
};

/** Brings an inline policy into an account, or fails for `failure`, at `endsAt` (epoch ms). */
export type ProvisioningRun = {
  id: string;
  arn: string;
  accountId: string;
  inline: string | undefined;
  endsAt: number;
  failure: string | undefined;
  over: boolean;
};

export const inAccountKey = (arn: string, accountId: string): string => `${arn}|${accountId}`;

/** `id`: of this membership and no later one. */
export type DirectoryMembership = { id: string; groupId: string; userId: string; since: number };

export type SsoState = {
  permissionSets: Aged<PermissionSet>;
  /** How many permission sets were ever made here. */
  made: number;
  /** ARNs of AWS's own policies that there are. */
  awsPolicies: Set<string>;
  /** By id. */
  provisionings: Map<string, ProvisioningRun>;
  /** The inline policy that an account has of a permission set. */
  inAccounts: Map<string, string | undefined>;
  /** Directory users by id. */
  users: Aged<{ id: string; name: string; isDisabled?: boolean }>;
  /** Directory groups by id; `accountId`: the account that people think of. */
  groups: Aged<{ id: string; name: string; isSynced: boolean; accountId: string }>;
  /** ARNs of the permission sets that a group is assigned, by its id. */
  assignedToGroups: Map<string, string[]>;
  /** By group and user. */
  memberships: Aged<DirectoryMembership>;
  suspended: Set<string>;
  /** By place. */
  assignments: Aged<Held[]>;
  operations: Map<string, Running>;
  running: Set<Running>;
};

export const createSsoState = (now: () => number, staleMs: () => number): SsoState => ({
  permissionSets: createAged(now, staleMs),
  made: 0,
  awsPolicies: new Set(),
  provisionings: new Map(),
  inAccounts: new Map(),
  users: createAged(now, staleMs),
  groups: createAged(now, staleMs),
  assignedToGroups: new Map(),
  memberships: createAged(now, staleMs),
  suspended: new Set(),
  assignments: createAged(now, staleMs),
  operations: new Map(),
  running: new Set(),
});

/** An instance's permission set in an account: what a list is about. */
export const placeKey = (place: Omit<Assignment, 'userId'>): string =>
  [place.instanceArn, place.accountId, place.permissionSetArn].join('|');

export const heldNow = (state: SsoState, of: Assignment): Held | undefined =>
  state.assignments.current(placeKey(of))?.find(each => each.userId === of.userId);

export const assign = (state: SsoState, of: Assignment, since: number): void => {
  if (heldNow(state, of) !== undefined) return;
  const others = state.assignments.current(placeKey(of)) ?? [];
  state.assignments.set(placeKey(of), [...others, { ...of, since }], since);
};

export const unassign = (state: SsoState, of: Assignment, at: number): void => {
  const before = state.assignments.current(placeKey(of)) ?? [];
  const after = before.filter(each => each.userId !== of.userId);
  if (after.length < before.length) state.assignments.set(placeKey(of), after, at);
};

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
  state.running.delete(operation);
  if (operation.failure !== undefined) return;
  if (operation.kind === 'creation') {
    assign(state, operation.of, operation.endsAt);
    const { permissionSetArn: arn, accountId } = operation.of;
    state.inAccounts.set(inAccountKey(arn, accountId), state.permissionSets.current(arn)?.inline);
  } else unassign(state, operation.of, operation.endsAt);
};

/** Lets everything happen that is due. Answers whether anything did. */
export const settleDue = (state: SsoState, now: number): boolean => {
  const due = [...state.running].filter(each => each.endsAt <= now);
  for (const operation of due.sort((a, b) => a.endsAt - b.endsAt)) finish(state, operation);
  const runs = [...state.provisionings.values()].filter(({ over, endsAt }) => !over && endsAt <= now);
  for (const run of runs) {
    run.over = true;
    if (run.failure === undefined) state.inAccounts.set(inAccountKey(run.arn, run.accountId), run.inline);
  }
  return due.length + runs.length > 0;
};

/** Its assignments end with it. */
export const forgetPermissionSet = (state: SsoState, arn: string, now: number): void => {
  state.permissionSets.set(arn, undefined);
  for (const held of state.assignments.currentValues().flat())
    if (held.permissionSetArn === arn) unassign(state, held, now);
};

type Member = { groupId: string; userId: string };

export const membershipKey = ({ groupId, userId }: Member): string => `${groupId}|${userId}`;

export const enter = (state: SsoState, { groupId, userId }: Member, since: number): void => {
  const key = membershipKey({ groupId, userId });
  if (state.memberships.current(key) !== undefined) return;
  state.memberships.set(key, { id: `${key}|${since}`, groupId, userId, since }, since);
};

export const leaveGroup = (state: SsoState, member: Member): void => {
  if (state.memberships.current(membershipKey(member)) !== undefined)
    state.memberships.set(membershipKey(member), undefined);
};

/** Its memberships end with it. */
export const forgetDirectoryGroup = (state: SsoState, id: string): void => {
  for (const each of state.memberships.currentValues()) if (each.groupId === id) leaveGroup(state, each);
  state.groups.set(id, undefined);
};

/** Its assignments and memberships end with it. */
export const forgetDirectoryUser = (state: SsoState, id: string, now: number): void => {
  state.users.set(id, undefined);
  for (const each of state.memberships.currentValues()) if (each.userId === id) leaveGroup(state, each);
  for (const held of state.assignments.currentValues().flat())
    if (held.userId === id) unassign(state, held, now);
};
