import { accountKey } from '../../domain/identity.ts';
import type { AuditNote, RequestRecord } from '../../domain/record.ts';
import { isFinal, type Status } from '../../domain/status.ts';
import type { Move } from '../../domain/transitions.ts';
import { readRequest } from '../read/request.ts';
import type { Change, Item, Path, Store } from '../store.ts';

/** A write finds its own effect by its note; without one it says how, or repeats without harm. */
type Unowned = Omit<Change, 'own'> & Partial<Pick<Change, 'own'>>;

/** What every write on `requests` shares: its note, one more revision, and the record as it is afterwards. */
export type Write = (
  requestId: string,
  note: AuditNote | undefined,
  change: Unowned,
) => Promise<RequestRecord | undefined>;

/** What a transition changes besides status and due time. `and`: a condition beside the status it leaves. */
type Moved = Omit<Unowned, 'when' | 'add'> & {
  and?: string;
  /** `false`: an earlier attempt has left the note, and said when the sweeper looks. */
  noted?: boolean;
};

/** The table and its two ways of being written. */
export type Table = {
  store: Store;
  name: string;
  write: Write;
  /** Writes a transition on condition that the request's status is one it may leave. */
  move: (move: Move, change: Moved) => Promise<RequestRecord | undefined>;
};

export const createTable = (store: Store, name: string): Table => {
  const write: Write = async (requestId, note, change) => {
    // One id for each write, the same at every attempt of the SDK.
    const marked = note && { ...note, id: `${note.id} ${store.newId().slice(0, 8)}` };
    const noted: [Path, unknown][] = marked ? [[['outbox', marked.id], marked]] : [];
    const written = await store.update(
      name,
      { requestId },
      {
        ...change,
        set: [...noted, ...(change.set ?? [])],
        add: [['rev', 1], ...(change.add ?? [])],
        own: marked ? item => hasNote(item, marked.id) : (change.own ?? 'repeats'),
      },
    );
    return written.done ? readRequest(written.item) : undefined;
  };
  return {
    store,
    name,
    write,
    move: ({ requestId, from, to, due, note }, { and, noted = true, ...change }) => {
      const leaving = statusIn(from);
      return write(requestId, noted ? note : undefined, {
        ...change,
        remove: [...(to !== undefined && isFinal(to) ? ['activeIn'] : []), ...(change.remove ?? [])],
        set: [
          ...whenGiven('status', to),
          ...whenGiven('due', noted ? due : undefined),
          ...(change.set ?? []),
        ],
        when: and === undefined ? leaving.when : `${leaving.when} AND ${and}`,
        names: { ...statusName, ...change.names },
        values: { ...leaving.values, ...change.values },
      });
    },
  };
};

/** A note waits in the outbox, or was among the last to be moved into the chain. */
const hasNote = (item: Item, id: string): boolean => {
  const { outbox, recent = [] } = readRequest(item);
  return Object.hasOwn(outbox, id) || recent.includes(id);
};

/** The placeholder of the attribute `status`. */
export const statusName = { '#s': 'status' };

/** The condition that the item exists: an update would create it. */
export const ifExists = { when: 'attribute_exists(requestId)' };

/** For `set`: the value at the path, or nothing when it is undefined. */
export const whenGiven = (path: string, value: unknown): [Path, unknown][] =>
  value === undefined ? [] : [[path, value]];

/** The condition that the status is one of these. */
export const statusIn = (statuses: readonly Status[]): Required<Pick<Change, 'when' | 'values'>> => ({
  when: `#s IN (${statuses.map((_, index) => `:from${index}`).join(', ')})`,
  values: Object.fromEntries(statuses.map((from, index) => [`:from${index}`, from])),
});

/** One key for all of them: they are few. */
export const everywhere = 'all';

/** What indexes need at the top level. A request that is final is not among the active ones. */
export const asItem = (record: RequestRecord): Item => ({
  ...record,
  ...(!isFinal(record.status) && { activeIn: everywhere }),
  requesterAccount: accountKey(record.requester),
});
