import { minute, toMs } from '../domain/time.ts';
import type { GrantContext, Pending } from './port.ts';

/**
 * How long AWS's reads may contradict what it has accepted: within it, an answer against our own last operation is
 * not believed. `NoSuchEntity` on something younger than this proves nothing.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
const consistencyMs = 5 * minute;

/** Is `since` (epoch ms; undefined: unknown, long ago) so recent that AWS may not show it everywhere yet? */
export const isYoung = (ctx: Pick<GrantContext, 'now'>, since: number | undefined): boolean =>
  since !== undefined && ctx.now() - since < consistencyMs;

/** Does our own recent operation contradict what AWS shows? */
export const contradicts = (ctx: GrantContext, pending: Pending | undefined, listed: boolean): boolean =>
  pending !== undefined && (pending.op !== 'revoke') !== listed && isYoung(ctx, toMs(pending.startedAt));

/** What a listing says of our access; `changing` while it contradicts our own recent operation. */
export const readBack = (
  ctx: GrantContext,
  pending: Pending | undefined,
  listed: boolean,
): 'yes' | 'no' | 'changing' => {
  if (contradicts(ctx, pending, listed)) return 'changing';
  return listed ? 'yes' : 'no';
};

/** The latest of some times in epoch ms; undefined when none is known. */
export const latest = (...times: (number | undefined)[]): number | undefined => {
  const known = times.filter(time => time !== undefined && !Number.isNaN(time));
  return known.length === 0 ? undefined : Math.max(...known.map(Number));
};
