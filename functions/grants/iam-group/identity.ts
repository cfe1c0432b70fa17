import type { IamApi } from '../../aws/iam.ts';
import type { Named } from '../../aws/named.ts';
import type { Receipt } from '../port.ts';
import { type IamGroupTarget, iamGroupDescription } from './description.ts';

/** AWS's unchanging ids of user and group, noted before the user is put into the group. */
export type Ids = { userId: string; groupId: string };

/** undefined: none were noted, so nothing was changed, or the record of it was lost. */
export const idsOf = (receipt: Receipt | undefined): Ids | undefined => {
  const { userId, groupId } = receipt ?? {};
  return userId === undefined || groupId === undefined ? undefined : { userId, groupId };
};

/**
 * The user under today's name; undefined when AWS has no user of this id. Of a name that is not found, or that another
 * user bears now, all users are looked through: throws `Refused` where that is not allowed, for nothing is proven then.
 */
const userNow = async (api: IamApi, user: string, { userId }: Ids): Promise<Named | undefined> => {
  const named = await api.getUser(user);
  return named?.id === userId ? named : api.findUser(userId);
};

/**
 * Where a membership stands today: both by the names they bear now, `none` where there is no such membership, `unseen`
 * where AWS finds the user and not its groups, or in words why it cannot be established.
 */
export type Standing = { user: string; group: string } | 'none' | 'unseen' | { unknown: string };

/**
 * By ids, under whatever names they bear today. IAM lists a user's groups with their ids, so a renamed group needs no
 * search.
 */
export const standingByIds = async (api: IamApi, user: string, ids: Ids): Promise<Standing> => {
  const found = await userNow(api, user, ids);
  if (found === undefined) return 'none';
  const groups = await api.listGroupsForUser(found.name);
  if (groups === undefined) return 'unseen';
  const group = groups.find(({ id }) => id === ids.groupId);
  return group === undefined ? 'none' : { user: found.name, group: group.name };
};

/**
 * By the names in the target, where no ids were noted. One of the two that is not found may have been renamed, and nothing
 * says what to look for.
 */
export const standingByNames = async (
  api: IamApi,
  target: IamGroupTarget,
  user: string,
): Promise<Standing> => {
  const groups = await api.listGroupsForUser(user);
  if (groups === undefined) return { unknown: unknown(target, user, `no IAM user ${user}`) };
  const group = groups.find(({ name }) => name === target.group);
  if (group !== undefined) return { user, group: group.name };
  return (await api.getGroup(target.group)) === undefined
    ? { unknown: unknown(target, user, `no IAM group ${target.group}`) }
    : 'none';
};

const unknown = (target: IamGroupTarget, user: string, what: string): string =>
  `whether ${user} is in ${iamGroupDescription.describe(target)} is not known: AWS finds ${what}, and no id of it was recorded`;
