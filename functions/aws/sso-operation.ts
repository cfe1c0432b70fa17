import type { AccountAssignmentOperationStatus } from '@aws-sdk/client-sso-admin';
import { CurfewError } from '../domain/errors.ts';
import type { Operation } from './sso-admin.ts';

export type SdkStatus = AccountAssignmentOperationStatus;

/** AWS's report → `Operation`. Throws `Busy` when AWS left out what identifies it: then nothing is known. */
export const toOperation = (status: SdkStatus | undefined): Operation => {
  if (status?.RequestId === undefined || status.Status === undefined)
    throw new CurfewError('Busy', 'Identity Center answered without saying which operation or how it stands');
  return {
    id: status.RequestId,
    status: status.Status,
    ...(status.FailureReason !== undefined && { reason: status.FailureReason }),
    ...ofWhat(status),
  };
};

const ofWhat = (status: SdkStatus): Pick<Operation, 'of'> => {
  const { TargetId, PermissionSetArn, PrincipalId } = status;
  if (TargetId === undefined || PermissionSetArn === undefined || PrincipalId === undefined) return {};
  return { of: { accountId: TargetId, permissionSetArn: PermissionSetArn, userId: PrincipalId } };
};
