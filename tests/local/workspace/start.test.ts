import { spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = resolve(import.meta.dirname, '../../..');

type Ended = { code: number | null; out: string; err: string };

const start = (args: string[], node: string[] = []) => {
  const child = spawn(process.execPath, [...node, 'local/start.mjs', ...args], { cwd: root });
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    seen.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    seen.err += chunk.toString();
  });
  const ended = new Promise<Ended>(done => child.once('close', code => done({ code, ...seen })));
  return { child, seen, ended };
};

const oneLine = ({ code, out, err }: Ended): string => {
  assert.is(code, 1);
  assert.is(out, '');
  assert.is(err.trimEnd().split('\n').length, 1, err);
  return err.trimEnd();
};

test('it prints where it is, answers there, and stops on Ctrl-C', async () => {
  const { child, seen, ended } = start(['--port', '0']);
  while (!seen.out.includes('Nothing here')) await Promise.race([new Promise(r => setTimeout(r, 20)), ended]);
  const [origin = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(seen.out) ?? [];
  assert.match(await (await fetch(origin)).text(), '<title>Curfew</title>');
  assert.match(await (await fetch(`${origin}/app.js`)).text(), 'EventSource');
  assert.match(await (await fetch(`${origin}/style.css`)).text(), '.sidebar');
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  assert.is(code, 0);
  assert.match(out, 'Nothing here reaches AWS or Slack.');
  assert.is(err, '');
});

test('a taken port is one line with another one to take', async () => {
  const taken = createServer();
  await new Promise<void>(done => taken.listen(0, '127.0.0.1', done));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const line = oneLine(await start(['--port', String(port)]).ended);
  assert.is(line, `Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);
  taken.close();
});

test('a broken configuration is one line: file, line, key and what would be right', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'curfew-')), 'broken.yml');
  const example = await readFile(join(root, 'access.example.yml'), 'utf8');
  await writeFile(file, example.replace('kind: iam-group', 'kind: iam-grup'));
  const line = oneLine(await start(['--config', file]).ended);
  assert.match(line, /broken\.yml:\d+:\d+: /);
  assert.match(line, 'projects.payments.roles[0].kind');
  assert.match(line, 'iam-group');
});

test('a missing configuration is one line with its name', async () => {
  assert.match(oneLine(await start(['--config', 'nowhere.yml']).ended), /^nowhere\.yml cannot be read/);
});

test('an old Node is one line, before anything it could not read', async () => {
  const old =
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.12.0' } })";
  const node = ['--import', `data:text/javascript,${encodeURIComponent(old)}`];
  assert.is(oneLine(await start([], node).ended), 'Curfew needs Node 20.19 or newer; this is Node 18.12.0.');
});

test.run();
