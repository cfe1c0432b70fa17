/** Executions that begin per turn of the event loop. */
const perTurn = 50;

/**
 * Limits how many start at once. Thousands running side by side keep everything they touch alive at the
 * same time, and the garbage collector then takes longer than the work.
 */
export const createTurns = (): (() => Promise<void>) => {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let planned = false;

  const nextTurn = () => {
    planned = false;
    begun = 0;
    for (const begin of waiting.splice(0, perTurn)) start(begin);
  };

  const start = (begin: () => void) => {
    begun += 1;
    begin();
    if (planned) return;
    planned = true;
    setImmediate(nextTurn);
  };

  return () =>
    new Promise(resolve => {
      if (begun < perTurn && waiting.length === 0) start(resolve);
      else waiting.push(resolve);
    });
};
