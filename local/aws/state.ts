import type { IamState } from './iam-state.ts';
import type { SsoState } from './sso-state.ts';

/** What the API families of the fake AWS keep. A kind reads and changes it, and has no state of its own. */
export type AwsState = {
  /** By account id. */
  iam: ReadonlyMap<string, IamState>;
  iamOf(accountId: string): IamState;
  sso: SsoState;
  /** Epoch ms. */
  now(): number;
};
