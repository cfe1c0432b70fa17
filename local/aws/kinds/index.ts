import { iamGroup } from './iam-group.ts';
import { identityCenterGroup } from './identity-center-group.ts';
import type { FakeKind } from './kind.ts';
import { managedPolicy } from './managed-policy.ts';
import { permissionSet } from './permission-set.ts';

export type { AccessEntry, FakeKind } from './kind.ts';

/** Every kind of grant as the fake AWS knows it, by its name. */
export const fakeKinds: Readonly<Record<string, FakeKind>> = Object.fromEntries(
  [iamGroup, identityCenterGroup, managedPolicy, permissionSet].map((fake: FakeKind) => [fake.kind, fake]),
);

/** Throws where there is none of that name. */
export const fakeKind = (name: string): FakeKind => {
  const found = Object.hasOwn(fakeKinds, name) ? fakeKinds[name] : undefined;
  if (found === undefined) throw new Error(`The fake AWS knows no kind ${name}.`);
  return found;
};
