// npm run bench [-- --check] [-- --only bundles,clicks]: measures what docs/benchmarks.md describes.
import { cpus } from 'node:os';
import { timed } from './measure.ts';
import { readOptions } from './options.ts';
import { exitCode, render, type Section, summary, verdictOn } from './report.ts';
import { sections } from './sections.ts';

const { check, only } = readOptions(process.argv.slice(2));
const cores = cpus();

console.log(
  `Curfew's benchmarks, ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${process.platform} ${process.arch}, ${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'})\n`,
);

const measured: Section[] = [];
const whole = await timed(async () => {
  for (const [index, name] of only.entries()) {
    console.error(`… ${index + 1}/${only.length} ${name}`);
    const { ms, value } = await timed(sections[name]);
    measured.push(value);
    console.log(render(value));
    console.error(`… ${name} took ${(ms / 1000).toFixed(1)} s\n`);
  }
});

const verdict = verdictOn(measured);
console.log(summary(verdict));
console.error(`… ${(whole.ms / 1000).toFixed(0)} s in all`);
process.exitCode = exitCode(verdict, check);
