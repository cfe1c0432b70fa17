import { certainlyRefused } from '../aws/errors.ts';
import { toIso } from '../domain/time.ts';
import type { GrantContext, Pending } from './port.ts';

/**
 * Starts a change so that no crash loses it: recorded as pending before the call. What was pending before comes back only
 * when AWS certainly did nothing. Throws what `start` throws.
 */
export const begin = async <Answer>(
  ctx: GrantContext,
  op: Pending['op'],
  start: (pending: Pending) => Promise<Answer>,
): Promise<Answer> => {
  const before = ctx.pending;
  const pending: Pending = { op, requestId: ctx.requestId, startedAt: toIso(ctx.now()) };
  await ctx.setPending(pending);
  try {
    return await start(pending);
  } catch (error) {
    if (certainlyRefused(error)) await ctx.setPending(before);
    throw error;
  }
};
