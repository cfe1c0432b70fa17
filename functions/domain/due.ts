import { isFinal, isLive, type Status } from './status.ts';
import type { Iso } from './time.ts';

/**
 * What the sweeper takes first: what may be live, then what waits for its execution, then what is STUCK, then what is
 * over and not yet told to people, then what it only holds back.
 */
export const dueClasses = ['live', 'waiting', 'stuck', 'untold', 'held-back'] as const;

export type DueClass = (typeof dueClasses)[number];

/** When the sweeper looks, and in which class: `<time>/<digit>`, which compares as its time does. */
export type Due = `${string}/${number}`;

/** 1 to 5. */
const digitOf = (name: DueClass): number => dueClasses.indexOf(name) + 1;

export const dueOn = (name: DueClass, at: Iso): Due => `${at}/${digitOf(name)}`;

/** Of what a request is in this status. */
export const classOf = (status: Status): DueClass => {
  if (status === 'STUCK') return 'stuck';
  if (isLive(status)) return 'live';
  return isFinal(status) ? 'untold' : 'waiting';
};

/** When, and in which class; a text of another form is live, so that somebody looks. */
export const readDue = (due: string): { at: Iso; name: DueClass } => {
  const [at = '', digit = ''] = due.split('/');
  return { at: at as Iso, name: dueClasses[Number(digit) - 1] ?? 'live' };
};
