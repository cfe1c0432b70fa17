// Runs several compiled test files in this process, one after the other: for small files, whose modules cost more to load
// than their tests to run. As with uvu's own command line, each file has a queue of its own.
// node .build/tests/tooling/test/together.mjs FILES…
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const queues: unknown[][] = [];
Object.assign(globalThis, { UVU_DEFER: true, UVU_QUEUE: queues });

for (const [index, file] of process.argv.slice(2).entries()) {
  const queue: unknown[] = [file];
  queues.push(queue);
  Object.assign(globalThis, { UVU_INDEX: index });
  await import(pathToFileURL(resolve(file)).href);
  if (queue.length === 1) throw new Error(`${file} runs no tests: is \`.run()\` missing?`);
}

// uvu reads the globals above when it is loaded.
const { exec } = await import('uvu');
await exec();
