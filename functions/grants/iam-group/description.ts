import type { AccountRef } from '../../domain/catalog.ts';
import type { KindDescription } from '../description.ts';

/** Membership of an IAM user in one IAM group. */
export type IamGroupTarget = { account: AccountRef; group: string };

export const iamGroupDescription: KindDescription<IamGroupTarget> = {
  kind: 'iam-group',
  label: 'IAM group',
  principal(person, { account }) {
    const user = person.principals.iamUser?.[account.name];
    if (user !== undefined && user !== '') return { found: user };
    return {
      refused: `No IAM user in ${account.name} is recorded for ${person.name}. Ask whoever maintains access.yml to add it.`,
    };
  },
  // IAM names are unique ignoring case, so two spellings are one membership.
  resourceKey: (target, user) => `iam-group:${target.account.id}:${target.group}:${user}`.toLowerCase(),
  queue: target => `iam/${target.account.id}`,
  describe: target => `${target.group} in ${target.account.name}`,
  // Policies are evaluated at each call, so even a running session loses the group's at once.
  residualMs: () => 0,
  endsItself: () => false,
  howTo: (target, user) => ({
    steps: [
      `Sign in to ${target.account.name} (${target.account.id}) as IAM user ${user}, unless you are signed in already.`,
      `That is all: ${user} is now in the group ${target.group}, in the console and with your access keys.`,
      'Still refused? AWS needs a few seconds to notice: wait, then try again.',
    ],
    link: {
      label: `Sign in to ${target.account.name}`,
      url: `https://${target.account.id}.signin.aws.amazon.com/console`,
    },
  }),
};
