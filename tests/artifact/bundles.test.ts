import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from 'zod';
import { type Bundle, bundle, contents, lambdas } from '../../tooling/build/esbuild.ts';
import options from '../../tooling/build/options.cjs';
import { throwsNamed } from '../../tooling/test/assert.ts';

const outdir = mkdtempSync(join(tmpdir(), 'curfew-bundles-'));
test.after(() => rmSync(outdir, { recursive: true }));

const largest = 600_000;
/** Slack waits 3 seconds, a cold start included. */
const largestForSlack = 500_000;
const fixture = (name: string) => `tests/tooling/fixtures/${name}.ts`;
const bundles = new Map<string, Promise<Bundle>>();
const made = (entry: string): Promise<Bundle> => {
  const known = bundles.get(entry) ?? bundle(entry, { stub: true, outdir });
  bundles.set(entry, known);
  return known;
};
const load = (file: string): Promise<unknown> => import(pathToFileURL(resolve(file)).href);

const leftOut = [
  '@aws-sdk/nested-clients',
  '@smithy/credential-provider-imds',
  '@slack/oauth',
  '@slack/socket-mode',
  'express',
  'iconv-lite',
  'jsonwebtoken',
  'raw-body',
  'undici',
];
const unwanted = (bundled: Bundle): string[] =>
  contents(bundled)
    .map(([name]) => name)
    .filter(name => leftOut.includes(name));

/** Modules that the bundle still asks for when it runs; only Node's own are there on Lambda. */
const missing = ({ metafile }: Bundle): string[] =>
  Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports.map(({ path }) => path))
    .filter(path => !builtinModules.includes(path.replace(/^node:/, '')));

test('of an SDK client’s package.json only the version is carried', async () => {
  const { metafile } = await made('functions/grant.ts');
  const carried = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path]) => /@aws-sdk\/client-[\w-]+\/package\.json$/.test(path));
  assert.ok(carried.length > 0);
  for (const [path, { bytesInOutput }] of carried)
    assert.ok(bytesInOutput < 100, `${path}: ${bytesInOutput}`);
});

for (const entry of lambdas()) {
  test(`${entry} bundles to one file under ${largest / 1000} kB that needs Node alone`, async () => {
    const bundled = await made(entry);
    assert.ok(bundled.bytes <= largest, `${bundled.bytes} bytes`);
    assert.equal(unwanted(bundled), []);
    assert.equal(missing(bundled), []);
    const exported = Object.values(bundled.metafile.outputs).flatMap(output => output.exports);
    assert.ok(exported.includes('handler'));
  });
}

test('the Slack-facing bundle is at most 500 kB and carries no schema library', async () => {
  const { bytes, metafile } = await made('functions/slack.ts');
  assert.ok(bytes <= largestForSlack, `${bytes} bytes`);
  const inputs = Object.keys(metafile.inputs);
  assert.ok(inputs.some(path => path.includes('/@slack/bolt/')));
  assert.equal(
    inputs.filter(path => path.includes('/zod/')),
    [],
  );
});

test('without its unused receivers, Bolt takes less than half of the bundle', async () => {
  const small = await made(fixture('bolt-lambda'));
  const whole = await bundle(fixture('bolt-lambda'), { stub: false, outdir: join(outdir, 'unstubbed') });
  assert.ok(small.bytes <= largest, `${small.bytes} bytes`);
  assert.ok(small.bytes <= whole.bytes / 2, `${small.bytes} of ${whole.bytes} bytes`);
  assert.equal(unwanted(small), []);
  assert.is.not(unwanted(whole).length, 0);
});

type AnyFunction = (...given: unknown[]) => unknown;
const anyFunction = z.custom<AnyFunction>(value => typeof value === 'function');
const lambdaModule = z.object({ handler: anyFunction });
const body = 'command=%2Faccess&text=hello&user_id=U0ALICE&team_id=T0&trigger_id=1';

async function post(secret: string): Promise<{ statusCode: number; body: string }> {
  const { file } = await made(fixture('bolt-lambda'));
  const { handler } = lambdaModule.parse(await load(file));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  const answer: unknown = await handler({ body, headers, isBase64Encoded: false }, {}, () => {});
  return z.object({ statusCode: z.number(), body: z.string() }).parse(answer);
}

test('the bundled Bolt answers a signed command', async () => {
  const answer = await post('a signing secret');
  assert.is(answer.statusCode, 200);
  assert.match(answer.body, 'heard hello');
});

test('the bundled Bolt refuses a command signed with another secret', async () => {
  assert.is((await post('another secret')).statusCode, 401);
});

test('what was left out of the bundle says so when it is used', async () => {
  const { file } = await made(fixture('bolt-misused'));
  const { misuses } = z.object({ misuses: z.record(z.string(), anyFunction) }).parse(await load(file));
  assert.is(Object.keys(misuses).length, 3);
  for (const misuse of Object.values(misuses)) throwsNamed(misuse, 'Error', 'is left out of this bundle');
});

test('an error keeps its name in a bundle', async () => {
  const { file } = await made(fixture('named-error'));
  const { failure } = z.object({ failure: z.instanceof(Error) }).parse(await load(file));
  assert.is(failure.name, 'NotYet');
});

test('the same source makes the same bundle', async () => {
  const first = readFileSync((await made(fixture('bolt-lambda'))).file, 'utf8');
  const again = await bundle(fixture('bolt-lambda'), { stub: true, outdir: join(outdir, 'again') });
  assert.ok(readFileSync(again.file, 'utf8') === first);
});

test('the source map holds no sources', async () => {
  const { file } = await made(fixture('named-error'));
  const map: unknown = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
  assert.not.ok(z.looseObject({ sources: z.array(z.string()).min(1) }).parse(map).sourcesContent);
});

test('serverless-esbuild bundles with the same options, and installs no packages', () => {
  const { outputFileExtension, exclude, external, ...shared } = options();
  assert.equal(shared, options.esbuildOptions);
  assert.is(shared.plugins, options.esbuildOptions.plugins);
  assert.equal(
    { outputFileExtension, exclude, external },
    { outputFileExtension: '.mjs', exclude: [], external: [] },
  );
});

test.run();
