import type { Actor, AuditNote, Door, RequestRecord } from './record.ts';
import type { Status } from './status.ts';
import { toIso } from './time.ts';

/** An audit note about a transition of `record` to `status`. Its id is unique: nothing happens twice at one revision. */
export const noteOf = (
  record: Pick<RequestRecord, 'rev'>,
  what: string,
  status: Status,
  at: number,
  more: { door?: Door; by?: Actor; detail?: Record<string, unknown> } = {},
): AuditNote => ({
  id: `${String(record.rev).padStart(6, '0')} ${what}`,
  at: toIso(at),
  what,
  status,
  door: more.door ?? 'machine',
  ...(more.by && { by: more.by }),
  ...(more.detail && { detail: more.detail }),
});
