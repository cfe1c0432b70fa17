import type { Target } from '../../../functions/domain/catalog.ts';
import type { Directory } from '../directory.ts';
import type { CallName } from '../faults.ts';
import type { AwsState } from '../state.ts';

/** Access that someone has, for people to read. */
export type AccessEntry = {
  /** The same as long as it stands, and unlike that of every other entry. */
  key: string;
  accountId: string;
  who: string;
  what: string;
  /** How it is given, e.g. `IAM group`. */
  through: string;
  /** Epoch ms. */
  since: number;
  state: 'there' | 'being created' | 'being deleted';
};

/** Those that give access, those that take it away, those that tell whether it is there. */
export type KindCalls = { give: CallName[]; take: CallName[]; read: CallName[] };

/** One kind of grant in the fake AWS, past Curfew: nothing here goes through an API. */
export interface FakeKind<T extends Target = Target> {
  kind: string;
  /** Puts what the target names into an empty AWS. People are there already. */
  seed(directory: Directory, target: T): void;
  /** Everything of this kind that someone has now. */
  list(aws: AwsState): AccessEntry[];
  /** The key of the entry that this access is listed as. */
  keyOf(target: T, principal: string): string;
  has(aws: AwsState, target: T, principal: string): boolean;
  /** `since` in epoch ms. */
  give(aws: AwsState, target: T, principal: string, since: number): void;
  take(aws: AwsState, target: T, principal: string): void;
  /** The calls that Curfew makes for a target; without one, those it makes for any. */
  calls(target?: T): KindCalls;
}
