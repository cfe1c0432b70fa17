import { mkdirSync, writeFileSync } from 'node:fs';
import { machines } from '../../statemachines/machines.ts';
import { proofsOf } from './proofs.ts';

/** Writes what a machine sends today, for a new version of its payloads. An old version is never written again. */
const [name = '', version = ''] = process.argv.slice(2);
const machine = machines.find(each => each.name === name);
if (machine === undefined || !/^v\d+$/.test(version))
  throw new Error('Which machine and which version? e.g. access v2');
const folder = new URL(`fixtures/${name}/${version}/`, import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [state, payload] of await proofsOf(machine).payloads()) {
  const file = new URL(`${state.replace(/\W+/g, '-').replace(/-$/, '').toLowerCase()}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ state, payload }, undefined, 2)}\n`, { flag: 'wx' });
}
