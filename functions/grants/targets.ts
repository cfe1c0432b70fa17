import { iamGroupTarget } from './iam-group/target.ts';
import { permissionSetTarget } from './permission-set/target.ts';
import type { TargetKind } from './target.ts';

/** How the targets of each kind are written in access.yml. */
export const targetKinds: readonly [TargetKind, ...TargetKind[]] = [iamGroupTarget, permissionSetTarget];

export const targetKindNamed = (kind: string): TargetKind | undefined =>
  targetKinds.find(entry => entry.kind === kind);
