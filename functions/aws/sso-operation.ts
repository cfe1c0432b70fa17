import type { AccountAssignmentOperationStatus } from '@aws-sdk/client-sso-admin';
import { CurfewError } from '../domain/errors.ts';

/** A user's assignment to a permission set in an account. */
export type Assignment = {
  instanceArn: string;
  accountId: string;
  permissionSetArn: string;
  /** Identity Center user id. */
  userId: string;
};

/** What an operation does to an assignment. */
export type OperationKind = 'creation' | 'deletion';

/** An asynchronous operation as AWS reports it. `of` is absent where AWS leaves it out. */
export type Operation = {
  id: string;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  /** Why it failed, in AWS's words. */
  reason?: string;
  of?: Omit<Assignment, 'instanceArn'>;
};

export type SdkStatus = AccountAssignmentOperationStatus;

/** AWS's report → `Operation`. Throws `Busy` when AWS left out what identifies it: then nothing is known. */
export const toOperation = (status: SdkStatus | undefined): Operation => {
  if (status?.RequestId === undefined || status.Status === undefined)
    throw new CurfewError('Busy', 'Identity Center answered without an operation id or its status');
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
