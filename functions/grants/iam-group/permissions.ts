import {
  distinct,
  iamArn,
  inStatements,
  type KindPermissions,
  type Statement,
  thisAccount,
} from '../permissions.ts';
import type { IamGroupTarget } from './description.ts';

/** A group's ARN contains its path, which its name does not say. */
const groupArns = ({ account, group }: IamGroupTarget): string[] => [
  iamArn(account.id, `group/${group}`),
  iamArn(account.id, `group/*/${group}`),
];

const readUserGroups: Statement = {
  Sid: 'ReadUserGroups',
  Action: ['iam:GetUser', 'iam:ListGroupsForUser'],
  Resource: [iamArn(thisAccount, 'user/*')],
};

/** AWS takes no narrower resource for lists of a whole account. */
const lookForIds: Statement = {
  Sid: 'LookForUsersById',
  Action: ['iam:ListUsers'],
  Resource: ['*'],
};

export const iamGroupPermissions: KindPermissions<IamGroupTarget> = {
  credentials: 'target account',

  grant(targets) {
    if (targets.length === 0) return [];
    const add = inStatements('AddUsersToGroups', distinct(targets.flatMap(groupArns))).map(
      ([Sid, Resource]): Statement => ({
        Sid,
        Action: ['iam:AddUserToGroup', 'iam:GetGroup'],
        Resource,
      }),
    );
    return [...add, readUserGroups, lookForIds];
  },

  revoke(targets) {
    if (targets.length === 0) return [];
    const remove: Statement = {
      Sid: 'RemoveUsersFromGroups',
      Action: ['iam:RemoveUserFromGroup', 'iam:GetGroup'],
      Resource: [iamArn(thisAccount, 'group/*')],
    };
    return [remove, readUserGroups, lookForIds];
  },
};
