import { iamGroupAccess } from './iam-group/access.ts';
import { identityCenterGroupAccess } from './identity-center-group/access.ts';
import { managedPolicyAccess } from './managed-policy/access.ts';
import { permissionSetAccess } from './permission-set/access.ts';
import type { AwsApis, GrantKind } from './port.ts';

/** Every way of giving access, by its name. */
export const createKinds = (apis: AwsApis): Record<string, GrantKind> =>
  Object.fromEntries(
    [
      iamGroupAccess(apis),
      identityCenterGroupAccess(apis),
      managedPolicyAccess(apis),
      permissionSetAccess(apis),
    ].map((kind: GrantKind) => [kind.kind, kind]),
  );
