import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bundle, contents } from '../../tooling/build/esbuild.ts';
import { rejectsNamed } from '../../tooling/test/assert.ts';

const outdir = mkdtempSync(join(tmpdir(), 'curfew-credentials-'));
const seen: IncomingHttpHeaders[] = [];
const server = createServer((request, response) => {
  seen.push(request.headers);
  request.resume().on('end', () => response.end('{}'));
});
await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test.after(() => {
  rmSync(outdir, { recursive: true });
  server.closeAllConnections();
  server.close();
});

const bundled = await bundle('tests/tooling/fixtures/aws-calls.ts', { stub: true, outdir });
type Calls = { calls: (() => Promise<unknown>)[] };
const { calls } = (await import(pathToFileURL(resolve(bundled.file)).href)) as Calls;

// As Lambda sets them. Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
const credentials = {
  AWS_ACCESS_KEY_ID: 'ASIALAMBDA',
  AWS_SECRET_ACCESS_KEY: 'a secret key',
  AWS_SESSION_TOKEN: 'a session token',
};

test.before.each(() => {
  seen.length = 0;
  Object.assign(process.env, credentials, {
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SFN: endpoint,
  });
  delete process.env.AWS_PROFILE;
});

test("a bundle signs its calls with the credentials of its Lambda's environment", async () => {
  for (const call of calls) await call();
  assert.is(seen.length, 2);
  for (const [index, service] of ['dynamodb', 'states'].entries()) {
    const { authorization = '', 'x-amz-security-token': token } = seen[index] ?? {};
    assert.match(
      authorization,
      new RegExp(`^AWS4-HMAC-SHA256 Credential=ASIALAMBDA/\\d{8}/eu-central-1/${service}/aws4_request, `),
    );
    assert.match(authorization, /Signature=[0-9a-f]{64}$/);
    assert.is(token, 'a session token');
  }
});

test('a bundle without credentials in its environment says so, and calls nobody', async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  for (const call of calls) {
    await rejectsNamed(call(), 'CredentialsProviderError', 'Unable to find environment variable credentials');
  }
  assert.equal(seen, []);
});

test('a bundle holds no other way to find credentials', () => {
  const names = contents(bundled).map(([name]) => name);
  assert.ok(names.includes('@aws-sdk/credential-provider-env'));
  const others = /credential-provider-(?!env)|nested-clients|token-providers/;
  assert.equal(
    names.filter(name => others.test(name)),
    [],
  );
});

test.run();
