import type { Assignment } from '../../../functions/aws/sso-operation.ts';
import { minute, toIso } from '../../../functions/domain/time.ts';
import {
  isOwnSet,
  type OwnSet,
  type PermissionSetTarget,
  type SharedSet,
} from '../../../functions/grants/permission-set/description.ts';
import { ownPolicy } from '../../../functions/grants/policy/own.ts';
import { assign, type Held, heldNow, type PermissionSet, type SsoState, unassign } from '../sso-state.ts';
import type { AccessEntry, FakeKind, KindCalls } from './kind.ts';

const kind = 'permission-set';
const longHence = Date.UTC(2099, 0, 1);

type Contents = { managedPolicies: string[]; allowed: string };

/** What is the same in all sets from one target: what they allow, whatever the date. */
const allowedBy = (document: string): string => {
  const { Statement = [] } = JSON.parse(document) as {
    Statement?: { Effect: string; Action: string[]; Resource: string[] }[];
  };
  return JSON.stringify(
    Statement.filter(({ Effect }) => Effect === 'Allow').map(({ Action, Resource }) => [Action, Resource]),
  );
};

const contentsOf = ({ managedPolicies = [], inline = '{}' }: PermissionSet): Contents => ({
  managedPolicies: [...managedPolicies].sort(),
  allowed: allowedBy(inline),
});

const contentsFor = (target: OwnSet): Contents => ({
  managedPolicies: [...target.managedPolicies].sort(),
  allowed: allowedBy(JSON.stringify({ Statement: target.statements })),
});

const isOwn = (set: PermissionSet | undefined): set is PermissionSet => set?.inline !== undefined;

/** The ARN, or what it gives: the ARN of a set of its own says nothing. */
const whatOf = (sso: SsoState, arn: string): string => {
  const set = sso.permissionSets.current(arn);
  return isOwn(set) ? JSON.stringify(contentsOf(set)) : arn;
};

const keyFor = (accountId: string, what: string, userId: string): string =>
  `${kind}/${accountId}/${what}/${userId}`;

const assignmentOf = (target: SharedSet, userId: string): Assignment => ({
  instanceArn: target.instanceArn,
  permissionSetArn: target.permissionSetArn,
  accountId: target.account.id,
  userId,
});

const entryOf = (sso: SsoState, of: Assignment, is: Pick<AccessEntry, 'since' | 'state'>): AccessEntry => ({
  key: keyFor(of.accountId, whatOf(sso, of.permissionSetArn), of.userId),
  accountId: of.accountId,
  who: sso.users.current(of.userId)?.name ?? of.userId,
  what: sso.permissionSets.current(of.permissionSetArn)?.name ?? of.permissionSetArn,
  through: 'permission set',
  ...is,
});

const assigned = (sso: SsoState): AccessEntry[] => {
  const deletions = [...sso.running].filter(each => each.kind === 'deletion');
  const beingDeleted = new Set(deletions.map(({ of }) => heldNow(sso, of)));
  return sso.assignments
    .currentValues()
    .flat()
    .map(held =>
      entryOf(sso, held, { since: held.since, state: beingDeleted.has(held) ? 'being deleted' : 'there' }),
    );
};

const beingCreated = (sso: SsoState): AccessEntry[] =>
  [...sso.running]
    .filter(each => each.kind === 'creation' && heldNow(sso, each.of) === undefined)
    .map(({ of, startedAt }) => entryOf(sso, of, { since: startedAt, state: 'being created' }));

/** What somebody holds of a target, by whatever set. */
const heldOf = (sso: SsoState, target: PermissionSetTarget, userId: string): Held[] => {
  if (!isOwnSet(target)) {
    const held = heldNow(sso, assignmentOf(target, userId));
    return held === undefined ? [] : [held];
  }
  const contents = JSON.stringify(contentsFor(target));
  return sso.assignments
    .currentValues()
    .flat()
    .filter(each => each.accountId === target.account.id && each.userId === userId)
    .filter(each => whatOf(sso, each.permissionSetArn) === contents);
};

/** A set that somebody made by hand, which gives the same. */
const byHand = (sso: SsoState, target: OwnSet, userId: string): Assignment => {
  sso.made += 1;
  const instance = target.instanceArn.split('/').at(-1);
  const arn = `arn:aws:sso:::permissionSet/${instance}/ps-${String(sso.made).padStart(16, 'e')}`;
  const inline = ownPolicy(target.statements, toIso(longHence));
  const { managedPolicies } = target;
  sso.permissionSets.set(arn, {
    arn,
    name: `by-hand-${sso.made}`,
    sessionDuration: 'PT1H',
    managedPolicies,
    inline,
  });
  return { instanceArn: target.instanceArn, permissionSetArn: arn, accountId: target.account.id, userId };
};

export const permissionSet: FakeKind<PermissionSetTarget> = {
  kind,
  seed(directory, target) {
    if (isOwnSet(target)) {
      for (const arn of target.managedPolicies) directory.addAwsPolicy(arn);
      return;
    }
    const { permissionSetArn, permissionSet: name, sessionMs } = target;
    directory.addPermissionSet(permissionSetArn, name, `PT${Math.round(sessionMs / minute)}M`);
  },
  list: ({ sso }) => [...assigned(sso), ...beingCreated(sso)],
  keyOf: (target, userId) =>
    keyFor(
      target.account.id,
      isOwnSet(target) ? JSON.stringify(contentsFor(target)) : target.permissionSetArn,
      userId,
    ),
  has: ({ sso }, target, userId) => heldOf(sso, target, userId).length > 0,
  give: ({ sso }, target, userId, since) =>
    assign(sso, isOwnSet(target) ? byHand(sso, target, userId) : assignmentOf(target, userId), since),
  take({ sso, now }, target, userId) {
    for (const held of heldOf(sso, target, userId)) unassign(sso, held, now());
  },
  calls: (target): KindCalls => ({
    give: ['sso:CreateAccountAssignment'],
    take: [
      'sso:DeleteAccountAssignment',
      ...(target === undefined || isOwnSet(target) ? (['sso:DeletePermissionSet'] as const) : []),
    ],
    read: ['sso:ListAccountAssignments'],
  }),
};
