import type { RequestRecord } from './record.ts';
import type { Status } from './status.ts';
import { hour, type Iso, minute, second, toIso, toMs } from './time.ts';

/** How long granting itself may take before the durable bound counts. */
export const provisioningWindowMs = 2 * hour;

/** When the requester is warned of the end. */
export const warnAt = (until: Iso, durationMs: number): Iso =>
  toIso(toMs(until) - Math.min(15 * minute, Math.floor(durationMs / 4)));

/** The durable bound written before the first AWS call; `now` in ms. */
export const endsBy = (now: number, durationMs: number): Iso =>
  toIso(now + provisioningWindowMs + durationMs);

/** For what was just recorded, once the execution was resumed: when the sweeper looks whether anything moved. */
export const dueSoon = (now: number): Iso => toIso(now + 2 * minute);

const latest = (...times: number[]): Iso => toIso(Math.max(...times));

/** When the sweeper should look if nothing moved by then; undefined once a request is final. `now` in ms. */
export const dueAfter = (
  status: Status,
  record: Pick<RequestRecord, 'asks' | 'startAt' | 'durationMs' | 'endsBy' | 'until'>,
  now: number,
): Iso | undefined => {
  switch (status) {
    case 'NEW':
      return dueSoon(now);
    case 'PENDING': {
      const next = record.asks.map(toMs).find(ask => ask > now);
      return toIso((next ?? now) + 5 * minute);
    }
    case 'APPROVED':
      return latest(toMs(record.startAt) + 5 * minute, now + 5 * minute);
    case 'GRANTING':
      return record.endsBy ?? endsBy(now, record.durationMs);
    case 'GRANTED':
      return latest(record.until === undefined ? now : toMs(record.until) + 30 * second, now);
    case 'REVOKING':
    case 'STUCK':
      return toIso(now + 10 * minute);
    case 'ENDED':
    case 'REFUSED':
    case 'DENIED':
    case 'CANCELLED':
    case 'EXPIRED':
    case 'FAILED':
      return undefined;
  }
};

export const dueShards = 8;

/** Spreads the `due` index over 0–7; the same request is always in the same shard (FNV-1a). */
export const dueShard = (requestId: string): number => {
  let hash = 0x811c9dc5;
  for (const character of requestId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return ((hash ^ (hash >>> 16)) >>> 0) % dueShards;
};
