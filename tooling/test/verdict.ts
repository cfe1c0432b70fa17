import { readSummaries, type Summary } from './summary.ts';

/** How one test file's process ended. */
export interface Ending {
  output: string;
  /** Exit code, or null when a signal ended the process. */
  code: number | null;
  signal: string | null;
  /** The time limit in seconds when the runner had to kill it. */
  timedOutAfter?: number;
}

/** What the runner counts for one file; `reasons` is empty exactly when the file passed. */
export interface Verdict {
  passed: number;
  failed: number;
  reasons: string[];
}

/**
 * Judges a test file by all it left behind, because uvu alone exits 0 on a missing `.run()`, a throwing
 * `suite.before`, `throw 'text'` and a stray `.only`.
 */
export function judge(ending: Ending): Verdict {
  const found = readSummaries(ending.output);
  const last = found.at(-1);
  const reasons = [...endingFaults(ending, last), ...summaryFaults(found)];
  const passed = Math.min(last?.passed ?? 0, last?.total ?? 0);
  if (reasons.length === 0) return { passed, failed: 0, reasons };
  return { passed, failed: Math.max(1, (last?.total ?? 0) - passed), reasons };
}

function endingFaults(ending: Ending, last: Summary | undefined): string[] {
  if (ending.timedOutAfter !== undefined) {
    const after = `still running after ${ending.timedOutAfter} s`;
    return [last ? `${after}, though its tests were over: something was left open` : after];
  }
  if (ending.signal !== null) return [`ended by ${ending.signal}`];
  return ending.code === 0 ? [] : [`exit code ${ending.code}`];
}

function summaryFaults(found: Summary[]): string[] {
  const [summary, ...more] = found;
  if (!summary) return ['no summary: is `.run()` missing, or did it exit early?'];
  if (more.length > 0) return [`${found.length} summaries: a suite was run late`];
  if (summary.total === 0) return ['no tests'];
  const faults: string[] = [];
  if (summary.passed !== summary.total) faults.push(`${summary.passed} of ${summary.total} passed`);
  if (summary.skipped > 0) faults.push(`${summary.skipped} skipped (.skip or .only)`);
  return faults;
}
