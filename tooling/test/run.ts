// Runs each test file in a process of its own, small ones together; verdict.ts decides whether they passed.
// node --import tsx tooling/test/run.ts PATHS… [--except a,b] [--together c,d] [--timeout SECONDS] [--jobs N]
// NODE_BINARY chooses another Node for the tests.
import { type Batch, batchesOf } from './batches.ts';
import { discover } from './discover.ts';
import { type Options, readOptions } from './options.ts';
import { killAll, runFiles } from './process.ts';
import { transpile } from './transpile.ts';
import { judge, type Verdict } from './verdict.ts';

async function runAll(batches: readonly Batch[], options: Options): Promise<Verdict[]> {
  const limits = { seconds: options.timeout, node: process.env.NODE_BINARY ?? process.execPath };
  const waiting = [...batches];
  const verdicts: Verdict[] = [];
  const worker = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const started = performance.now();
      const ending = await runFiles(batch.files, limits);
      const verdict = judge(ending);
      verdicts.push(verdict);
      report(batch.name, verdict, ending.output, (performance.now() - started) / 1000);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  return verdicts;
}

function report(name: string, verdict: Verdict, output: string, seconds: number): void {
  if (verdict.reasons.length === 0) console.log(`ok    ${name} (${verdict.passed}, ${seconds.toFixed(1)} s)`);
  else console.log(`FAIL  ${name}: ${verdict.reasons.join('; ')}\n${output.trimEnd()}\n`);
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
  const verdicts = await runAll(batchesOf(files, options.together), options);
  const sum = (key: 'passed' | 'failed') => verdicts.reduce((total, verdict) => total + verdict[key], 0);
  conclude(sum('passed'), sum('failed'));
} catch (error) {
  killAll();
  console.log(error instanceof Error ? error.message : error);
  conclude(0, 1);
}
