import { spawn } from 'node:child_process';
import type { Ending } from './verdict.ts';

export interface Limits {
  seconds: number;
  /** The Node binary that runs the file. */
  node: string;
}

const groups = new Set<number>();

/** Kills every process still running for a test file, with its descendants. */
export function killAll(): void {
  for (const group of groups) killGroup(group);
}

/** Runs one test file in a process group of its own, so that nothing it started outlives it. */
export function runFile(file: string, limits: Limits): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(limits.node, ['--import', 'tsx', file], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: testEnvironment(),
    });
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
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
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ output, code, signal, ...(timedOut ? { timedOutAfter: limits.seconds } : {}) });
    });
  });
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
