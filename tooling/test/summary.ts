/** The counts that uvu prints once, at the end of a test file. */
export interface Summary {
  total: number;
  passed: number;
  skipped: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what starts a colour code
const colours = /\u001b\[[0-9;]*m/g;
const summaries = /^ *Total: +(\d+)\n *Passed: +(\d+)\n *Skipped: +(\d+)\n *Duration: /gm;

/** Every summary in `output`; a sound test file prints exactly one. */
export function readSummaries(output: string): Summary[] {
  return [...output.replace(colours, '').matchAll(summaries)].map(match => ({
    total: Number(match[1]),
    passed: Number(match[2]),
    skipped: Number(match[3]),
  }));
}
