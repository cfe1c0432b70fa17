import type { Assignment } from '../../../functions/aws/sso-operation.ts';
import { minute } from '../../../functions/domain/time.ts';
import type { PermissionSetTarget } from '../../../functions/grants/permission-set/description.ts';
import { assign, heldNow, type SsoState, unassign } from '../sso-state.ts';
import type { AccessEntry, FakeKind } from './kind.ts';

const kind = 'permission-set';

const keyFor = ({ accountId, permissionSetArn, userId }: Omit<Assignment, 'instanceArn'>): string =>
  `${kind}/${accountId}/${permissionSetArn}/${userId}`;

const assignmentOf = (target: PermissionSetTarget, userId: string): Assignment => ({
  instanceArn: target.instanceArn,
  permissionSetArn: target.permissionSetArn,
  accountId: target.account.id,
  userId,
});

const entryOf = (sso: SsoState, of: Assignment, is: Pick<AccessEntry, 'since' | 'state'>): AccessEntry => ({
  key: keyFor(of),
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

export const permissionSet: FakeKind<PermissionSetTarget> = {
  kind,
  seed: (directory, { permissionSetArn, permissionSet: name, sessionMs }) =>
    directory.addPermissionSet(permissionSetArn, name, `PT${Math.round(sessionMs / minute)}M`),
  list: ({ sso }) => [...assigned(sso), ...beingCreated(sso)],
  keyOf: (target, userId) => keyFor(assignmentOf(target, userId)),
  has: ({ sso }, target, userId) => heldNow(sso, assignmentOf(target, userId)) !== undefined,
  give: ({ sso }, target, userId, since) => assign(sso, assignmentOf(target, userId), since),
  take: ({ sso, now }, target, userId) => unassign(sso, assignmentOf(target, userId), now()),
  calls: () => ({
    give: ['sso:CreateAccountAssignment'],
    take: ['sso:DeleteAccountAssignment'],
    read: ['sso:ListAccountAssignments'],
  }),
};
