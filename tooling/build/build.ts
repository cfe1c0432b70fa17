// Bundles every Lambda into .build/functions, as `serverless package` does.
// node --import tsx tooling/build/build.ts
import { rmSync } from 'node:fs';
import { bundle, lambdas } from './esbuild.ts';

const entries = lambdas();
if (entries.length === 0) throw new Error('There are no Lambdas in functions/');
rmSync('.build/functions', { recursive: true, force: true });
for (const entry of entries) {
  const { file, bytes } = await bundle(entry, { stub: true });
  console.log(`${String(Math.ceil(bytes / 1000)).padStart(5)} kB  ${file}`);
}
