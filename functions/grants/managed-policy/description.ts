import type { AccountRef } from '../../domain/catalog.ts';
import type { KindDescription } from '../description.ts';

/** A managed policy that is there already, attached to the requester's IAM user or to an IAM role. */
export type ManagedPolicyTarget = {
  account: AccountRef;
  policyArn: string;
  /** What AWS calls the policy and no other, e.g. `ANPA…`; absent: whatever bears the ARN when it is granted. */
  policyId?: string;
  /** Absent: the requester's own IAM user. */
  iamRole?: string;
};

/** `arn:aws:iam::111111111111:policy/team/S3Read` → `S3Read`. */
export const nameOfPolicy = ({ policyArn }: Pick<ManagedPolicyTarget, 'policyArn'>): string =>
  policyArn.split('/').at(-1) ?? policyArn;

const consoleUrl = ({ account }: ManagedPolicyTarget): string =>
  `https://${account.id}.signin.aws.amazon.com/console`;

const forUser = (target: ManagedPolicyTarget, user: string): string[] => [
  `Sign in to ${target.account.name} (${target.account.id}) as IAM user ${user}, unless you are signed in already.`,
  `That is all: ${user} now has the policy ${nameOfPolicy(target)}, in the console and with your access keys.`,
];

const forRole = (target: ManagedPolicyTarget, role: string): string[] => [
  `Assume the IAM role ${role} in ${target.account.name} (${target.account.id}) as you usually do.`,
  `That is all: ${role} now has the policy ${nameOfPolicy(target)}, in sessions that are open already too.`,
];

export const managedPolicyDescription: KindDescription<ManagedPolicyTarget> = {
  kind: 'managed-policy',
  label: 'IAM policy',
  principal(person, { account, iamRole }) {
    if (iamRole !== undefined) return { found: iamRole };
    const user = person.principals.iamUser?.[account.name];
    if (user !== undefined && user !== '') return { found: user };
    return {
      refused: `No IAM user in ${account.name} is recorded for ${person.name}. Ask whoever maintains access.yml to add it.`,
    };
  },
  // IAM names are unique ignoring case. A user and a role may bear the same.
  resourceKey: ({ account, policyArn, iamRole }, name) =>
    `managed-policy:${account.id}:${policyArn}:${iamRole === undefined ? 'user' : 'role'}/${name}`.toLowerCase(),
  queue: target => `iam/${target.account.id}`,
  describe: target =>
    target.iamRole === undefined
      ? `${nameOfPolicy(target)} in ${target.account.name}`
      : `${nameOfPolicy(target)} for whoever uses the IAM role ${target.iamRole} in ${target.account.name}`,
  endsItself: () => false,
  // Policies are evaluated at each call, so even a running session loses it at once.
  residualMs: () => 0,
  howTo: (target, name) => ({
    steps: [
      ...(target.iamRole === undefined ? forUser(target, name) : forRole(target, name)),
      'Still refused? AWS needs a few seconds to notice: wait, then try again.',
    ],
    link: { label: `Sign in to ${target.account.name}`, url: consoleUrl(target) },
  }),
};
