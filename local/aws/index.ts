import type { Connect } from '../../functions/aws/call.ts';
import type { AwsConnections } from '../../functions/aws/clients.ts';
import type { IamApi } from '../../functions/aws/iam.ts';
import type { IdentityStoreApi } from '../../functions/aws/identity-store.ts';
import { type Mode, roleFor } from '../../functions/aws/role.ts';
import type { SsoAdminApi } from '../../functions/aws/sso-admin.ts';
import type { AccountRef } from '../../functions/domain/catalog.ts';
import { second } from '../../functions/domain/time.ts';
import { type Access, createAccess } from './access.ts';
import { createDirectory, type Directory } from './directory.ts';
import { AwsError } from './errors.ts';
import { createFaults, type Faults } from './faults.ts';
import { createIam } from './iam.ts';
import { createIdentityStore } from './identity-store.ts';
import { type Call, createInvoke, type Invoke } from './invoke.ts';
import { createSsoAdmin } from './sso-admin.ts';
import { settleDue } from './sso-state.ts';

export { CrashError } from './errors.ts';
export type { Call };

/** May be changed at any time. Durations in ms of virtual time. */
export type AwsWorldSettings = {
  /** How long Identity Center works on an assignment. */
  assignmentMs: number;
  /** How old a read may be: IAM and Identity Center are eventually consistent. */
  staleMs: number;
  /** Entries in a page of a list. */
  pageSize: number;
};

export type WorldOptions = {
  /** Epoch ms. */
  now: () => number;
  /** Calls back at a time, so that `onChange` tells of operations that end by themselves. */
  at?: (ms: number, run: () => void) => unknown;
  /** Lets virtual time pass for delayed calls. Default: none passes. */
  sleep?: (ms: number) => Promise<void>;
  /** The account Curfew runs in. */
  homeAccountId: string;
  settings?: Partial<AwsWorldSettings>;
};

export interface AwsWorld extends Directory, Access {
  settings: AwsWorldSettings;
  faults: Faults;
  /** Every call, oldest first. */
  calls: readonly Call[];
  /** The APIs as a Lambda of that mode reaches them. */
  apis(mode: Mode): AwsConnections;
  /** Calls back after each change of what is true. The result stops it. */
  onChange(listener: () => void): () => void;
}

const defaults: AwsWorldSettings = { assignmentMs: 8 * second, staleMs: 0, pageSize: 100 };

/** A fake AWS in memory, with faults on demand. The contract suite in `tests/aws/` holds it to AWS's behaviour. */
export const createAwsWorld = (options: WorldOptions): AwsWorld => {
  const { now, at, homeAccountId, sleep = async () => undefined } = options;
  const settings: AwsWorldSettings = { ...defaults, ...options.settings };
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const { faults, points } = createFaults(now, sleep);
  const { invoke, calls } = createInvoke(now, points);
  const { state, trusts, directory } = createDirectory({ now, staleMs: () => settings.staleMs, changed });
  const settle = () => {
    if (settleDue(state.sso, now())) changed();
  };
  let operations = 0;

  /** Assumes the account's IAM role before the first call, as the SDK's credentials do. */
  const through = (account: AccountRef, mode: Mode): Invoke => {
    const roleArn = roleFor(account, mode, homeAccountId);
    if (roleArn === undefined) return invoke;
    let assumed: Promise<void> | undefined;
    return async (calling, name, input, effect) => {
      assumed ??= invoke(calling, 'sts:AssumeRole', { roleArn }, () => {
        if (!trusts(account, mode))
          throw new AwsError('AccessDenied', `not authorized to perform: sts:AssumeRole on ${roleArn}`);
      });
      await assumed;
      return invoke(calling, name, input, effect);
    };
  };

  const iam =
    (mode: Mode): Connect<IamApi> =>
    (account, calling) => {
      const world = { invoke: through(account, mode), now, pageSize: () => settings.pageSize, changed };
      return createIam(world, account.id, state.iamOf(account.id), calling);
    };

  const ssoAdmin: Connect<SsoAdminApi> = (_account, calling) =>
    createSsoAdmin(
      {
        invoke,
        now,
        pageSize: () => settings.pageSize,
        assignmentMs: () => settings.assignmentMs,
        settle,
        failure: points.assignmentFailure,
        newOperationId: () => {
          operations += 1;
          return `10000000-0000-4000-8000-${String(operations).padStart(12, '0')}`;
        },
        changedUntil: ms => {
          changed();
          at?.(ms, settle);
        },
      },
      state.sso,
      calling,
    );

  const identityStore: Connect<IdentityStoreApi> = (_account, calling) =>
    createIdentityStore({ invoke, now, changed }, state.sso, calling);

  return {
    ...directory,
    ...createAccess({ state, settle, changed }),
    settings,
    faults,
    calls,
    apis: mode => ({ iam: iam(mode), ssoAdmin, identityStore }),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
