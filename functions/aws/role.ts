import type { AccountRef } from '../domain/catalog.ts';
import { CurfewError } from '../domain/errors.ts';
import { iamRoleArn } from './patterns.ts';

/** Which of an account's two IAM roles is used; a Lambda has exactly one mode, which its own IAM role allows. */
export type Mode = 'grant' | 'revoke';

const accountOf = (arn: string): string | undefined => iamRoleArn.exec(arn)?.[1];

/**
 * The IAM role to assume for an account, or undefined where the Lambda's own credentials reach it.
 * Throws `Refused` where neither does: a call with the wrong credentials would change another account.
 */
export const roleFor = (account: AccountRef, mode: Mode, homeAccountId: string): string | undefined => {
  const arn = mode === 'grant' ? account.grantRoleArn : account.revokeRoleArn;
  if (arn === undefined) {
    if (account.id === homeAccountId) return undefined;
    throw new CurfewError('Refused', `account ${account.name} has no IAM role to ${mode} with`);
  }
  if (accountOf(arn) !== account.id)
    throw new CurfewError('Refused', `${arn} is not an IAM role of account ${account.name} (${account.id})`);
  return arn;
};
