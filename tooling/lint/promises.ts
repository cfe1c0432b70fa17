// ESLint with its rules that need types, on the files for which it has not already found nothing.
// node --import tsx tooling/lint/promises.ts
//
// ESLint's own cache looks at one file alone, though a type may change in another: this one looks at all that a file
// imports. It only holds what was found sound; anything unclear is linted again.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keysOf } from './closure.ts';

const soundPath = '.build/lint/sound.json';
const settings = ['eslint.config.js', 'tsconfig.json', 'package.json', 'package-lock.json'];
const tools = ['closure.ts', 'promises.ts'].map(name => join(import.meta.dirname, name));

const read = (path: string): string => readFileSync(path, 'utf8');

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return filesIn(path);
    return /\.([cm]?[jt]s|json)$/.test(entry.name) ? [path.replaceAll('\\', '/')] : [];
  });

const readSound = (): Set<string> => {
  try {
    return new Set(JSON.parse(read(soundPath)) as string[]);
  } catch {
    // Never written, or half: everything is linted.
    return new Set();
  }
};

const writeSound = (keys: string[]): void => {
  const beside = `${soundPath}.${process.pid}`;
  mkdirSync(dirname(soundPath), { recursive: true });
  writeFileSync(beside, JSON.stringify(keys));
  renameSync(beside, soundPath);
};

const files = new Map(filesIn('.').map(path => [path, read(path)]));
const rest = [process.version, ...[...settings, ...tools].map(read)].join('\0');
const keys = keysOf(files, rest);
const sound = readSound();
const unclear = Array.from(keys).flatMap(([path, key]) => (sound.has(key) ? [] : [path]));
if (unclear.length > 0) {
  const eslint = ['node_modules/eslint/bin/eslint.js', '--no-warn-ignored', '--max-warnings', '0'];
  const { status } = spawnSync(process.execPath, [...eslint, ...unclear], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
  if (status === 0) writeSound([...keys.values()]);
}
