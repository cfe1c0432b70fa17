import type { Requests } from './port.ts';
import { type Table, whenGiven } from './write.ts';

/** From the bound before the first AWS call to the end, asked for or moved. */
export const granting = ({
  move,
}: Table): Pick<Requests, 'beginGrant' | 'activated' | 'askEnd' | 'askExtend' | 'extended'> => ({
  beginGrant: (moved, { endsBy, noted }) =>
    move(moved, { noted, setOnce: [['endsBy', endsBy]], remove: ['askToken'] }),

  activated: (moved, at, { until, warnAt }) =>
    move(moved, {
      set: [
        ['grantedAt', at],
        ['until', until],
        ['warnAt', warnAt],
      ],
      and: '#endsBy >= :until',
      names: { '#endsBy': 'endsBy' },
      values: { ':until': until },
    }),

  askEnd: (moved, { by, at, reason }) =>
    move(moved, {
      set: [
        ['wake', 'end'],
        ['endAskedAt', at],
        ...whenGiven('endedBy', by),
        ...whenGiven('endReason', reason),
      ],
      and: '(attribute_not_exists(#wake) OR #wake <> :end)',
      names: { '#wake': 'wake' },
      values: { ':end': 'end' },
    }),

  askExtend: (moved, { seenUntil, notBefore, endsBy, extension }) =>
    move(moved, {
      set: [
        ['wake', 'extend'],
        ['extension', extension],
        ['endsBy', endsBy],
      ],
      and: '#until = :seen AND #until > :notBefore AND attribute_not_exists(#wake)',
      names: { '#until': 'until', '#wake': 'wake' },
      values: { ':seen': seenUntil, ':notBefore': notBefore },
    }),

  extended: (moved, seenUntil, { until, warnAt }) =>
    move(moved, {
      set: [
        ['until', until],
        ['warnAt', warnAt],
      ],
      remove: ['wake', 'extension'],
      and: '#until = :seen AND #wake = :extend',
      names: { '#until': 'until', '#wake': 'wake' },
      values: { ':seen': seenUntil, ':extend': 'extend' },
    }),
});
