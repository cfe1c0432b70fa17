import { createHeap } from './states/heap.ts';

/** Raised when tracked work does not finish: virtual time cannot move past something still running. */
export class ClockStuckError extends Error {
  constructor(pending: readonly string[], waitedMs: number) {
    const shown = pending.slice(0, 5).join(', ');
    const more = pending.length > 5 ? ` and ${pending.length - 5} more` : '';
    super(`The clock cannot move: after ${waitedMs} ms of real time these still run: ${shown}${more}`);
    this.name = 'ClockStuckError';
  }
}

export interface ClockOptions {
  /** Where virtual time begins, in epoch milliseconds. */
  startAt: number;
  /** Runs along with real time; `advance…` then jumps forward. Default: time moves only when told to. */
  flow?: boolean;
  /** Real milliseconds to wait for tracked work before `ClockStuckError`. Default 30,000. */
  maxPendingMs?: number;
}

/** Lets tracked work wait for virtual time without stopping it. */
export type Sleep = (ms: number) => Promise<void>;

export interface Clock {
  now(): number;
  /** Calls `run` once at `ms` (epoch). The result cancels. Equal times run in order of insertion. */
  at(ms: number, run: () => void): () => void;
  /** Holds time back until the promise settles; resolves and rejects as the promise does. */
  track<T>(promise: Promise<T>, label?: string): Promise<T>;
  /** As `track`, for work that itself needs to wait for virtual time through `sleep`. */
  work<T>(run: (sleep: Sleep) => Promise<T>, label?: string): Promise<T>;
  /** Holds time back until the result is called. */
  hold(label?: string): () => void;
  /** When the next timer is due, if there is one. */
  nextAt(): number | undefined;
  advanceBy(ms: number): Promise<void>;
  /** Runs every timer due up to `ms` in order, each with everything it starts, then stands at `ms`. */
  advanceTo(ms: number): Promise<void>;
  /** Jumps to the next timer and runs it. Returns where time stands, or undefined if there was none. */
  advanceToNext(): Promise<number | undefined>;
  /** Waits until nothing tracked is running. */
  settle(): Promise<void>;
  /** Forgets all timers and stops flowing. */
  stop(): void;
}

interface Timer {
  at: number;
  order: number;
  run: () => void;
}

/** setTimeout overflows, and fires at once, beyond this many milliseconds. */
const longestTimeout = 2 ** 31 - 1;

const nextTurn = () => new Promise<void>(resolve => setImmediate(resolve));

export const createClock = (options: ClockOptions): Clock => {
  const { startAt, flow = false, maxPendingMs = 30_000 } = options;
  const timers = createHeap<Timer>((a, b) => a.at - b.at || a.order - b.order);
  const held = new Set<{ label: string }>();
  const idle: (() => void)[] = [];
  const realStart = Date.now();
  let virtualNow = startAt;
  let jumped = 0;
  let order = 0;
  let turns: Promise<unknown> = Promise.resolve();
  let real: NodeJS.Timeout | undefined;

  const now = () => (flow ? startAt + (Date.now() - realStart) + jumped : virtualNow);

  const standAt = (ms: number) => {
    if (flow) jumped += Math.max(0, ms - now());
    else virtualNow = Math.max(virtualNow, ms);
  };

  const runDue = (until: number) => {
    const timer = timers.peek();
    if (timer === undefined || timer.at > until) return false;
    timers.remove(timer);
    standAt(timer.at);
    timer.run();
    return true;
  };

  const schedule = () => {
    if (!flow) return;
    clearTimeout(real);
    const next = timers.peek();
    if (next === undefined) return;
    real = setTimeout(
      () => {
        while (runDue(now()));
        schedule();
      },
      Math.min(longestTimeout, Math.max(0, next.at - now())),
    );
    real.unref();
  };

  const hold = (label = 'work') => {
    const mine = { label };
    held.add(mine);
    return () => {
      if (!held.delete(mine) || held.size > 0) return;
      for (const wake of idle.splice(0)) wake();
    };
  };

  const untilIdle = () =>
    new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        idle.splice(idle.indexOf(wake), 1);
        reject(
          new ClockStuckError(
            Array.from(held, each => each.label),
            maxPendingMs,
          ),
        );
      }, maxPendingMs);
      const wake = () => {
        clearTimeout(limit);
        resolve();
      };
      idle.push(wake);
    });

  // One turn of the event loop: code that awaited the finished work can start its next piece before time moves.
  const settle = async () => {
    do {
      if (held.size > 0) await untilIdle();
      await nextTurn();
    } while (held.size > 0);
  };

  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = turns.then(run);
    turns = mine.catch(() => undefined);
    return mine;
  };

  const moveTo = async (ms: number) => {
    await settle();
    while (runDue(ms)) await settle();
    standAt(ms);
    schedule();
  };

  const at = (ms: number, run: () => void) => {
    const timer: Timer = { at: Math.max(ms, now()), order: order++, run };
    timers.add(timer);
    if (timers.peek() === timer) schedule();
    return () => timers.remove(timer);
  };

  const work = async <T>(run: (sleep: Sleep) => Promise<T>, label?: string): Promise<T> => {
    let release = hold(label);
    const sleep: Sleep = ms =>
      new Promise(resolve => {
        at(now() + ms, () => {
          release = hold(label);
          resolve();
        });
        release();
      });
    try {
      return await run(sleep);
    } finally {
      release();
    }
  };

  return {
    now,
    at,
    hold,
    work,
    track: (promise, label) => work(() => promise, label),
    nextAt: () => timers.peek()?.at,
    settle,
    advanceTo: ms => inTurn(() => moveTo(ms)),
    advanceBy: ms => inTurn(() => moveTo(now() + ms)),
    advanceToNext: () =>
      inTurn(async () => {
        await settle();
        const next = timers.peek()?.at;
        if (next !== undefined) await moveTo(next);
        return next;
      }),
    stop: () => {
      clearTimeout(real);
      timers.clear();
    },
  };
};
