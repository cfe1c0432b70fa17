import type { IamGroupTarget } from '../../../functions/grants/iam-group/description.ts';
import { join, leave, membershipsOf } from '../iam-state.ts';
import type { FakeKind } from './kind.ts';

const kind = 'iam-group';

/** IAM names are unique ignoring case. */
const keyFor = (accountId: string, group: string, user: string): string =>
  `${kind}/${accountId}/${group}/${user}`.toLowerCase();

export const iamGroup: FakeKind<IamGroupTarget> = {
  kind,
  seed: (directory, { account, group }) => directory.addGroup(account.id, group),
  list: ({ iam }) =>
    [...iam.values()]
      .flatMap(({ memberships }) => memberships.currentValues().flat())
      .map(({ accountId, user, group, since }) => ({
        key: keyFor(accountId, group, user),
        accountId,
        who: user,
        what: group,
        through: 'IAM group',
        since,
        state: 'there',
      })),
  keyOf: ({ account, group }, user) => keyFor(account.id, group, user),
  has: (aws, { account, group }, user) =>
    membershipsOf(aws.iamOf(account.id), user).some(each => each.group === group),
  give: (aws, { account, group }, user, since) =>
    join(aws.iamOf(account.id), { accountId: account.id, user, group, since }),
  take: (aws, { account, group }, user) => void leave(aws.iamOf(account.id), user, group),
  calls: () => ({
    give: ['iam:AddUserToGroup'],
    take: ['iam:RemoveUserFromGroup'],
    read: ['iam:ListGroupsForUser'],
  }),
};
