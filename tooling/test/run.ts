// Runs each test file in a process of its own; verdict.ts decides whether it passed.
// node --import tsx tooling/test/run.ts PATHS… [--except a,b] [--timeout SECONDS] [--jobs N]
// NODE_BINARY chooses another Node for the tests.
import { discover } from './discover.ts';
import { type Options, readOptions } from './options.ts';
import { killAll, runFile } from './process.ts';
import { transpile } from './transpile.ts';
import { judge, type Verdict } from './verdict.ts';

async function runAll(files: readonly string[], options: Options): Promise<Verdict[]> {
  const limits = { seconds: options.timeout, node: process.env.NODE_BINARY ?? process.execPath };
  const waiting = [...files];
  const verdicts: Verdict[] = [];
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const started = performance.now();
      const ending = await runFile(file, limits);
      const verdict = judge(ending);
      verdicts.push(verdict);
      report(file, verdict, ending.output, (performance.now() - started) / 1000);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  return verdicts;
}

function report(file: string, verdict: Verdict, output: string, seconds: number): void {
  if (verdict.reasons.length === 0) console.log(`ok    ${file} (${verdict.passed}, ${seconds.toFixed(1)} s)`);
  else console.log(`FAIL  ${file}: ${verdict.reasons.join('; ')}\n${output.trimEnd()}\n`);
}

function conclude(passed: number, failed: number): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    killAll();
    process.exit(1);
  });
}

try {
  const options = readOptions(process.argv.slice(2));
  const files = discover(options.paths, options.except);
  if (files.length === 0)
    throw new Error(`No test files in: ${options.paths.join(' ') || '(no path given)'}`);
  await transpile();
  const verdicts = await runAll(files, options);
  const sum = (key: 'passed' | 'failed') => verdicts.reduce((total, verdict) => total + verdict[key], 0);
  conclude(sum('passed'), sum('failed'));
} catch (error) {
  killAll();
  console.log(error instanceof Error ? error.message : error);
  conclude(0, 1);
}
