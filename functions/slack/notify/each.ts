/** Waits for all of them, then throws the first failure: one place that is out of reach does not silence the others. */
export const each = async (...said: Promise<unknown>[]): Promise<void> => {
  const failures: unknown[] = [];
  await Promise.all(said.map(one => one.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
};
