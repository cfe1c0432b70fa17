import { mkdirSync, writeFileSync } from 'node:fs';
import { recordPayloads } from './access/model/payloads.ts';

/** Writes what the machine sends today, for a new version of the payloads. An old version is never written again. */
const [version] = process.argv.slice(2);
if (version === undefined || !/^v\d+$/.test(version)) throw new Error('Which version? e.g. v2');
const folder = new URL(`fixtures/access/${version}/`, import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [state, payload] of await recordPayloads()) {
  const file = new URL(`${state.replace(/\W+/g, '-').replace(/-$/, '').toLowerCase()}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ state, payload }, undefined, 2)}\n`, { flag: 'wx' });
}
