import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { batchesOf } from '../../tooling/test/batches.ts';
import { discover } from '../../tooling/test/discover.ts';
import { readOptions } from '../../tooling/test/options.ts';
import { runFiles } from '../../tooling/test/process.ts';
import { transpile } from '../../tooling/test/transpile.ts';
import { judge, type Verdict } from '../../tooling/test/verdict.ts';

await transpile();

const fixture = (name: string) => `tests/tooling/fixtures/${name}.ts`;

const verdicts = new Map<string, Promise<Verdict>>();

/** The verdict on a fixture; all are started before the first test asks, to share the cores. */
function verdictOn(name: string, seconds = 30): Promise<Verdict> {
  const known = verdicts.get(name);
  if (known) return known;
  const verdict = runFiles([fixture(name)], { seconds, node: process.execPath }).then(judge);
  verdicts.set(name, verdict);
  return verdict;
}

async function isCaught(name: string, reason: string, failed = 1): Promise<void> {
  const verdict = await verdictOn(name);
  assert.match(verdict.reasons.join('; '), reason);
  assert.is(verdict.failed, failed);
}

function run(...args: string[]): Promise<{ code: number | null; lines: string[] }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'tooling/test/run.ts', ...args]);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('close', code =>
      resolve({ code, lines: Buffer.concat(chunks).toString('utf8').trimEnd().split('\n') }),
    );
  });
}

test('a sound file passes with the number of its tests', async () => {
  assert.equal(await verdictOn('sound'), { passed: 2, failed: 0, reasons: [] });
});

const verdictOnBoth = async (...names: string[]): Promise<Verdict> =>
  judge(await runFiles(names.map(fixture), { seconds: 30, node: process.execPath }));

test('files that share a process are counted together', async () => {
  const { passed, failed, reasons } = await verdictOnBoth('sound', 'failing');
  assert.equal(
    { passed, failed, reasons },
    { passed: 3, failed: 1, reasons: ['exit code 1', '3 of 4 passed'] },
  );
});

test('a missing .run() is caught beside a sound file in the same process', async () => {
  for (const order of [
    ['sound', 'missing-run'],
    ['missing-run', 'sound'],
  ]) {
    const { passed, failed, reasons } = await verdictOnBoth(...order);
    assert.equal([passed, failed], [0, 1]);
    assert.match(reasons.join('; '), 'exit code 1');
  }
});

test('the files of a folder share a process, in the place of its first; others have their own', () => {
  const files = ['b/1', 'a/2', 'a/1', 'c/1', 'ab/1', 'a/x/1'];
  assert.equal(
    batchesOf(files, ['a', 'c']).map(batch => [batch.name, ...batch.files]),
    [
      ['b/1', 'b/1'],
      ['a', 'a/2', 'a/1', 'a/x/1'],
      ['c', 'c/1'],
      ['ab/1', 'ab/1'],
    ],
  );
});

const caught: [fault: string, fixture: string, reason: string, failed?: number][] = [
  ['a failing assertion', 'failing', '1 of 2 passed'],
  ['a missing .run()', 'missing-run', 'no summary'],
  ['a throwing suite.before', 'throwing-before', '0 of 1 passed'],
  ['a throwing after', 'throwing-after', 'exit code 1'],
  ['a thrown text', 'thrown-string', '0 of 2 passed', 2],
  ['a stray .only', 'stray-only', '1 skipped'],
  ['a skipped test', 'skipped', '1 skipped'],
  ['process.exit(0) within a test', 'early-exit', 'no summary'],
  ['process.exit(0) while loading', 'exit-at-load', 'no summary'],
  ['a promise that never settles', 'never-settles', 'no summary'],
  ['an unhandled rejection', 'unhandled-rejection', 'exit code 1'],
  ['an error while loading', 'crash-at-load', 'exit code 1'],
  ['a file that runs no tests', 'no-tests', 'no tests'],
  ['an empty file', 'empty', 'no summary'],
  ['a suite that is run late', 'run-late', '2 summaries'],
];
for (const name of ['left-open', 'endless']) void verdictOn(name, 2);
for (const [fault, name, reason, failed] of caught) {
  void verdictOn(name);
  test(`${fault} is a failure`, () => isCaught(name, reason, failed));
}

test('a handle left open after the last test is a failure', () =>
  isCaught('left-open', 'still running after'));

test('a time limit reached after the summary says that something was left open', () => {
  const output = '\n  Total:     1\n  Passed:    1\n  Skipped:   0\n  Duration:  1ms\n';
  const verdict = judge({ output, code: null, signal: 'SIGKILL', timedOutAfter: 60 });
  assert.match(verdict.reasons.join(), 'something was left open');
  assert.is(verdict.failed, 1);
});

test('a test that never ends is killed at the time limit', () =>
  isCaught('endless', 'still running after 2 s'));

test('a process that a test leaves behind is killed with it', async () => {
  const pidFile = join(tmpdir(), `curfew-child-${process.pid}`);
  process.env.CHILD_PID_FILE = pidFile;
  try {
    await verdictOn('leaves-child');
    const child = Number(readFileSync(pidFile, 'utf8'));
    assert.ok(await endsSoon(child));
  } finally {
    delete process.env.CHILD_PID_FILE;
    rmSync(pidFile, { force: true });
  }
});

/** A killed process is gone within moments, though not always within this one on a busy machine. */
async function endsSoon(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 100 && runs(pid); waited += 1) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return !runs(pid);
}

/** Whether the process is alive; one that was killed and only waits to be reaped is not. */
function runs(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
}

test('the last line sums up the tests of all files', async () => {
  const { code, lines } = await run(fixture('sound'), fixture('failing'));
  assert.is(lines.at(-1), '3 passed, 1 failed');
  assert.is(code, 1);
});

test('the runner exits 0 when every file passes', async () => {
  const { code, lines } = await run(fixture('sound'), '--jobs', '1');
  const untimed = lines.map(line => line.replace(/, \d+\.\d s\)$/, ')'));
  assert.equal(untimed, [`ok    ${fixture('sound')} (2)`, '2 passed, 0 failed']);
  assert.is(code, 0);
});

test('finding no test file is a failure', async () => {
  const { code, lines } = await run('tests/tooling/fixtures');
  assert.match(lines[0] ?? '', 'No test files');
  assert.is(lines.at(-1), '0 passed, 1 failed');
  assert.is(code, 1);
});

test('a path that does not exist is a failure', async () => {
  const { code, lines } = await run('tests/nowhere');
  assert.match(lines[0] ?? '', 'No such file or folder: tests/nowhere');
  assert.is(code, 1);
});

test('fixtures and excepted folders are not searched', () => {
  assert.ok(discover(['tests/tooling']).includes('tests/tooling/runner.test.ts'));
  assert.equal(
    discover(['tests/tooling']).filter(file => file.includes('fixtures')),
    [],
  );
  assert.equal(
    discover(['tests/tooling'], ['tests/tooling/']),
    discover(['tests/tooling'], ['tests/tooling']),
  );
  assert.not.ok(discover(['tests'], ['tests/tooling']).some(file => file.startsWith('tests/tooling')));
});

test('a time limit that is no positive number is refused', () => {
  assert.throws(() => readOptions(['tests', '--timeout', 'soon']), /--timeout wants a positive number/);
  assert.throws(() => readOptions(['tests', '--jobs', '0']), /--jobs wants a positive number/);
});

test.run();
