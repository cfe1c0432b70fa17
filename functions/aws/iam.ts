import {
  AddUserToGroupCommand,
  GetGroupCommand,
  GetUserCommand,
  type IAMClient,
  ListGroupsForUserCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { type Calling, call } from './call.ts';
import { orUndefined } from './errors.ts';

/**
 * IAM as the kinds use it, by user and group names. Each method throws as `call` does. What AWS does not know is
 * `undefined` or `missing`, which is no proof of absence: IAM is eventually consistent.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export interface IamApi {
  /** The user with its name as AWS spells it; `createdAt` in epoch ms. */
  getUser(user: string): Promise<{ name: string; createdAt: number } | undefined>;
  /** The group with its name as AWS spells it. */
  getGroup(group: string): Promise<{ name: string } | undefined>;
  /** All group names of a user, from every page. */
  listGroupsForUser(user: string): Promise<string[] | undefined>;
  /** Idempotent. Throws `Refused` at the quota of groups per user. */
  addUserToGroup(user: string, group: string): Promise<'done' | 'missing'>;
  /** `missing`: there is no such user, group or membership. */
  removeUserFromGroup(user: string, group: string): Promise<'done' | 'missing'>;
}

const doneOrMissing = async (answer: Promise<unknown>): Promise<'done' | 'missing'> =>
  (await orUndefined(answer)) === undefined ? 'missing' : 'done';

/** `IamApi` with this client's credentials, on behalf of `calling`. */
export const createIam = (client: IAMClient, calling: Calling): IamApi => ({
  async getUser(user) {
    const command = new GetUserCommand({ UserName: user });
    const answer = await orUndefined(call(calling, 'iam:GetUser', options => client.send(command, options)));
    const found = answer?.User;
    if (found?.UserName === undefined || found.CreateDate === undefined) return undefined;
    return { name: found.UserName, createdAt: found.CreateDate.getTime() };
  },
  async getGroup(group) {
    const command = new GetGroupCommand({ GroupName: group, MaxItems: 1 });
    const answer = await orUndefined(call(calling, 'iam:GetGroup', options => client.send(command, options)));
    const name = answer?.Group?.GroupName;
    return name === undefined ? undefined : { name };
  },
  async listGroupsForUser(user) {
    const names: string[] = [];
    let marker: string | undefined;
    do {
      const command = new ListGroupsForUserCommand({ UserName: user, Marker: marker });
      const page = await orUndefined(
        call(calling, 'iam:ListGroupsForUser', options => client.send(command, options)),
      );
      if (page === undefined) return undefined;
      for (const group of page.Groups ?? []) if (group.GroupName !== undefined) names.push(group.GroupName);
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined);
    return names;
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
