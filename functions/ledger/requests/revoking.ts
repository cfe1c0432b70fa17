import { second, toIso } from '../../domain/time.ts';
import type { Requests } from './port.ts';
import { type Table, whenGiven } from './write.ts';

/** Tolerance between the machine's clock and ours when an end is compared with now. */
const clockToleranceMs = 2 * second;

/** From the revocation to what it ends as. */
export const revoking = ({
  move,
}: Table): Pick<Requests, 'beginRevoke' | 'forceRevoke' | 'stuck' | 'ended'> => ({
  beginRevoke: (moved, { now, noted }) =>
    move(moved, {
      noted,
      and: '(#s <> :granted OR #until <= :now OR #wake = :end)',
      names: { '#until': 'until', '#wake': 'wake' },
      values: { ':granted': 'GRANTED', ':end': 'end', ':now': toIso(now + clockToleranceMs) },
    }),

  forceRevoke: (moved, { noted }) => move(moved, { noted }),

  stuck: moved => move(moved, {}),

  ended: (moved, { at, outcome }) =>
    move(moved, {
      set: [['endedAt', at], ...whenGiven('outcome', outcome)],
      remove: ['askToken', 'holdToken', 'wake', 'extension'],
    }),
});
