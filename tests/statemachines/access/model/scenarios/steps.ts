import { type Iso, minute, second, toIso, toMs } from '../../../../../functions/domain/time.ts';
import type { Action } from '../scenario.ts';
import { type Fault, type Plan, takeAway } from '../world.ts';

/** Where a grant that began at once ends, from the start of the execution. */
export const end = 60 * minute;
/** What the machine itself may add to an end: rounding up to whole seconds, and the ledger's tolerance. */
export const slack = 2 * second;

export const always =
  (fault: Fault): Plan =>
  () =>
    fault;
/** The first `count` calls fail. */
export const first =
  (count: number, fault: Fault): Plan =>
  call =>
    call <= count ? fault : undefined;
export const only =
  (which: number, fault: Fault): Plan =>
  call =>
    call === which ? fault : undefined;
export const throws = (error: string, when?: Fault['when']): Fault => ({ error, ...(when && { when }) });
export const hangs: Fault = {};

/** "I'm done": recorded, and the execution resumed unless that gets lost. */
export const endAsked = (at: number, resuming: 'works' | 'is lost' = 'works'): Action => ({
  at,
  act: ({ item }, { resume }) => {
    if (item.status !== 'GRANTED' && item.status !== 'GRANTING') return;
    item.wake = 'end';
    if (resuming === 'works') resume(item.holdToken);
  },
});

export const extensionAsked = (at: number, resuming: 'works' | 'is lost' = 'works'): Action => ({
  at,
  act: ({ item }, { resume, now }) => {
    if (item.status !== 'GRANTED' || item.wake !== undefined || msOf(item.until) <= now()) return;
    item.wake = 'extend';
    if (resuming === 'works') resume(item.holdToken);
  },
});

const msOf = (time: Iso | undefined): number => (time === undefined ? Number.NaN : toMs(time));

/** Something else than this execution moved the end. */
export const endMoved = (at: number, by: number): Action => ({
  at,
  act: ({ item }) => {
    item.until = toIso(msOf(item.until) + by);
    item.warnAt = toIso(msOf(item.warnAt) + by);
  },
});

/** The sweeper revoked by itself, without a word to the execution. */
export const swept = (at: number): Action => ({
  at,
  act: (world, { now }) => takeAway(world, now()),
});

export const decided = (at: number, status = 'APPROVED'): Action => ({
  at,
  act: ({ item }, { resume }) => {
    item.status = status;
    resume(item.askToken);
  },
});

export const resumedAt = (at: number): Action => ({
  at,
  act: ({ item }, { resume }) => resume(item.holdToken),
});
export const tokenForged = (at: number, error: string): Action => ({
  at,
  act: ({ item }, { fail }) => fail(item.holdToken, error),
});

/** Everything answers, as late as it may. */
export const slowly: Readonly<Record<string, number>> = {
  Grant: 100 * second,
  Extend: 100 * second,
  Revoke: 100 * second,
  'Notify granted': 12.5 * second,
  'Notify ending': 12.5 * second,
  'Notify extended': 12.5 * second,
  'Notify ended': 12.5 * second,
  'Page security': 12.5 * second,
  'What changed?': 4 * second,
  'Drop the extension': 4 * second,
};
