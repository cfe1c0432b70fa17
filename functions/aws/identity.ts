import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CurfewError } from '../domain/errors.ts';

/** Who calls AWS, and in which account (12 digits). */
export type AwsIdentity = { accountId: string; arn: string };

/**
 * Whose credentials are in the environment. Throws `InvalidConfig` when AWS does not say.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const callerIdentity = async (region: string): Promise<AwsIdentity> => {
  const { Account, Arn } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  if (Account === undefined || Arn === undefined) {
    throw new CurfewError('InvalidConfig', 'AWS does not say whose credentials these are.');
  }
  return { accountId: Account, arn: Arn };
};
