import { toIso } from '../../../functions/domain/time.ts';
import {
  isFromTemplate,
  type ManagedPolicyTarget,
  nameOfPolicy,
  type PolicyFromTemplate,
} from '../../../functions/grants/managed-policy/description.ts';
import { datedPolicy } from '../../../functions/grants/policy/dated.ts';
import type { Directory } from '../directory.ts';
import type { CallName } from '../faults.ts';
import type { IamState } from '../iam-state.ts';
import { type Attached, attachedTo, attachPolicy, detachPolicy, newPolicy } from '../policy-state.ts';
import type { FakeKind, KindCalls } from './kind.ts';

const kind = 'managed-policy';

const longHence = Date.UTC(2099, 0, 1);

const keyFor = (accountId: string, what: string, holder: string): string =>
  `${kind}/${accountId}/${what}/${holder}`.toLowerCase();

const holderOf = (iam: IamState, { iamRole }: ManagedPolicyTarget, name: string) =>
  (iamRole === undefined ? iam.users : iam.roles).current(name.toLowerCase());

/** `user/alice`. */
const holderName = (iam: IamState, holderId: string): string => {
  const user = iam.users.currentValues().find(({ id }) => id === holderId);
  if (user !== undefined) return `user/${user.name}`;
  return `role/${iam.roles.currentValues().find(({ id }) => id === holderId)?.name ?? holderId}`;
};

/** What is the same in all policies from one target: what they allow, whatever the date. */
const allowedBy = (document: string): string => {
  const { Statement = [] } = JSON.parse(document) as {
    Statement?: { Effect: string; Action: string[]; Resource: string[] }[];
  };
  return JSON.stringify(
    Statement.filter(({ Effect }) => Effect === 'Allow').map(({ Action, Resource }) => [Action, Resource]),
  );
};

const isOf = (iam: IamState, target: ManagedPolicyTarget, { policyId, arn }: Attached): boolean => {
  const policy = iam.policies.current(arn.toLowerCase());
  if (policy?.id !== policyId) return false;
  if (!isFromTemplate(target)) return arn.toLowerCase() === target.policyArn.toLowerCase();
  const allowed = allowedBy(policy.documents[policy.version] ?? '{}');
  return allowed === allowedBy(JSON.stringify({ Statement: target.statements }));
};

const attachedOf = (iam: IamState, target: ManagedPolicyTarget, name: string): Attached[] => {
  const holder = holderOf(iam, target, name);
  return holder === undefined ? [] : attachedTo(iam, holder.id).filter(each => isOf(iam, target, each));
};

/** For a template a policy that somebody made by hand, which allows the same. */
const policyToGive = (iam: IamState, target: ManagedPolicyTarget) => {
  if (!isFromTemplate(target)) return iam.policies.current(target.policyArn.toLowerCase());
  return byHand(iam, target);
};

const byHand = (iam: IamState, target: PolicyFromTemplate) => {
  const id = iam.newId('ANPA');
  const arn = `arn:${target.partition}:iam::${target.account.id}:policy/by-hand-${id}`;
  const policy = newPolicy(
    id,
    arn,
    datedPolicy(target.statements, { until: toIso(longHence), bound: toIso(longHence) }),
  );
  iam.policies.set(arn.toLowerCase(), policy);
  return policy;
};

/** The policy's ARN, or what it allows: the name of a policy from a template says nothing. */
const whatOf = (iam: IamState, { arn }: Pick<Attached, 'arn'>): string => {
  const policy = iam.policies.current(arn.toLowerCase());
  const allowed = allowedBy(policy?.documents[policy.version] ?? '{}');
  return allowed === '[]' ? arn : allowed;
};

const calls = {
  give: { user: 'iam:AttachUserPolicy', role: 'iam:AttachRolePolicy', own: 'iam:CreatePolicy' },
  take: { user: 'iam:DetachUserPolicy', role: 'iam:DetachRolePolicy', own: 'iam:DeletePolicy' },
} satisfies Record<string, Record<string, CallName>>;

const callsFor = (target: ManagedPolicyTarget | undefined, side: 'give' | 'take'): CallName[] => {
  const { user, role, own } = calls[side];
  if (target === undefined) return [user, role, own];
  return [target.iamRole === undefined ? user : role, ...(isFromTemplate(target) ? [own] : [])];
};

const seedPolicy = (directory: Directory, target: ManagedPolicyTarget): void => {
  if (!isFromTemplate(target)) directory.addPolicy(target.account.id, target.policyArn);
};

export const managedPolicy: FakeKind<ManagedPolicyTarget> = {
  kind,
  seed(directory, target) {
    seedPolicy(directory, target);
    if (target.iamRole !== undefined) directory.addRole(target.account.id, target.iamRole);
  },
  list: ({ iam }) =>
    [...iam.entries()].flatMap(([accountId, state]) =>
      state.attached
        .currentValues()
        .flat()
        .map(attached => ({
          key: keyFor(accountId, whatOf(state, attached), holderName(state, attached.holderId)),
          accountId,
          who: holderName(state, attached.holderId).replace(/^\w+\//, ''),
          what: nameOfPolicy(attached.arn),
          through: 'IAM policy',
          since: attached.since,
          state: 'there' as const,
        })),
    ),
  keyOf(target, name) {
    const holder = `${target.iamRole === undefined ? 'user' : 'role'}/${name}`;
    const what = isFromTemplate(target)
      ? allowedBy(JSON.stringify({ Statement: target.statements }))
      : target.policyArn;
    return keyFor(target.account.id, what, holder);
  },
  has: (aws, target, name) => attachedOf(aws.iamOf(target.account.id), target, name).length > 0,
  give(aws, target, name, since) {
    const iam = aws.iamOf(target.account.id);
    const [holder, policy] = [holderOf(iam, target, name), policyToGive(iam, target)];
    if (holder === undefined || policy === undefined) return;
    attachPolicy(iam, { holderId: holder.id, policyId: policy.id, arn: policy.arn, since });
  },
  take(aws, target, name) {
    const iam = aws.iamOf(target.account.id);
    for (const { holderId, policyId } of attachedOf(iam, target, name)) detachPolicy(iam, holderId, policyId);
  },
  calls: (target): KindCalls => ({
    give: callsFor(target, 'give'),
    take: callsFor(target, 'take'),
    read: ['iam:ListEntitiesForPolicy'],
  }),
};
