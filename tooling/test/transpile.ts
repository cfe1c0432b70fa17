// tsx compiles every module anew in every process, on a thread of its own: half of what a small test file costs. So the
// runner compiles the whole tree once, one module for one module, and starts plain Node.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type BuildFailure, build, type OutputFile, version } from 'esbuild';
import { compiledPath, ownModules } from './modules.ts';

/** What the compiled modules were made from: a hash of each source, and of everything else that counts. */
type Made = { with: string; sources: Record<string, string> };

const out = '.build/tests';

/** The compiled module of a source file, both relative to the repository. */
export const compiled = (source: string): string => compiledPath(source, out);

/**
 * Brings `.build/tests` up to date with every TypeScript file under `root`. Two runners may do so at once: each file is
 * replaced in one go, by what the other would write. A file that is no TypeScript fails when it is loaded.
 */
export async function transpile(root = '.'): Promise<void> {
  const madePath = join(root, out, 'made.json');
  const before = readMade(madePath);
  const now: Made = { with: settings(root), sources: hashes(root) };
  const same = before.with === now.with;
  const stale = Object.keys(now.sources).filter(file => !same || before.sources[file] !== now.sources[file]);
  const gone = Object.keys(before.sources).filter(file => now.sources[file] === undefined);
  if (stale.length + gone.length === 0) return;
  for (const file of gone) rmSync(join(root, compiled(file)), { force: true });
  for (const { path, contents } of await compile(stale, resolve(root))) replace(path, contents);
  replace(madePath, JSON.stringify(now));
}

async function compile(sources: string[], root: string): Promise<OutputFile[]> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: sources,
      outdir: out,
      outbase: '.',
      outExtension: { '.js': '.mjs' },
      write: false,
      // Nothing is bundled: the plugin leaves every import where it was. Only so does esbuild rewrite paths.
      bundle: true,
      plugins: [ownModules(root, join(root, out))],
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      sourcemap: 'inline',
      sourcesContent: false,
      logLevel: 'silent',
    });
    return outputFiles;
  } catch (error) {
    const broken = brokenIn(error);
    if (broken.size === 0) throw error;
    const sound = sources.filter(file => !broken.has(file));
    const failing = Array.from(broken, ([file, why]) => failingModule(join(root, compiled(file)), why));
    return [...(await compile(sound, root)), ...failing];
  }
}

/** File → what is wrong with it. */
function brokenIn(error: unknown): Map<string, string> {
  const { errors = [] } = error as Partial<BuildFailure>;
  return new Map(
    errors.flatMap(({ location, text }) =>
      location ? [[location.file, `${location.file}:${location.line}: ${text}`] as const] : [],
    ),
  );
}

function failingModule(path: string, why: string): OutputFile {
  const text = `throw new SyntaxError(${JSON.stringify(why)});`;
  return { path, contents: Buffer.from(text), text, hash: '' };
}

function readMade(path: string): Made {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Made;
  } catch {
    // Never made, or half written: everything is made anew.
    return { with: '', sources: {} };
  }
}

/** Compiled modules know where their source is, and how they were compiled. */
function settings(root: string): string {
  const how = ['transpile.ts', 'modules.ts'].map(file => readFileSync(join(import.meta.dirname, file)));
  return hash(resolve(root), version, ...how);
}

function hashes(root: string, folder = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (entry.isDirectory()) Object.assign(found, hashes(root, path));
    else if (/(?<!\.d)\.ts$/.test(entry.name)) found[path] = hash(readFileSync(join(root, path)));
  }
  return found;
}

function hash(...parts: (string | Buffer)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
}

function replace(path: string, contents: string | Uint8Array): void {
  const beside = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(beside, contents);
  renameSync(beside, path);
}
