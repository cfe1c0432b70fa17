import { iamGroupTarget } from './iam-group/target.ts';
import { identityCenterGroupTarget } from './identity-center-group/target.ts';
import { managedPolicyTarget } from './managed-policy/target.ts';
import { permissionSetTarget } from './permission-set/target.ts';
import type { TargetKind } from './target.ts';

/** For each kind how its targets are written in access.yml, and what they need in IAM. */
export const targetKinds: readonly [TargetKind, ...TargetKind[]] = [
  iamGroupTarget,
  identityCenterGroupTarget,
  managedPolicyTarget,
  permissionSetTarget,
];

/** undefined: there is no such kind. */
export const targetKindNamed = (kind: string): TargetKind | undefined =>
  targetKinds.find(entry => entry.kind === kind);
