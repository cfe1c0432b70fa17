export interface Heap<T> {
  add(item: T): void;
  peek(): T | undefined;
  /** Removes this very item; false if it is not there. */
  remove(item: T): boolean;
  clear(): void;
}

/** A binary heap that knows the place of each item, so that cancelling one of many thousands stays cheap. */
export const createHeap = <T extends object>(compare: (a: T, b: T) => number): Heap<T> => {
  const items: T[] = [];
  const places = new Map<T, number>();

  const put = (item: T, index: number) => {
    items[index] = item;
    places.set(item, index);
  };

  const rise = (item: T, from: number) => {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || compare(parent, item) <= 0) break;
      put(parent, index);
      index = above;
    }
    put(item, index);
    return index;
  };

  const smallerChild = (index: number) => {
    const left = items[2 * index + 1];
    const right = items[2 * index + 2];
    if (left === undefined) return undefined;
    return right !== undefined && compare(right, left) < 0
      ? { at: 2 * index + 2, child: right }
      : { at: 2 * index + 1, child: left };
  };

  const sink = (item: T, from: number) => {
    let index = from;
    for (let below = smallerChild(index); below && compare(below.child, item) < 0; ) {
      put(below.child, index);
      index = below.at;
      below = smallerChild(index);
    }
    put(item, index);
  };

  return {
    add: item => {
      rise(item, items.length);
    },
    peek: () => items[0],
    remove: item => {
      const index = places.get(item);
      if (index === undefined) return false;
      places.delete(item);
      const last = items.pop();
      if (last !== undefined && last !== item && rise(last, index) === index) sink(last, index);
      return true;
    },
    clear: () => {
      items.length = 0;
      places.clear();
    },
  };
};
