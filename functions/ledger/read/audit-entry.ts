import type { AuditEntry } from '../../domain/audit.ts';
import type { Item } from '../store.ts';
import { number, oneOf, shape, text, versioned } from './fields.ts';
import { noteFields } from './request.ts';

const version1 = shape<AuditEntry>({
  v: oneOf(1),
  ...noteFields,
  requestId: text,
  seq: number,
  previous: text,
  hash: text,
});

const read = versioned<AuditEntry>('audit entry', { 1: version1 });

/** An item of `audit` as its version says. Throws `UnreadableRecord` naming request, sequence and field. */
export const readAuditEntry = (item: Item): AuditEntry =>
  read(item, `audit entry ${String(item.seq)} of ${String(item.requestId)}`);
