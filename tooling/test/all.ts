// Everything in `npm test`, side by side: formatting and lint, promises, types, and the tests that need only Node.
import { spawn } from 'node:child_process';

type Check = { name: string; command: string[] };
type Ended = { check: Check; output: string; code: number; seconds: number };

const checks: Check[] = [
  { name: 'test:node', command: ['npm', 'run', '-s', 'test:node'] },
  { name: 'eslint', command: ['npm', 'run', '-s', 'lint:promises'] },
  { name: 'biome', command: ['npm', 'run', '-s', 'lint:biome'] },
  { name: 'unused', command: ['npm', 'run', '-s', 'lint:unused'] },
  { name: 'types', command: ['npm', 'run', '-s', 'types'] },
];

const run = (check: Check): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const [program = '', ...given] = check.command;
    const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
    child.once('error', reject);
    child.once('close', code => {
      const seconds = Math.round((performance.now() - started) / 1000);
      resolve({ check, output: Buffer.concat(printed).toString('utf8'), code: code ?? 1, seconds });
    });
  });

const summary = /^(\d+) passed, (\d+) failed$/m;

/** A check counts as one, passed or failed. The tests are counted one by one. */
const countOf = ({ output, code }: Ended): { passed: number; failed: number } => {
  const [, passed, failed] = summary.exec(output) ?? [];
  if (passed === undefined || failed === undefined)
    return { passed: Number(code === 0), failed: Number(code !== 0) };
  return { passed: Number(passed), failed: Math.max(Number(failed), Number(code !== 0)) };
};

const show = (ended: Ended): void => {
  const { check, output, code, seconds } = ended;
  const body = output.replace(summary, '').trimEnd();
  if (code !== 0 || check.name === 'test:node') console.log(body);
  console.log(`${code === 0 ? 'ok   ' : 'FAIL '} ${check.name} (${seconds} s)`);
};

const ended = await Promise.all(
  checks.map(async check => {
    const done = await run(check);
    show(done);
    return done;
  }),
);
const counts = ended.map(countOf);
const total = (key: 'passed' | 'failed') => counts.reduce((sum, count) => sum + count[key], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') === 0 ? 0 : 1;
