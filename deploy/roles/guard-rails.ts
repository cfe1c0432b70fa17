import { iamArn, type Statement, thisAccount } from '../../functions/grants/permissions.ts';
import { arn, arnOf } from '../cloudformation.ts';
import type { Names } from '../names.ts';
import { deny, denying, type PolicyStatement } from '../policy.ts';

/**
 * What no IAM role that changes access may do, in any account: change itself, pass a role on, or change a permissions
 * boundary. `own` are Curfew's own IAM resources there, e.g. `role/curfew-prod-*`.
 */
export const deniedEverywhere = (own: string[]): Statement[] => [
  {
    Sid: 'DenySelfModification',
    Action: ['iam:*', 'sts:AssumeRole'],
    Resource: own.map(rest => iamArn(thisAccount, rest)),
  },
  {
    Sid: 'DenyBoundaryChanges',
    Action: [
      'iam:PassRole',
      'iam:PutUserPermissionsBoundary',
      'iam:DeleteUserPermissionsBoundary',
      'iam:PutRolePermissionsBoundary',
      'iam:DeleteRolePermissionsBoundary',
    ],
    Resource: ['*'],
  },
];

/** What may change access may not change what limits it, whatever else it is allowed one day. */
export const guardRails = (names: Names): PolicyStatement[] => [
  ...deniedEverywhere([`role/${names.prefix}-*`, `group/${names.prefix}-*`, `policy/${names.prefix}-*`]).map(
    denying,
  ),
  deny(
    'DenyLedgerDestruction',
    [
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:PartiQLDelete',
      'dynamodb:DeleteTable',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateTimeToLive',
      'dynamodb:UpdateContinuousBackups',
    ],
    [arn('dynamodb', `table/${names.prefix}-*`)],
  ),
  deny(
    'DenyKeyDestruction',
    ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy'],
    [arnOf('SecretsKey')],
  ),
];
