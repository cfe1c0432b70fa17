import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Compiled = {
  Type: string;
  DeletionPolicy?: string;
  DependsOn?: string | string[];
  Properties: Record<string, unknown>;
};

export type Package = {
  folder: string;
  templatePath: string;
  template: { Resources: Record<string, Compiled>; Outputs: Record<string, unknown> };
};

/**
 * `npm run package` into a folder of its own, as on a machine that has neither credentials nor a network: every address
 * an AWS client could try leads nowhere, and the home directory is empty. `umask`: the shell's, in octal digits.
 */
export const makePackage = (umask = '022'): Package => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-package-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const nowhere = 'http://127.0.0.1:9';
  // A shell sets the umask of what it starts; this process keeps its own.
  const words = ['node_modules/serverless/bin/serverless.js', 'package', '--package', folder];
  execFileSync('/bin/sh', ['-c', 'umask "$0" && exec "$@"', umask, process.execPath, ...words], {
    stdio: 'pipe',
    env: {
      PATH: '/usr/bin:/bin',
      HOME: folder,
      CI: 'true',
      AWS_ENDPOINT_URL: nowhere,
      AWS_EC2_METADATA_DISABLED: 'true',
      HTTPS_PROXY: nowhere,
      HTTP_PROXY: nowhere,
    },
  });
  const templatePath = join(folder, 'cloudformation-template-update-stack.json');
  return {
    folder,
    templatePath,
    template: JSON.parse(readFileSync(templatePath, 'utf8')) as Package['template'],
  };
};

/** Logical ids and resources of one type. */
export const ofType = ({ template }: Package, type: string): [string, Compiled][] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

/** Name and hash of every archive. */
export const archives = ({ folder }: Package): [string, string][] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.zip'))
    .sort()
    .map(name => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]);
