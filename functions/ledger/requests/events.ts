import { dueShard } from '../../domain/schedule.ts';
import type { Path } from '../store.ts';
import type { Requests } from './port.ts';
import { ifExists, type Table } from './write.ts';

/** Events on the way; none of these changes the status. */
export const events = ({
  write,
}: Table): Pick<
  Requests,
  'recordProgress' | 'fail' | 'problem' | 'notified' | 'note' | 'holdBack' | 'letGo'
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

  async holdBack(requestId, { seen, why, dueAt }) {
    await write(requestId, undefined, {
      set: [
        ['heldBack', why],
        ['dueAt', dueAt],
        ['dueShard', dueShard(requestId)],
      ],
      when: '#seq = :seen',
      names: { '#seq': 'auditSeq' },
      values: { ':seen': seen },
    });
  },

  async letGo(requestId) {
    await write(requestId, undefined, { remove: ['heldBack'], ...ifExists });
  },

  async note(requestId, note) {
    await write(requestId, note, ifExists);
  },
});
