import { dueOn } from '../../domain/due.ts';
import { dueShard } from '../../domain/schedule.ts';
import type { Item, Path } from '../store.ts';
import type { Requests } from './port.ts';
import { asItem, ifExists, type Table } from './write.ts';

/** Events on the way; none of these changes the status. */
export const events = ({
  store,
  name,
  write,
}: Table): Pick<
  Requests,
  'recordProgress' | 'fail' | 'problem' | 'notified' | 'note' | 'holdBack' | 'letGo' | 'restore'
> => ({
  async recordProgress(requestId, resourceKey, entry) {
    const set = Object.entries(entry).map(([field, value]): [Path, unknown] => [
      ['progress', resourceKey, field],
      value,
    ]);
    await write(requestId, undefined, { set, ...ifExists });
  },

  async fail(requestId, outcome) {
    await write(requestId, undefined, { setOnce: [['outcome', outcome]], ...ifExists });
  },

  async problem(requestId, message) {
    await write(requestId, undefined, { set: [['lastProblem', message]], ...ifExists });
  },

  async notified(requestId, what, address) {
    await write(requestId, undefined, { set: [[['notified', what], address]], ...ifExists });
  },

  async holdBack(requestId, { seen, why, at }) {
    await write(requestId, undefined, {
      set: [
        ['heldBack', why],
        ['due', dueOn('held-back', at)],
        ['dueShard', dueShard(requestId)],
      ],
      when: '#seq = :seen',
      names: { '#seq': 'auditSeq' },
      values: { ':seen': seen },
    });
  },

  async letGo(requestId, note) {
    await write(requestId, note, { remove: ['heldBack'], ...ifExists });
  },

  restore(record, seen) {
    const write = store.newId();
    const own = (item: Item) => item.write === write;
    const item = { ...asItem(record), write };
    if (seen === undefined) return store.insert(name, item, 'requestId', own);
    return store.replace(name, item, {
      keyName: 'requestId',
      when: '#seq = :seen',
      names: { '#seq': 'auditSeq' },
      values: { ':seen': seen },
      own,
    });
  },

  async note(requestId, note) {
    await write(requestId, note, ifExists);
  },
});
