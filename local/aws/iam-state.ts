import { type Aged, createAged } from './aged.ts';

export type Membership = { accountId: string; user: string; group: string; since: number };

type User = { name: string; createdAt: number };

/** The IAM of one account. Names are unique ignoring case, so keys are lower case. */
export type IamState = {
  users: Aged<User>;
  groups: Aged<{ name: string }>;
  /** By user. */
  memberships: Aged<Membership[]>;
};

export const createIamState = (now: () => number, staleMs: () => number): IamState => ({
  users: createAged(now, staleMs),
  groups: createAged(now, staleMs),
  memberships: createAged(now, staleMs),
});

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

export const forgetUser = (state: IamState, user: string): void => {
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
