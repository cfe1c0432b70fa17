// What `npm start` runs. An old Node can parse this file too, so it says what is wrong instead of failing on syntax.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const wanted = engines.node.replace('>=', '');
const numbers = version => version.split('.').map(Number);
const [major, minor] = numbers(process.versions.node);
const [leastMajor, leastMinor] = numbers(wanted);

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  console.error(`Curfew needs Node ${wanted} or newer; this is Node ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./start.ts');
}
