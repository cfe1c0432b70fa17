import {
  AddUserToGroupCommand,
  GetGroupCommand,
  GetUserCommand,
  type Group,
  type IAMClient,
  ListGroupsForUserCommand,
  ListUsersCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { type Calling, call } from './call.ts';
import { doneOrMissing, orUndefined } from './errors.ts';
import { createIamPolicies, type IamPoliciesApi } from './iam-policies.ts';
import type { Named } from './named.ts';

/**
 * IAM as the kinds use it, by user and group names. Each method throws as `call` does. What AWS does not know is
 * `undefined` or `missing`, which is no proof of absence: IAM is eventually consistent.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export interface IamApi extends IamPoliciesApi {
  /** The user with its name as AWS spells it; `createdAt` in epoch ms. */
  getUser(user: string): Promise<(Named & { createdAt: number }) | undefined>;
  /** The group with its name as AWS spells it. */
  getGroup(group: string): Promise<Named | undefined>;
  /** The user of this id under whatever name, from every page of all users: undefined proves that it was deleted. */
  findUser(id: string): Promise<Named | undefined>;
  /** All groups of a user, from every page. */
  listGroupsForUser(user: string): Promise<Named[] | undefined>;
  /** Idempotent. Throws `Refused` at the quota of groups per user. */
  addUserToGroup(user: string, group: string): Promise<'done' | 'missing'>;
  /** `missing`: there is no such user, group or membership. */
  removeUserFromGroup(user: string, group: string): Promise<'done' | 'missing'>;
}

const namedGroup = ({ GroupId, GroupName }: Partial<Group>): Named | undefined =>
  GroupId === undefined || GroupName === undefined ? undefined : { id: GroupId, name: GroupName };

/** `IamApi` with this client's credentials, on behalf of `calling`. */
export const createIam = (client: IAMClient, calling: Calling): IamApi => ({
  ...createIamPolicies(client, calling),
  async getUser(user) {
    const command = new GetUserCommand({ UserName: user });
    const answer = await orUndefined(call(calling, 'iam:GetUser', options => client.send(command, options)));
    const found = answer?.User;
    if (found?.UserName === undefined || found.UserId === undefined || found.CreateDate === undefined)
      return undefined;
    return { id: found.UserId, name: found.UserName, createdAt: found.CreateDate.getTime() };
  },
  async getGroup(group) {
    const command = new GetGroupCommand({ GroupName: group, MaxItems: 1 });
    const answer = await orUndefined(call(calling, 'iam:GetGroup', options => client.send(command, options)));
    return answer?.Group && namedGroup(answer.Group);
  },
  async findUser(id) {
    let marker: string | undefined;
    do {
      const command = new ListUsersCommand({ Marker: marker });
      const page = await call(calling, 'iam:ListUsers', options => client.send(command, options));
      const found = page.Users?.find(({ UserId }) => UserId === id);
      if (found?.UserName !== undefined) return { id, name: found.UserName };
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined);
    return undefined;
  },
  async listGroupsForUser(user) {
    const groups: Named[] = [];
    let marker: string | undefined;
    do {
      const command = new ListGroupsForUserCommand({ UserName: user, Marker: marker });
      const page = await orUndefined(
        call(calling, 'iam:ListGroupsForUser', options => client.send(command, options)),
      );
      if (page === undefined) return undefined;
      groups.push(...(page.Groups ?? []).map(namedGroup).filter(group => group !== undefined));
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined);
    return groups;
  },
  addUserToGroup(user, group) {
    const command = new AddUserToGroupCommand({ UserName: user, GroupName: group });
    return doneOrMissing(call(calling, 'iam:AddUserToGroup', options => client.send(command, options)));
  },
  removeUserFromGroup(user, group) {
    const command = new RemoveUserFromGroupCommand({ UserName: user, GroupName: group });
    return doneOrMissing(call(calling, 'iam:RemoveUserFromGroup', options => client.send(command, options)));
  },
});
