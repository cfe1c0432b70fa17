import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type LambdaName, lambdaNames, logicalId } from '../../deploy/names.ts';
import { bundle } from '../../tooling/build/esbuild.ts';
import { makePackage } from './package.ts';

const packaged = makePackage();
const nowhere = 'http://127.0.0.1:9';

/** What works without being set. */
const optional = ['LOG_LEVEL', 'SLACK_COMMAND'];

const call = (state: string) => ({ v: 1, state, requestId: 'request-1' });
const events: Record<LambdaName, unknown> = {
  slack: { headers: {}, body: '' },
  open: call('Open'),
  ask: { ...call('Ask'), entered: '2026-01-01T00:00:00.000Z', retry: 0, token: 'token' },
  grant: call('Grant'),
  revoke: { ...call('Revoke'), because: 'end' },
  tell: call('Tell granted'),
  sweep: {},
};

const environmentOf = (name: LambdaName): Record<string, unknown> => {
  const { Environment } = packaged.template.Resources[logicalId.lambda(name)]?.Properties ?? {};
  return (Environment as { Variables: Record<string, unknown> }).Variables;
};

const outcomesOf = async (name: LambdaName, names: string[]): Promise<Record<string, string>> => {
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

for (const name of lambdaNames) {
  test(`${name} finds every variable it needs, and is given none it does not need`, async () => {
    const names = Object.keys(environmentOf(name));
    const outcomes = await outcomesOf(name, names);
    assert.is.not(outcomes[''], 'InvalidConfig', 'with its whole environment');
    for (const variable of names.filter(each => !optional.includes(each))) {
      assert.is(outcomes[variable], 'InvalidConfig', `without ${variable}`);
    }
  });
}

test('secrets stand in the template only as references to Secrets Manager', () => {
  for (const name of lambdaNames) {
    for (const [variable, value] of Object.entries(environmentOf(name))) {
      if (!/SECRET|BOT_TOKEN/.test(variable)) continue;
      assert.match(
        String(value),
        /^\{\{resolve:secretsmanager:curfew\/slack:SecretString:\w+::\}\}$/,
        variable,
      );
    }
  }
});

test('a Lambda that is given a secret has its environment encrypted under the key of the stack', () => {
  for (const name of lambdaNames) {
    const { KmsKeyArn } = packaged.template.Resources[logicalId.lambda(name)]?.Properties ?? {};
    const holdsSecret = Object.values(environmentOf(name)).some(value =>
      String(value).includes('{{resolve:'),
    );
    assert.equal(KmsKeyArn, holdsSecret ? { 'Fn::GetAtt': ['SecretsKey', 'Arn'] } : undefined, name);
  }
});

test.run();
