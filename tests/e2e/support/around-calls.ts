import { createKinds } from '../../../functions/grants/index.ts';
import type { StepDeps } from '../../../functions/steps/port.ts';
import type { AwsWorld } from '../../../local/aws/index.ts';

/** Stands around one call of a Lambda; `at`: which, e.g. `holdings.lease`. */
export type Around = (at: string, call: () => Promise<unknown>) => Promise<unknown>;

export const both =
  (outer: Around, inner: Around): Around =>
  (at, call) =>
    outer(at, () => inner(at, call));

const wrapped = <T extends object>(target: T, name: string, around: Around): T =>
  new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): Promise<unknown> =>
        around(`${name}.${String(key)}`, async () => Reflect.apply(value, object, given));
    },
  });

/** The dependencies of a Lambda with `around` at every call to the ledger, Slack or AWS. */
export const aroundCalls = (
  deps: StepDeps,
  aws: AwsWorld,
  mode: 'grant' | 'revoke',
  around: Around,
): StepDeps => {
  const { iam, ssoAdmin, identityStore } = aws.apis(mode);
  return {
    ...deps,
    requests: wrapped(deps.requests, 'requests', around),
    holdings: wrapped(deps.holdings, 'holdings', around),
    audit: wrapped(deps.audit, 'audit', around),
    catalog: wrapped(deps.catalog, 'catalog', around),
    slack: wrapped(deps.slack, 'slack', around),
    kinds: createKinds({
      iam: (account, calling) => wrapped(iam(account, calling), 'iam', around),
      ssoAdmin: (account, calling) => wrapped(ssoAdmin(account, calling), 'sso', around),
      identityStore: (account, calling) => wrapped(identityStore(account, calling), 'identitystore', around),
    }),
  };
};
