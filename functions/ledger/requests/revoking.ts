import { second, toIso } from '../../domain/time.ts';
import type { Requests } from './port.ts';
import { oneOf, optional, statusName, type Table } from './write.ts';

/** Tolerance between the machine's clock and ours when an end is compared with now. */
const clockTolerance = 2 * second;

/** Taking access back, and what it ends as. */
export const revoking = ({
  write,
}: Table): Pick<Requests, 'beginRevoke' | 'forceRevoke' | 'stuck' | 'ended'> => ({
  beginRevoke: (requestId, now, dueAt, note) =>
    write(requestId, note, {
      set: [
        ['status', 'REVOKING'],
        ['dueAt', dueAt],
      ],
      when: '#s IN (:granting, :revoking, :stuck) OR (#s = :granted AND (#until <= :now OR #wake = :end))',
      names: { ...statusName, '#until': 'until', '#wake': 'wake' },
      values: {
        ':granting': 'GRANTING',
        ':revoking': 'REVOKING',
        ':stuck': 'STUCK',
        ':granted': 'GRANTED',
        ':end': 'end',
        ':now': toIso(now + clockTolerance),
      },
    }),

  forceRevoke: (requestId, dueAt, note) =>
    write(requestId, note, {
      set: [
        ['status', 'REVOKING'],
        ['dueAt', dueAt],
      ],
      names: statusName,
      ...oneOf(['GRANTING', 'GRANTED', 'REVOKING', 'STUCK']),
    }),

  stuck: (requestId, dueAt, note) =>
    write(requestId, note, {
      set: [
        ['status', 'STUCK'],
        ['dueAt', dueAt],
      ],
      names: statusName,
      ...oneOf(['REVOKING']),
    }),

  ended: (requestId, to, at, dueAt, outcome, note) =>
    write(requestId, note, {
      set: [['status', to], ['endedAt', at], ['dueAt', dueAt], ...optional('outcome', outcome)],
      remove: ['askToken', 'holdToken', 'wake', 'extension'],
      names: statusName,
      ...oneOf(['REVOKING', 'STUCK']),
    }),
});
