// node answer.mjs FILE-URL EVENT: loads a Lambda, lets it answer one event, and prints at which millisecond since
// the start of this process it had loaded and had answered.
const [file, event] = process.argv.slice(2);
const { handler } = await import(file);
const loaded = performance.now();
const { statusCode } = await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 10_000 });
process.stdout.write(`\n${JSON.stringify({ statusCode, loaded, answered: performance.now() })}\n`);
process.exit(0);
