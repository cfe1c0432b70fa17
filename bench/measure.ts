import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');

/** Throws RangeError for no numbers at all. */
export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const [below, above] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  if (below === undefined || above === undefined) throw new RangeError('There is no median of nothing');
  return (below + above) / 2;
};

export type Timed<T> = {
  /** On the clock, whatever else the computer did meanwhile. */
  ms: number;
  /** Of this process alone, on all cores. */
  processorMs: number;
  value: T;
};

export const timed = async <T>(run: () => Promise<T>): Promise<Timed<T>> => {
  const before = process.cpuUsage();
  const from = performance.now();
  const value = await run();
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(before);
  return { ms, processorMs: (user + system) / 1000, value };
};

/** Runs one after the other, so that none disturbs another. */
export const repeated = async <T>(times: number, run: (index: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let index = 0; index < times; index += 1) results.push(await run(index));
  return results;
};

/** A child of ours may take this long at most. */
const longestMs = 90_000;

/**
 * Runs Node on `args` in a process of its own and answers the JSON on the last line it prints. The child inherits only
 * PATH. Throws what the child failed with, or when it took longer than 90 s.
 */
export const inFreshNode = async <T>(args: string[], env: Record<string, string> = {}): Promise<T> => {
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    timeout: longestMs,
    killSignal: 'SIGKILL',
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
};

export const fileUrl = (path: string): string => pathToFileURL(join(root, path)).href;

export const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000)} kB`;
export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
export const ratio = (value: number, to: number): string => (value / to).toFixed(2);
