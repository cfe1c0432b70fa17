import { isCurfewError } from '../../../functions/domain/errors.ts';
import { hour, type Iso, minute, second, toIso } from '../../../functions/domain/time.ts';
import { createKinds } from '../../../functions/grants/index.ts';
import type { GrantContext, GrantKind, Pending, Receipt } from '../../../functions/grants/port.ts';
import {
  type AwsWorld,
  type AwsWorldSettings,
  CrashError,
  createAwsWorld,
} from '../../../local/aws/index.ts';
import { type Fixture, fixtures, kindOf, staging } from './fixtures.ts';

export type RigOptions = {
  settings?: Partial<AwsWorldSettings>;
  /** Does `ctx.pending` follow `setPending` within one attempt? Kinds must work either way. */
  livePending?: boolean;
};

/** One target of one kind in a world, driven as the Grant and Revoke steps drive it. */
export type Rig = Fixture & {
  world: AwsWorld;
  kind: GrantKind;
  now(): number;
  advance(ms: number): void;
  /** The pending operation as stored. */
  pending(): Pending | undefined;
  setPending(pending: Pending | undefined): void;
  receipt(requestId: string): Receipt | undefined;
  /** AWS request ids reported so far. */
  reported: string[];
  ctx(requestId: string, remainingMs?: number): GrantContext;
  /** The process dies before or after the `nth` write of the ledger from now. */
  crashAtWrite(nth: number, when: 'before' | 'after'): void;
  /** One attempt of the Grant step on this target. */
  grantOnce(requestId: string): Promise<void>;
  revokeOnce(requestId: string, receipt?: Receipt): Promise<void>;
  /** Attempts, with five seconds between them, until it is granted. Answers how many it took. */
  grant(requestId?: string): Promise<number>;
  revoke(requestId?: string, keepReceipt?: boolean): Promise<number>;
  has(): boolean;
};

const mostAttempts = 400;
const isRetried = (error: unknown) =>
  error instanceof CrashError ||
  ['StillProvisioning', 'StillRevoking', 'Busy', 'Throttled'].some(
    name => isCurfewError(error) && error.name === name,
  );

/** `row`: of the fixtures. */
export const createRig = (row: string, options: RigOptions = {}): Rig => {
  const fixture = fixtures[row];
  if (fixture === undefined) throw new Error(`no fixture for ${row}`);
  const kindName = kindOf(row);
  let time = Date.parse('2026-11-20T10:00:00.000Z');
  let stored: Pending | undefined;
  let crash: { left: number; when: 'before' | 'after' } | undefined;
  const receipts = new Map<string, Receipt>();
  /** Written before the first call, so every attempt has the same. */
  const bounds = new Map<string, Iso>();
  const reported: string[] = [];
  const now = () => time;
  const world = createAwsWorld({ now, homeAccountId: staging.id, settings: options.settings ?? {} });
  fixture.seed(world);
  const find = (mode: 'grant' | 'revoke') => {
    const kind = createKinds(world.apis(mode))[kindName];
    if (kind === undefined) throw new Error(`no kind ${kindName}`);
    return kind;
  };
  const kind = find('grant');
  const revoker = find('revoke');
  const { target, principal } = fixture;

  const write = async (effect: () => void) => {
    const dies = crash !== undefined && --crash.left === 0 ? crash.when : undefined;
    if (dies === 'before') throw new CrashError('a ledger write', 'before');
    effect();
    if (dies === 'after') throw new CrashError('a ledger write', 'after');
  };
  const ctx = (requestId: string, remainingMs = 2 * minute): GrantContext => {
    const context: GrantContext = {
      requestId,
      now,
      durationMs: hour,
      noted: receipts.get(requestId),
      remainingMs: () => remainingMs,
      pending: stored,
      setPending: pending =>
        write(() => {
          stored = pending;
          if (options.livePending !== false) context.pending = pending;
        }),
      note: receipt =>
        write(() => {
          receipts.set(requestId, { ...receipts.get(requestId), ...receipt });
          context.noted = receipts.get(requestId);
        }),
      called: id => reported.push(id),
    };
    return context;
  };
  const repeat = async (attempt: () => Promise<void>): Promise<number> => {
    for (let count = 1; count <= mostAttempts; count += 1) {
      try {
        await attempt();
        return count;
      } catch (error) {
        if (!isRetried(error)) throw error;
        time += 5 * second;
      }
    }
    throw new Error(`still not done after ${mostAttempts} attempts`);
  };
  const grantOnce = async (requestId: string) => {
    const context = ctx(requestId);
    await kind.holds(context, target, principal);
    const until = bounds.get(requestId) ?? toIso(time + 3 * hour);
    bounds.set(requestId, until);
    receipts.set(requestId, await kind.grant(context, target, principal, until));
    const held = await kind.holds(context, target, principal, receipts.get(requestId));
    if (held !== 'yes') throw Object.assign(new Error(held), { name: 'StillProvisioning' });
  };
  const revokeOnce = async (requestId: string, receipt = receipts.get(requestId)) => {
    const context = ctx(requestId);
    await revoker.revoke(context, target, principal, receipt);
    const held = await revoker.holds(context, target, principal, receipt);
    if (held !== 'no') throw Object.assign(new Error(held), { name: 'StillRevoking' });
  };

  return {
    ...fixture,
    world,
    kind,
    now,
    advance: ms => {
      time += ms;
    },
    pending: () => stored,
    setPending: pending => {
      stored = pending;
    },
    receipt: requestId => receipts.get(requestId),
    reported,
    ctx,
    crashAtWrite: (nth, when) => {
      crash = { left: nth, when };
    },
    grantOnce,
    revokeOnce,
    grant: (requestId = 'req-1') => repeat(() => grantOnce(requestId)),
    revoke: (requestId = 'req-1', keepReceipt = true) =>
      repeat(() => {
        if (!keepReceipt) receipts.delete(requestId);
        return revokeOnce(requestId);
      }),
    has: () => world.has(kindName, target, principal),
  };
};

/** The name of what a promise fails with, or undefined. */
export const failure = async (promise: Promise<unknown>): Promise<string | undefined> => {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};
