import type { Actor, AuditNote, RequestRecord, Source } from './record.ts';
import type { Status } from './status.ts';
import { toIso } from './time.ts';

/** An audit note about a transition of `record` to `status`. Its id is unique: nothing happens twice at one revision. */
export const noteOf = (
  record: Pick<RequestRecord, 'rev'>,
  what: string,
  status: Status,
  at: number,
  more: { source?: Source; by?: Actor; detail?: Record<string, unknown> } = {},
): AuditNote => ({
  id: `${String(record.rev).padStart(6, '0')} ${what}`,
  at: toIso(at),
  what,
  status,
  source: more.source ?? 'machine',
  ...(more.by && { by: more.by }),
  ...(more.detail && { detail: more.detail }),
});
