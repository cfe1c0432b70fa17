import type { Target } from '../../functions/domain/catalog.ts';
import { type AccessEntry, fakeKind, fakeKinds } from './kinds/index.ts';
import type { AwsState } from './state.ts';

/** Who has what in truth, whatever reads show, and changes that Curfew has no part in. */
export interface Access {
  /** All access that someone has now, of every kind. */
  entries(): AccessEntry[];
  has(kind: string, target: Target, principal: string): boolean;
  /** Someone gives access past Curfew. `since` in epoch ms, default now. */
  give(kind: string, target: Target, principal: string, since?: number): void;
  /** The inline policies of permission sets as they are in an account, as JSON: what AWS evaluates there. */
  policiesIn(accountId: string): string[];
  /** Someone takes access away past Curfew. */
  take(kind: string, target: Target, principal: string): void;
}

type Parts = {
  state: AwsState;
  /** Lets operations end that are due. */
  settle: () => void;
  changed: () => void;
};

export const createAccess = ({ state, settle, changed }: Parts): Access => ({
  entries() {
    settle();
    return Object.values(fakeKinds).flatMap(kind => kind.list(state));
  },
  has(kind, target, principal) {
    settle();
    return fakeKind(kind).has(state, target, principal);
  },
  give(kind, target, principal, since = state.now()) {
    fakeKind(kind).give(state, target, principal, since);
    changed();
  },
  policiesIn(accountId) {
    settle();
    return [...state.sso.inAccounts].flatMap(([key, document]) =>
      key.endsWith(`|${accountId}`) && document !== undefined ? [document] : [],
    );
  },
  take(kind, target, principal) {
    fakeKind(kind).take(state, target, principal);
    changed();
  },
});
