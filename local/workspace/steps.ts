import type { Status } from '../../functions/domain/status.ts';
import { minute, second } from '../../functions/domain/time.ts';
import type { Step, StepName } from './view.ts';

/** What was seen of a request, by looking at AWS and at its execution. Times in epoch ms. */
export type Observed = {
  status: Status;
  /** Names of the states it went through. */
  visited: ReadonlySet<string>;
  /** When AWS first showed the access after granting began, and when it was gone again. */
  seenAt?: number;
  goneAt?: number;
  until?: number;
  /** It is closed, though AWS still shows the access: another request holds it, or it is pre-existing. */
  kept: boolean;
};

const order: StepName[] = ['ask', 'approve', 'access', 'warning', 'gone'];

const refusals: Partial<Record<Status, string>> = {
  DENIED: 'Denied',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Nobody decided in time',
  REFUSED: 'Refused',
};

/** A duration as the page shows it: `0.3 s`, `12 s`, `4 min`, `2 h 5 min`. */
export const length = (ms: number): string => {
  if (ms < 10 * second) return `${(ms / second).toFixed(1)} s`;
  if (ms < minute) return `${Math.round(ms / second)} s`;
  const minutes = Math.round(ms / minute);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
};

const endNote = ({ goneAt, until }: Observed): string => {
  if (goneAt === undefined || until === undefined) return 'Ended';
  return goneAt >= until ? `Ended, ${length(goneAt - until)} late` : `Ended, ${length(until - goneAt)} early`;
};

const isGone = ({ seenAt, goneAt }: Observed): boolean => seenAt !== undefined && goneAt !== undefined;

type Verdict = Pick<Step, 'note'> & { is: 'done' | 'open' | 'skipped' | 'failed' };

const verdicts: Record<StepName, (seen: Observed) => Verdict> = {
  ask: () => ({ is: 'done' }),
  approve: ({ status, visited }) => {
    const note = refusals[status];
    if (visited.has('Grant') || visited.has('Wait for start')) return { is: 'done' };
    return note === undefined ? { is: 'open' } : { is: 'failed', note };
  },
  access: ({ seenAt, status }) => {
    if (seenAt !== undefined) return { is: 'done' };
    return status === 'FAILED' ? { is: 'failed', note: 'Failed, nothing left behind' } : { is: 'open' };
  },
  warning: seen => {
    if (seen.visited.has('Notify ending')) return { is: 'done' };
    return isGone(seen) || seen.status === 'STUCK' || seen.kept ? { is: 'skipped' } : { is: 'open' };
  },
  gone: seen => {
    if (seen.status === 'STUCK') return { is: 'failed', note: 'Stuck: AWS will not revoke it' };
    if (isGone(seen)) return { is: 'done', note: endNote(seen) };
    return seen.kept ? { is: 'done', note: 'Ended, kept for another request' } : { is: 'open' };
  },
};

/** The five steps of the first minute, each read off AWS and the execution, never off clicks. */
export const stepsOf = (seen: Observed | undefined): Step[] => {
  let open = false;
  return order.map(name => {
    const verdict: Verdict = seen === undefined ? { is: 'open' } : verdicts[name](seen);
    const is = verdict.is !== 'open' ? verdict.is : open ? 'ahead' : 'now';
    if (verdict.is === 'open' || verdict.is === 'failed') open = true;
    return { name, is, ...(verdict.note !== undefined && { note: verdict.note }) };
  });
};
