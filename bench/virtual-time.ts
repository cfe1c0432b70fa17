/** Time that passes only when everything waits for it: a year takes as long as what happens in it. */
export type VirtualTime = {
  /** Epoch ms. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Lets time pass until nobody sleeps any more. */
  run(): Promise<void>;
};

type Sleeper = { at: number; order: number; wake: () => void };

const before = (a: Sleeper, b: Sleeper): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap: the earliest is at the top. */
const createHeap = () => {
  const heap: Sleeper[] = [];
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]];
    if (one === undefined || other === undefined) return;
    heap[a] = other;
    heap[b] = one;
  };
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]];
    return one !== undefined && other !== undefined && before(one, other);
  };
  return {
    push(sleeper: Sleeper): void {
      let at = heap.push(sleeper) - 1;
      while (at > 0 && isBefore(at, (at - 1) >> 1)) {
        swap(at, (at - 1) >> 1);
        at = (at - 1) >> 1;
      }
    },
    pop(): Sleeper | undefined {
      swap(0, heap.length - 1);
      const top = heap.pop();
      for (let at = 0; ; ) {
        const child = isBefore(2 * at + 2, 2 * at + 1) ? 2 * at + 2 : 2 * at + 1;
        if (!isBefore(child, at)) return top;
        swap(child, at);
        at = child;
      }
    },
  };
};

/** `start` in epoch ms. */
export const createVirtualTime = (start: number): VirtualTime => {
  const heap = createHeap();
  let time = start;
  let order = 0;
  /** Promises that are ready run before a macrotask does. */
  const idle = () => new Promise<void>(resolve => setImmediate(resolve));
  return {
    now: () => time,
    sleep: ms =>
      new Promise(wake => {
        order += 1;
        heap.push({ at: time + Math.max(0, ms), order, wake });
      }),
    async run() {
      await idle();
      for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
        time = next.at;
        next.wake();
        await idle();
      }
    },
  };
};
