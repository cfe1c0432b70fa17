/** What a figure is held to. `exact`: every run gives the same figure, so `--check` may fail on it. */
export type Budget = { says: string; kept: boolean; exact: boolean };
export type Row = { cells: string[]; budget?: Budget };
export type Section = { title: string; head: string[]; rows: Row[]; notes?: string[] };

export const atMost = (value: number, limit: number, unit: string, exact: boolean): Budget => ({
  says: `≤ ${limit.toLocaleString('en')}${unit}`,
  kept: value <= limit,
  exact,
});

const shown = ({ says, kept, exact }: Budget): string =>
  kept ? `${says}  ok` : `${says}  ${exact ? 'OVER' : 'over'}`;

/** The first column is aligned left, figures right; budgets and words come last. */
const line = (cells: string[], widths: number[], words: ReadonlySet<number>): string =>
  cells
    .map((cell, index) => {
      const width = widths[index] ?? 0;
      return words.has(index) ? cell.padEnd(width) : cell.padStart(width);
    })
    .join('   ')
    .trimEnd();

const isFigure = (cell: string): boolean => /^[−-]?[$\d]/.test(cell) || cell === '';

/** The section as lines of text: title, table, notes. */
export const render = ({ title, head, rows, notes = [] }: Section): string => {
  const budgeted = rows.some(({ budget }) => budget !== undefined);
  const table = rows.map(({ cells, budget }) =>
    budgeted ? [...cells, budget === undefined ? '' : shown(budget)] : cells,
  );
  const heads = budgeted ? [...head, 'budget'] : head;
  const widths = heads.map((name, column) =>
    Math.max(name.length, ...table.map(cells => cells[column]?.length ?? 0)),
  );
  const words = new Set(
    heads.flatMap((_, column) =>
      column === 0 ||
      (budgeted && column === heads.length - 1) ||
      !table.every(at => isFigure(at[column] ?? ''))
        ? [column]
        : [],
    ),
  );
  const lines = [heads, widths.map(width => '-'.repeat(width)), ...table].map(cells =>
    line(cells, widths, words),
  );
  return [title, '', ...lines, ...(notes.length > 0 ? ['', ...notes] : []), ''].join('\n');
};

export type Verdict = { over: string[]; exactOver: number; budgets: number };

/** What went over its budget, in words. */
export const verdictOn = (sections: readonly Section[]): Verdict => {
  const held = sections.flatMap(({ title, rows }) =>
    rows.flatMap(({ cells, budget }) =>
      budget === undefined ? [] : [{ title, name: cells[0] ?? '', budget }],
    ),
  );
  const broken = held.filter(({ budget }) => !budget.kept);
  return {
    over: broken.map(({ title, name, budget }) => `${title}: ${name} (${budget.says})`),
    exactOver: broken.filter(({ budget }) => budget.exact).length,
    budgets: held.length,
  };
};

/** Times never fail a run: they depend on what else the computer did. */
export const exitCode = ({ exactOver }: Verdict, check: boolean): 0 | 1 => (check && exactOver > 0 ? 1 : 0);

export const summary = ({ over, budgets }: Verdict): string =>
  over.length === 0
    ? `All ${budgets} budgets are kept.`
    : [`${over.length} of ${budgets} budgets are not kept:`, ...over.map(each => `- ${each}`)].join('\n');
