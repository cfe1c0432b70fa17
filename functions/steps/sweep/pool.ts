export type Work<T> = {
  items: readonly T[];
  /** How many at once. */
  workers: number;
  /** Two items with a key in common are never worked on at once. */
  keysOf: (item: T) => string[];
  /** `false`: nothing more is begun. */
  goesOn: () => Promise<boolean>;
  act: (item: T) => Promise<void>;
};

/** Works through the items in their order, several at once. Answers whether all of them were begun. */
export const workThrough = async <T>({ items, workers, keysOf, goesOn, act }: Work<T>): Promise<boolean> => {
  const queue = [...items];
  const busy = new Set<string>();
  const running = new Set<Promise<void>>();

  const next = (): T | undefined => {
    const at = queue.findIndex(item => !keysOf(item).some(key => busy.has(key)));
    return at < 0 ? undefined : queue.splice(at, 1)[0];
  };
  const begin = (item: T): void => {
    for (const key of keysOf(item)) busy.add(key);
    const done = act(item).finally(() => {
      for (const key of keysOf(item)) busy.delete(key);
      running.delete(done);
    });
    running.add(done);
  };

  while (queue.length > 0 && (await goesOn())) {
    const item = running.size < workers ? next() : undefined;
    if (item !== undefined) begin(item);
    // A queue whose items all wait for a key has one of them running.
    else await Promise.race(running);
  }
  await Promise.all(running);
  return queue.length === 0;
};
