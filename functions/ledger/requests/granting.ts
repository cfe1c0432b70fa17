import type { Requests } from './port.ts';
import { oneOf, optional, statusName, type Table } from './write.ts';

/** From the bound before the first AWS call to the end, asked for or moved. */
export const granting = ({
  write,
}: Table): Pick<Requests, 'beginGrant' | 'activated' | 'askEnd' | 'askExtend' | 'extended'> => ({
  beginGrant: (requestId, endsBy, note) =>
    write(requestId, note, {
      set: [
        ['status', 'GRANTING'],
        ['dueAt', endsBy],
      ],
      setOnce: [['endsBy', endsBy]],
      remove: ['askToken'],
      names: statusName,
      ...oneOf(['APPROVED', 'GRANTING']),
    }),

  activated: (requestId, at, note) =>
    write(requestId, note, {
      set: [
        ['status', 'GRANTED'],
        ['grantedAt', at.now],
        ['until', at.until],
        ['warnAt', at.warnAt],
        ['dueAt', at.dueAt],
      ],
      when: '#s = :granting AND #endsBy >= :until',
      names: { ...statusName, '#endsBy': 'endsBy' },
      values: { ':granting': 'GRANTING', ':until': at.until },
    }),

  askEnd: (requestId, by, at, dueAt, note) =>
    write(requestId, note, {
      set: [['wake', 'end'], ['endAskedAt', at], ['dueAt', dueAt], ...optional('endedBy', by)],
      when: '#s IN (:granting, :granted) AND (attribute_not_exists(#wake) OR #wake <> :end)',
      names: { ...statusName, '#wake': 'wake' },
      values: { ':granting': 'GRANTING', ':granted': 'GRANTED', ':end': 'end' },
    }),

  askExtend: (requestId, seenUntil, extension, endsBy, soon, dueAt, note) =>
    write(requestId, note, {
      set: [
        ['wake', 'extend'],
        ['extension', extension],
        ['endsBy', endsBy],
        ['dueAt', dueAt],
      ],
      when: '#s = :granted AND #until = :seen AND #until > :soon AND attribute_not_exists(#wake)',
      names: { ...statusName, '#until': 'until', '#wake': 'wake' },
      values: { ':granted': 'GRANTED', ':seen': seenUntil, ':soon': soon },
    }),

  extended: (requestId, seenUntil, to, note) =>
    write(requestId, note, {
      set: [
        ['until', to.until],
        ['warnAt', to.warnAt],
        ['dueAt', to.dueAt],
      ],
      remove: ['wake', 'extension'],
      when: '#s = :granted AND #until = :seen AND #wake = :extend',
      names: { ...statusName, '#until': 'until', '#wake': 'wake' },
      values: { ':granted': 'GRANTED', ':seen': seenUntil, ':extend': 'extend' },
    }),
});
