import { iamGroupAccess } from './iam-group/access.ts';
import { permissionSetAccess } from './permission-set/access.ts';
import type { AwsApis, GrantKind } from './port.ts';

/** Every way of giving access, by its name. */
export const createKinds = (apis: AwsApis): Record<string, GrantKind> =>
  Object.fromEntries(
    [iamGroupAccess(apis), permissionSetAccess(apis)].map((kind: GrantKind) => [kind.kind, kind]),
  );
