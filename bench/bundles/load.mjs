// node load.mjs FILE-URL: prints how many milliseconds importing the file takes in a process that has loaded nothing.
const from = performance.now();
await import(process.argv[2]);
process.stdout.write(`\n${performance.now() - from}\n`);
process.exit(0);
