import { type Iso, minute, toIso, toMs } from './time.ts';

/** When the requester is warned of the end. `durationMs`: how long the grant, or its extension, lasts. */
export const warnAt = (until: Iso, durationMs: number): Iso =>
  toIso(toMs(until) - Math.min(15 * minute, Math.floor(durationMs / 4)));

/** How often the sweeper is started. A run that finds another one at work stops at once. */
export const sweepEveryMs = minute;

/** Into how many partitions the index `due` is split. Changing it needs every item to be written again. */
export const dueShards = 8;

/** Spreads the index `due` over 0 to 7; the same request is always in the same shard (FNV-1a). */
export const dueShard = (requestId: string): number => {
  let hash = 0x811c9dc5;
  for (const character of requestId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return ((hash ^ (hash >>> 16)) >>> 0) % dueShards;
};
