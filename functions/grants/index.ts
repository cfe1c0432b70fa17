import type { Connect } from '../aws/call.ts';
import type { IamApi } from '../aws/iam.ts';
import type { SsoAdminApi } from '../aws/sso-admin.ts';
import { createIamGroup } from './iam-group/access.ts';
import { createPermissionSet } from './permission-set/access.ts';
import type { GrantKind } from './port.ts';

/** The API families that kinds use. Their credentials decide whether they may grant or revoke. */
export type AwsApis = { iam: Connect<IamApi>; ssoAdmin: Connect<SsoAdminApi> };

/** Every way of giving access, by its name. */
export const createKinds = ({ iam, ssoAdmin }: AwsApis): Record<string, GrantKind> =>
  Object.fromEntries(
    [createIamGroup(iam), createPermissionSet(ssoAdmin)].map((kind: GrantKind) => [kind.kind, kind]),
  );
