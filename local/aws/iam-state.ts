import { type Aged, createAged } from './aged.ts';
import type { Invoke } from './invoke.ts';
import { createPolicyState, forgetHolder, type PolicyState } from './policy-state.ts';

/** How the fakes of IAM are called, and what they may show. */
export type IamWorld = {
  invoke: Invoke;
  now: () => number;
  /** How many entries a page of a list has. */
  pageSize: () => number;
  changed: () => void;
};

export type Membership = { accountId: string; user: string; group: string; since: number };

type User = { id: string; name: string; createdAt: number };
type Group = { id: string; name: string };

/** The IAM of one account. Names are unique ignoring case, so keys are lower case. */
export type IamState = PolicyState & {
  users: Aged<User>;
  groups: Aged<Group>;
  /** By user. */
  memberships: Aged<Membership[]>;
  /** Epoch ms. */
  now: () => number;
  /** Ids are never used twice, whatever becomes of their names. */
  newId: (prefix: 'AIDA' | 'AGPA' | 'AROA' | 'ANPA') => string;
};

export const createIamState = (now: () => number, staleMs: () => number): IamState => {
  let made = 0;
  return {
    now,
    newId(prefix) {
      made += 1;
      return `${prefix}${String(made).padStart(17, '0')}`;
    },
    users: createAged(now, staleMs),
    groups: createAged(now, staleMs),
    memberships: createAged(now, staleMs),
    ...createPolicyState(now, staleMs),
  };
};

const byGroup = (a: Membership, b: Membership) => (a.group < b.group ? -1 : 1);

export const membershipsOf = (state: IamState, user: string): Membership[] =>
  state.memberships.current(user.toLowerCase()) ?? [];

export const join = (state: IamState, membership: Membership): void => {
  const others = membershipsOf(state, membership.user).filter(each => each.group !== membership.group);
  state.memberships.set(
    membership.user.toLowerCase(),
    [...others, membership].sort(byGroup),
    membership.since,
  );
};

/** Answers whether there was a membership to leave. */
export const leave = (state: IamState, user: string, group: string): boolean => {
  const before = membershipsOf(state, user);
  const after = before.filter(each => each.group.toLowerCase() !== group.toLowerCase());
  if (after.length < before.length) state.memberships.set(user.toLowerCase(), after);
  return after.length < before.length;
};

/** It keeps its id and its memberships. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html */
export const renameUser = (state: IamState, from: string, to: string): void => {
  const user = state.users.current(from.toLowerCase());
  if (user === undefined) return;
  const held = membershipsOf(state, from).map(each => ({ ...each, user: to }));
  state.users.set(from.toLowerCase(), undefined);
  state.memberships.set(from.toLowerCase(), undefined);
  state.users.set(to.toLowerCase(), { ...user, name: to });
  state.memberships.set(to.toLowerCase(), held);
};

/** It keeps its id and its members. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html */
export const renameGroup = (state: IamState, from: string, to: string): void => {
  const group = state.groups.current(from.toLowerCase());
  if (group === undefined) return;
  state.groups.set(from.toLowerCase(), undefined);
  state.groups.set(to.toLowerCase(), { ...group, name: to });
  for (const membership of state.memberships.currentValues().flat()) {
    if (membership.group.toLowerCase() !== from.toLowerCase()) continue;
    leave(state, membership.user, from);
    join(state, { ...membership, group: to, since: state.now() });
  }
};

/** What it was given ends with it, as if that had been taken away first. */
export const forgetUser = (state: IamState, user: string): void => {
  const found = state.users.current(user.toLowerCase());
  if (found !== undefined) forgetHolder(state, found.id);
  state.users.set(user.toLowerCase(), undefined);
  state.memberships.set(user.toLowerCase(), undefined);
};

/** Its memberships end with it, as if every member had left first. */
export const forgetGroup = (state: IamState, group: string): void => {
  for (const membership of state.memberships.currentValues().flat())
    if (membership.group.toLowerCase() === group.toLowerCase())
      leave(state, membership.user, membership.group);
  state.groups.set(group.toLowerCase(), undefined);
};
