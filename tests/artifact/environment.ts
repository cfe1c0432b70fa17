import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { logicalId } from '../../deploy/names.ts';
import type { LambdaName } from '../../statemachines/names.ts';
import { bundle } from '../../tooling/build/esbuild.ts';
import type { Package } from './package.ts';

const nowhere = 'http://127.0.0.1:9';

/** What works without being set. */
export const optional = ['LOG_LEVEL', 'POWERTOOLS_SERVICE_NAME', 'SLACK_COMMAND'];

const call = (state: string) => ({ v: 1, state, requestId: 'request-1' });
const events: Record<LambdaName, unknown> = {
  slack: { headers: {}, body: '' },
  open: call('Open'),
  ask: { ...call('Ask'), entered: '2026-01-01T00:00:00.000Z', retry: 0, token: 'token' },
  grant: call('Grant'),
  revoke: { ...call('Revoke'), because: 'end' },
  notify: call('Notify granted'),
  sweep: {},
};

/** The variables a Lambda is given. */
export const environmentOf = ({ template }: Package, name: LambdaName): Record<string, unknown> => {
  const { Environment } = template.Resources[logicalId.lambda(name)]?.Properties ?? {};
  return (Environment as { Variables: Record<string, unknown> }).Variables;
};

/** The error a Lambda ends with when AWS is nowhere: with all of `names` set (under the key '') and without each. */
export const outcomesOf = async (name: LambdaName, names: string[]): Promise<Record<string, string>> => {
  const { file } = await bundle(`functions/${name}.ts`, { stub: true, outdir: `.build/environment-${name}` });
  const set = Object.fromEntries(names.map(variable => [variable, 'set']));
  const written = execFileSync(
    process.execPath,
    [
      'tests/artifact/start-lambda.mjs',
      pathToFileURL(resolve(file)).href,
      JSON.stringify(events[name]),
      JSON.stringify(names),
    ],
    {
      encoding: 'utf8',
      stdio: 'pipe',
      env: {
        ...set,
        PATH: '/usr/bin:/bin',
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'nobody',
        AWS_SECRET_ACCESS_KEY: 'nothing',
        AWS_ENDPOINT_URL: nowhere,
      },
    },
  );
  return JSON.parse(written.trim().split('\n').at(-1) ?? '') as Record<string, string>;
};
