import { AssumeRoleCommand, type Credentials as SdkCredentials, type STSClient } from '@aws-sdk/client-sts';
import type { AccountRef } from '../domain/catalog.ts';
import { CurfewError } from '../domain/errors.ts';
import { hour, second } from '../domain/time.ts';
import { type Calling, report } from './call.ts';
import { named } from './errors.ts';
import { shortName } from './short-name.ts';

/** As clients of the SDK take them. */
export type Credentials = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
};

/** A chained session lasts at most an hour. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
const sessionSeconds = hour / second;

/** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const longestName = 64;

/**
 * Assumes `roleArn` so that CloudTrail of the other account names the request. Throws `Refused` when the role does not
 * trust us, `Throttled` or `Busy` when it should be tried again.
 */
export const assume = async (
  sts: STSClient,
  roleArn: string,
  account: AccountRef,
  calling: Calling,
): Promise<Credentials> => {
  const { requestId } = calling;
  const name = requestId.length <= longestName ? requestId : shortName(requestId);
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: name,
    SourceIdentity: name,
    ExternalId: account.externalId,
    DurationSeconds: sessionSeconds,
  });
  try {
    const answer = await sts.send(command);
    report(calling, answer);
    return toCredentials(answer.Credentials);
  } catch (error) {
    report(calling, error);
    throw named(error, `sts:AssumeRole ${roleArn}`);
  }
};

const toCredentials = (given: Partial<SdkCredentials> = {}): Credentials => {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given;
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
    throw new CurfewError('Busy', 'sts:AssumeRole answered without complete credentials');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
};
