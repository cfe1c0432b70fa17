import type { IamApi } from '../../aws/iam.ts';
import type { AttachedTo, PolicyHolder } from '../../aws/iam-policies.ts';
import type { Receipt } from '../port.ts';
import { type ExistingPolicy, type ManagedPolicyTarget, managedPolicyDescription } from './description.ts';

/** AWS's unchanging ids of the policy and of whoever holds it, noted before it is attached. */
export type Ids = { policyId: string; holderId: string };

/** undefined: none were noted, so nothing was changed, or the record of it was lost. */
export const idsOf = (receipt: Receipt | undefined): Ids | undefined => {
  const { policyId, holderId } = receipt ?? {};
  return policyId === undefined || holderId === undefined ? undefined : { policyId, holderId };
};

export const holderOf = ({ iamRole }: ManagedPolicyTarget, name: string): PolicyHolder => ({
  type: iamRole === undefined ? 'user' : 'role',
  name,
});

/** The user or IAM role of this name; `createdAt` in epoch ms. */
export const findHolder = (api: IamApi, { type, name }: PolicyHolder) =>
  type === 'user' ? api.getUser(name) : api.getRole(name);

/** Who has the policy, by today's name; `none`: nobody of that id or name; or in words why that is not known. */
export type Standing = AttachedTo | 'none' | { unknown: string };

/**
 * By ids. A policy cannot be renamed, so an ARN that AWS does not know, or that another policy bears, is one that was
 * deleted, and that AWS does only once nobody has it. Whoever has it is listed with an id.
 */
export const standingByIds = async (
  api: IamApi,
  policyArn: string,
  { policyId, holderId }: Ids,
): Promise<Standing> => {
  const policy = await api.getPolicy(policyArn);
  if (policy?.id !== policyId) return 'none';
  const holders = await api.listHolders(policyArn);
  return holders?.find(({ id }) => id === holderId) ?? 'none';
};

/** By names, where no ids were noted. Someone who is not found may have been renamed, and nothing says what to look for. */
export const standingByNames = async (
  api: IamApi,
  target: ExistingPolicy,
  name: string,
): Promise<Standing> => {
  const holder = holderOf(target, name);
  const holders = await api.listHolders(target.policyArn);
  const found = holders?.find(each => each.type === holder.type && sameName(each.name, name));
  if (found !== undefined) return found;
  if (holders === undefined || (await findHolder(api, holder)) !== undefined) return 'none';
  return {
    unknown: `whether ${name} has ${managedPolicyDescription.describe(target)} is not known: AWS finds no IAM ${holder.type} ${name}, and no id of it was recorded`,
  };
};

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
