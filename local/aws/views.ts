import type { Target } from '../../functions/domain/catalog.ts';
import { type IamState, join, leave, type Membership, membershipsOf } from './iam-state.ts';
import { assign, heldNow, type SsoState, unassign } from './sso-state.ts';

/** An assignment for people to read. `since` in epoch ms. */
export type AssignmentView = {
  accountId: string;
  userId: string;
  user: string;
  permissionSetArn: string;
  permissionSet: string;
  since: number;
  is: 'being created' | 'assigned' | 'being deleted';
};

export type Views = {
  memberships(): Membership[];
  assignments(): AssignmentView[];
  has(target: Target, principal: string): boolean;
  putBack(target: Target, principal: string, since?: number): void;
  removeOutOfBand(target: Target, principal: string): void;
};

type Parts = {
  iam: Map<string, IamState>;
  iamOf: (accountId: string) => IamState;
  sso: SsoState;
  now: () => number;
  settle: () => void;
  changed: () => void;
};

type Place = { group: string } | { instanceArn: string; permissionSetArn: string };

const placeOf = (target: Target): Place => {
  const { group, instanceArn, permissionSetArn } = target;
  if (typeof group === 'string') return { group };
  if (typeof instanceArn === 'string' && typeof permissionSetArn === 'string')
    return { instanceArn, permissionSetArn };
  throw new Error(`the AWS world knows no target like ${JSON.stringify(target)}`);
};

export const createViews = ({ iam, iamOf, sso, now, settle, changed }: Parts): Views => {
  const assignmentOf = (target: Target, place: Exclude<Place, { group: string }>, userId: string) => ({
    ...place,
    accountId: target.account.id,
    userId,
  });
  const named = (of: { accountId: string; userId: string; permissionSetArn: string }) => ({
    accountId: of.accountId,
    userId: of.userId,
    user: sso.users.current(of.userId)?.name ?? of.userId,
    permissionSetArn: of.permissionSetArn,
    permissionSet: sso.permissionSets.current(of.permissionSetArn)?.name ?? of.permissionSetArn,
  });

  return {
    memberships: () => [...iam.values()].flatMap(state => state.memberships.currentValues().flat()),
    assignments() {
      settle();
      const changing = [...sso.running];
      const deleting = changing.filter(each => each.kind === 'deletion').map(each => heldNow(sso, each.of));
      const held = sso.assignments.currentValues().flat();
      const creating = changing.filter(
        each => each.kind === 'creation' && heldNow(sso, each.of) === undefined,
      );
      return [
        ...held.map(each => ({
          ...named(each),
          since: each.since,
          is: deleting.includes(each) ? ('being deleted' as const) : ('assigned' as const),
        })),
        ...creating.map(({ of, startedAt }) => ({
          ...named(of),
          since: startedAt,
          is: 'being created' as const,
        })),
      ];
    },
    has(target, principal) {
      settle();
      const place = placeOf(target);
      return 'group' in place
        ? membershipsOf(iamOf(target.account.id), principal).some(each => each.group === place.group)
        : heldNow(sso, assignmentOf(target, place, principal)) !== undefined;
    },
    putBack(target, principal, since = now()) {
      const place = placeOf(target);
      const accountId = target.account.id;
      if ('group' in place) join(iamOf(accountId), { accountId, user: principal, group: place.group, since });
      else assign(sso, assignmentOf(target, place, principal), since);
      changed();
    },
    removeOutOfBand(target, principal) {
      const place = placeOf(target);
      if ('group' in place) leave(iamOf(target.account.id), principal, place.group);
      else unassign(sso, assignmentOf(target, place, principal), now());
      changed();
    },
  };
};
