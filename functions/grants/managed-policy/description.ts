import type { AccountRef } from '../../domain/catalog.ts';
import type { KindDescription } from '../description.ts';
import type { PolicyStatement } from '../policy/statement.ts';

/** `iamRole` absent: the requester's own IAM user. */
type ForWhom = { account: AccountRef; iamRole?: string };

/** A managed policy that is there already. */
export type ExistingPolicy = ForWhom & {
  policyArn: string;
  /** What AWS calls the policy and no other, e.g. `ANPA…`; absent: whatever bears the ARN when it is granted. */
  policyId?: string;
};

/** A policy that each request makes for itself from a template, and that ends itself. */
export type PolicyFromTemplate = ForWhom & {
  template: string;
  /** What the template was filled with, for people to read: buckets, or ARNs. */
  on: string[];
  /** The filled template, without dates. */
  statements: PolicyStatement[];
  /** Of AWS, e.g. `aws`. */
  partition: string;
};

export type ManagedPolicyTarget = ExistingPolicy | PolicyFromTemplate;

export const isFromTemplate = (target: ManagedPolicyTarget): target is PolicyFromTemplate =>
  'template' in target;

export const isExisting = (target: ManagedPolicyTarget): target is ExistingPolicy => !isFromTemplate(target);

/** `arn:aws:iam::111111111111:policy/team/S3Read` → `S3Read`. */
export const nameOfPolicy = (arn: string): string => arn.split('/').at(-1) ?? arn;

const shown = 3;

/** `reports, invoices and 4 more`. */
const few = (names: string[]): string => {
  const more = names.length - shown;
  if (more > 0) return `${names.slice(0, shown).join(', ')} and ${more} more`;
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
};

const what = (target: ManagedPolicyTarget): string =>
  isFromTemplate(target) ? `${target.template} on ${few(target.on)}` : nameOfPolicy(target.policyArn);

const has = (target: ManagedPolicyTarget): string =>
  isFromTemplate(target)
    ? `${target.template} on ${few(target.on)}`
    : `the policy ${nameOfPolicy(target.policyArn)}`;

const forUser = (target: ManagedPolicyTarget, user: string): string[] => [
  `Sign in to ${target.account.name} (${target.account.id}) as IAM user ${user}, unless you are signed in already.`,
  `That is all: ${user} now has ${has(target)}, in the console and with your access keys.`,
];

const forRole = (target: ManagedPolicyTarget, role: string): string[] => [
  `Assume the IAM role ${role} in ${target.account.name} (${target.account.id}) as you usually do.`,
  `That is all: ${role} now has ${has(target)}, in sessions that are open already too.`,
];

const carrier = (target: ManagedPolicyTarget): string =>
  isFromTemplate(target) ? `${target.template}:${target.on.join(',')}` : target.policyArn;

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
  // IAM names are unique ignoring case. A user and a role may bear the same. A policy of its own is shared with nobody.
  resourceKey(target, name, requestId) {
    const holder = `${target.iamRole === undefined ? 'user' : 'role'}/${name}`;
    const key = `managed-policy:${target.account.id}:${carrier(target)}:${holder}`.toLowerCase();
    return isFromTemplate(target) ? `${key}:${requestId}` : key;
  },
  queue: target => `iam/${target.account.id}`,
  describe: target =>
    target.iamRole === undefined
      ? `${what(target)} in ${target.account.name}`
      : `${what(target)} for whoever uses the IAM role ${target.iamRole} in ${target.account.name}`,
  endsItself: isFromTemplate,
  // Policies are evaluated at each call, so even a running session loses it at once.
  residualMs: () => 0,
  howTo: (target, name) => ({
    steps: [
      ...(target.iamRole === undefined ? forUser(target, name) : forRole(target, name)),
      'Still refused? AWS needs a few seconds to notice: wait, then try again.',
    ],
    link: {
      label: `Sign in to ${target.account.name}`,
      url: `https://${target.account.id}.signin.aws.amazon.com/console`,
    },
  }),
};
