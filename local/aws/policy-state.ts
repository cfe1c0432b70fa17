import { type Aged, createAged } from './aged.ts';

/** A managed policy that a user or role has. It goes by ids, so it survives renames. */
export type Attached = { holderId: string; policyId: string; arn: string; since: number };

/** `documents`: by version, `version` the one in force. `made`: how many versions there ever were. */
export type Policy = {
  id: string;
  arn: string;
  version: string;
  made: number;
  tags: Record<string, string>;
  documents: Record<string, string>;
};
type Role = { id: string; name: string; createdAt: number };

/** The managed policies of one account, and AWS's own as that account uses them. */
export type PolicyState = {
  /** By ARN, in lower case: names are unique ignoring case. */
  policies: Aged<Policy>;
  roles: Aged<Role>;
  /** By the id of whoever has them. */
  attached: Aged<Attached[]>;
};

/** `now` in epoch ms. */
export const createPolicyState = (now: () => number, staleMs: () => number): PolicyState => ({
  policies: createAged(now, staleMs),
  roles: createAged(now, staleMs),
  attached: createAged(now, staleMs),
});

export const newPolicy = (
  id: string,
  arn: string,
  document: string,
  tags: Record<string, string> = {},
): Policy => ({ id, arn, version: 'v1', made: 1, tags, documents: { v1: document } });

export const attachedTo = (state: PolicyState, holderId: string): Attached[] =>
  state.attached.current(holderId) ?? [];

export const attachPolicy = (state: PolicyState, one: Attached): void => {
  const others = attachedTo(state, one.holderId).filter(({ policyId }) => policyId !== one.policyId);
  state.attached.set(one.holderId, [...others, one], one.since);
};

/** Answers whether there was something to detach. */
export const detachPolicy = (state: PolicyState, holderId: string, policyId: string): boolean => {
  const before = attachedTo(state, holderId);
  const after = before.filter(each => each.policyId !== policyId);
  if (after.length < before.length) state.attached.set(holderId, after);
  return after.length < before.length;
};

export const forgetHolder = (state: PolicyState, holderId: string): void => {
  if (attachedTo(state, holderId).length > 0) state.attached.set(holderId, undefined);
};

/** AWS deletes it only once nobody has it, so everybody loses it first. */
export const forgetPolicy = (state: PolicyState, arn: string): void => {
  const policy = state.policies.current(arn.toLowerCase());
  if (policy === undefined) return;
  for (const { holderId, policyId } of state.attached.currentValues().flat())
    if (policyId === policy.id) detachPolicy(state, holderId, policyId);
  state.policies.set(arn.toLowerCase(), undefined);
};

export const forgetRole = (state: PolicyState, name: string): void => {
  const role = state.roles.current(name.toLowerCase());
  if (role !== undefined) forgetHolder(state, role.id);
  state.roles.set(name.toLowerCase(), undefined);
};
