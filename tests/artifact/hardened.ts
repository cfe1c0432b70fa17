import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Compiled, Package } from './package.ts';

/** The files of an archive, unpacked as Lambda unpacks it: each keeps the mode that the archive says. */
export const unpacked = ({ folder }: Package, name: string): { path: string; mode: number }[] => {
  const into = mkdtempSync(join(tmpdir(), 'curfew-unpacked-'));
  process.on('exit', () => rmSync(into, { recursive: true, force: true }));
  // Python's own command forgets modes.
  const script =
    'import os,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nfor i in z.infolist():\n p=z.extract(i,sys.argv[2])\n os.chmod(p,(i.external_attr>>16)&0o7777)';
  execFileSync('python3', ['-c', script, join(folder, `${name}.zip`), into]);
  return filesIn(into).map(path => ({ path, mode: statSync(path).mode & 0o7777 }));
};

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name));

/** Nobody: on every Linux. */
const another = 65_534;

/**
 * Loads a bundle as another user than the one who packaged it, where this process may become one, and answers the type of
 * its handler. `variables`: names of those that its environment has.
 */
export const loadedByAnother = (path: string, variables: string[]): string => {
  for (let folder = join(path, '..'); folder !== tmpdir(); folder = join(folder, '..'))
    chmodSync(folder, 0o755);
  const script = `import(${JSON.stringify(path)}).then(({ handler }) => process.stdout.write(typeof handler))`;
  return execFileSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: {
      PATH: '/usr/bin:/bin',
      AWS_REGION: 'x',
      ...Object.fromEntries(variables.map(name => [name, 'set'])),
    },
    cwd: '/',
    ...(process.getuid?.() === 0 && { uid: another, gid: another }),
  });
};

/** Ids that a value refers to. */
const referredTo = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : String(inner).split('.')[0])];
    if (key === 'Fn::Sub')
      return [...JSON.stringify(inner).matchAll(/\$\{(\w+)[.}]/g)].map(([, id = '']) => id);
    return referredTo(inner);
  });
};

/**
 * Everything that CloudFormation makes before a resource, directly or not.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
 */
export const madeBefore = (resources: Record<string, Compiled>, id: string, found = new Set<string>()) => {
  const { DependsOn = [], Properties = {} } = resources[id] ?? {};
  for (const before of [DependsOn, referredTo(Properties)].flat()) {
    if (resources[before] === undefined || found.has(before)) continue;
    found.add(before);
    madeBefore(resources, before, found);
  }
  return found;
};
