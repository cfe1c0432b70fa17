import type { AuditNote, RequestRecord } from '../../domain/record.ts';
import type { Status } from '../../domain/status.ts';
import type { Change, Item, Path, Store } from '../store.ts';

/** What every write on `requests` shares: its note, one more revision, and the record as it stands afterwards. */
export type Write = (
  requestId: string,
  note: AuditNote | undefined,
  change: Change,
) => Promise<RequestRecord | undefined>;

/** The table and its one way of being written. */
export type Table = { store: Store; name: string; write: Write };

export const createTable = (store: Store, name: string): Table => ({
  store,
  name,
  async write(requestId, note, change) {
    const noted: [Path, unknown][] = note ? [[['outbox', note.id], note]] : [];
    const written = await store.update(
      name,
      { requestId },
      { ...change, set: [...noted, ...(change.set ?? [])], add: [['rev', 1]] },
    );
    return written.done ? asRecord(written.item) : undefined;
  },
});

export const statusName = { '#s': 'status' };

export const exists = { when: 'attribute_exists(requestId)' };

export const optional = (path: string, value: unknown): [Path, unknown][] =>
  value === undefined ? [] : [[path, value]];

export const oneOf = (statuses: Status[]): Pick<Change, 'when' | 'values'> => ({
  when: `#s IN (${statuses.map((_, index) => `:from${index}`).join(', ')})`,
  values: Object.fromEntries(statuses.map((from, index) => [`:from${index}`, from])),
});

/** The index by requester needs the name at the top level. */
export const asItem = (record: RequestRecord): Item => ({
  ...record,
  requesterPerson: record.requester.person,
});

export const asRecord = ({ requesterPerson: _, ...item }: Item): RequestRecord =>
  // The table is written by this folder alone, so its items have the record's shape.
  item as unknown as RequestRecord;
