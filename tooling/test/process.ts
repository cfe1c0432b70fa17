import { spawn } from 'node:child_process';
import { compiled } from './transpile.ts';
import type { Ending } from './verdict.ts';

export interface Limits {
  seconds: number;
  /** The Node binary that runs the files. */
  node: string;
}

/** Bytes kept of a test's output, counted from its end: the summary is there. */
const maxOutput = 5_000_000;

const groups = new Set<number>();

/** Kills every process still running for a test file, with its descendants. */
export function killAll(): void {
  for (const group of groups) killGroup(group);
}

/** Runs compiled test files in one process group of their own, so that nothing they started outlives them. */
export function runFiles(files: readonly string[], limits: Limits): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(limits.node, ['--enable-source-maps', ...modulesFor(files)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: testEnvironment(),
    });
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    const printed = lastOf(maxOutput);
    child.stdout.on('data', printed.add);
    child.stderr.on('data', printed.add);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      if (pid !== undefined) killGroup(pid);
    }, limits.seconds * 1000);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      if (pid !== undefined) {
        killGroup(pid);
        groups.delete(pid);
      }
    });
    child.once('close', (code, signal) => {
      resolve({
        output: printed.text(),
        code,
        signal,
        ...(timedOut ? { timedOutAfter: limits.seconds } : {}),
      });
    });
  });
}

/** A file alone is what Node runs; several are run by `together.ts`. */
function modulesFor(files: readonly string[]): string[] {
  const modules = files.map(compiled);
  return files.length === 1 ? modules : [compiled('tooling/test/together.ts'), ...modules];
}

function lastOf(bytes: number): { add: (chunk: Buffer) => void; text: () => string } {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add: chunk => {
      chunks.push(chunk);
      size += chunk.length;
      while (size - (chunks[0]?.length ?? 0) >= bytes) size -= chunks.shift()?.length ?? 0;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

function testEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, ...rest } = process.env;
  return { ...rest, NO_COLOR: '1' };
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
}
