// Forked by built-lambda.ts: node serve-lambda.mjs BUNDLE. Does for one bundle what the Lambda service does: imports it
// once, with nothing but its own environment, then hands it one event after another and reports what its handler
// returned or threw.
//
// A message is { id, event, timeoutMs, now }. `now` (epoch ms, optional) is what the clock shows from then on: deployed
// code reads Date alone, so a story of hours, with its leases and ends, is told in seconds. Only this process's Date is
// replaced, before the bundle is loaded; the bundle is what is deployed, byte for byte. Timers stay real.
import { performance } from 'node:perf_hooks';

const RealDate = Date;
let told;
const now = () => told ?? RealDate.now();
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});

const contextOf = timeoutMs => {
  const started = performance.now();
  return { getRemainingTimeInMillis: () => Math.max(0, timeoutMs - (performance.now() - started)) };
};

/** What the service reports of an error. Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const failureOf = error => ({ errorType: error.name, errorMessage: error.message, trace: error.stack });

// Whoever started this is gone: nothing is left to do here.
process.on('disconnect', () => process.exit());

const { handler } = await import(process.argv[2]);

process.on('message', async ({ id, event, timeoutMs, now }) => {
  told = now;
  try {
    process.send({ id, payload: JSON.stringify((await handler(event, contextOf(timeoutMs))) ?? null) });
  } catch (error) {
    process.send({ id, failure: failureOf(error) });
  }
});
process.send({ ready: true });
