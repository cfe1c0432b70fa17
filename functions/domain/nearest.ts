/** Edits (insert, delete, replace, swap of neighbours) between two short texts, ignoring case. */
const distance = (from: string, to: string): number => {
  const a = from.toLowerCase();
  const b = to.toLowerCase();
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swaps ? at(i - 2, j - 2) + 1 : replaced),
      );
    }
  }
  return at(a.length, b.length);
};

/** The known name that `typed` was probably meant to be, or undefined when none is close. */
export const nearest = (typed: string, known: readonly string[]): string | undefined => {
  if (typed.length === 0 || typed.length > 64) return undefined;
  const close = known
    .filter(name => name.length <= 64)
    .map(name => ({ name, away: distance(typed, name) }))
    .filter(({ name, away }) => away <= Math.max(1, Math.floor(Math.min(typed.length, name.length) / 3)))
    .sort((a, b) => a.away - b.away);
  return close[0]?.name;
};
