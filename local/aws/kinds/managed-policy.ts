import {
  type ManagedPolicyTarget,
  nameOfPolicy,
} from '../../../functions/grants/managed-policy/description.ts';
import type { CallName } from '../faults.ts';
import type { IamState } from '../iam-state.ts';
import { attachedTo, attachPolicy, detachPolicy } from '../policy-state.ts';
import type { FakeKind } from './kind.ts';

const kind = 'managed-policy';

const keyFor = (accountId: string, arn: string, holderId: string): string =>
  `${kind}/${accountId}/${arn}/${holderId}`.toLowerCase();

const holderOf = (iam: IamState, { iamRole }: ManagedPolicyTarget, name: string) =>
  (iamRole === undefined ? iam.users : iam.roles).current(name.toLowerCase());

const bothIn = (iam: IamState, target: ManagedPolicyTarget, name: string) => {
  const holder = holderOf(iam, target, name);
  const policy = iam.policies.current(target.policyArn.toLowerCase());
  return holder === undefined || policy === undefined ? undefined : { holder, policy };
};

const nameOf = (iam: IamState, holderId: string): string =>
  [...iam.users.currentValues(), ...iam.roles.currentValues()].find(({ id }) => id === holderId)?.name ??
  holderId;

/** A name keeps the case it is asked for in, so two people of one name are one. */
const keyOfName = ({ account, policyArn, iamRole }: ManagedPolicyTarget, name: string): string =>
  keyFor(account.id, policyArn, `${iamRole === undefined ? 'user' : 'role'}/${name}`);

export const managedPolicy: FakeKind<ManagedPolicyTarget> = {
  kind,
  seed(directory, { account, policyArn, iamRole }) {
    directory.addPolicy(account.id, policyArn);
    if (iamRole !== undefined) directory.addRole(account.id, iamRole);
  },
  list: ({ iam }) =>
    [...iam.entries()].flatMap(([accountId, state]) =>
      state.attached
        .currentValues()
        .flat()
        .map(({ holderId, arn, since }) => ({
          key: keyFor(accountId, arn, holderKey(state, holderId)),
          accountId,
          who: nameOf(state, holderId),
          what: nameOfPolicy({ policyArn: arn }),
          through: 'IAM policy',
          since,
          state: 'there' as const,
        })),
    ),
  keyOf: keyOfName,
  has(aws, target, name) {
    const iam = aws.iamOf(target.account.id);
    const both = bothIn(iam, target, name);
    return (
      both !== undefined &&
      attachedTo(iam, both.holder.id).some(({ policyId }) => policyId === both.policy.id)
    );
  },
  give(aws, target, name, since) {
    const iam = aws.iamOf(target.account.id);
    const both = bothIn(iam, target, name);
    if (both === undefined) return;
    const { holder, policy } = both;
    attachPolicy(iam, { holderId: holder.id, policyId: policy.id, arn: policy.arn, since });
  },
  take(aws, target, name) {
    const iam = aws.iamOf(target.account.id);
    const both = bothIn(iam, target, name);
    if (both !== undefined) detachPolicy(iam, both.holder.id, both.policy.id);
  },
  calls: target => ({
    give: [...of(target, 'user', ['iam:AttachUserPolicy']), ...of(target, 'role', ['iam:AttachRolePolicy'])],
    take: [...of(target, 'user', ['iam:DetachUserPolicy']), ...of(target, 'role', ['iam:DetachRolePolicy'])],
    read: ['iam:ListEntitiesForPolicy'],
  }),
};

function holderKey(iam: IamState, holderId: string): string {
  const user = iam.users.currentValues().find(({ id }) => id === holderId);
  return user === undefined ? `role/${nameOf(iam, holderId)}` : `user/${user.name}`;
}

/** The calls for whom a target is for; all calls without a target. */
function of(target: ManagedPolicyTarget | undefined, holder: 'user' | 'role', calls: CallName[]): CallName[] {
  const isFor = target?.iamRole === undefined ? 'user' : 'role';
  return target === undefined || isFor === holder ? calls : [];
}
