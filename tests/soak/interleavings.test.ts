import { test } from 'uvu';
import { runInterleavings } from '../e2e/support/interleavings.ts';

const steps = Number(process.env.CURFEW_STEPS ?? 10_000);
// A new day, new paths; the seed stands in the failure.
const seed = Number(process.env.CURFEW_SEED ?? Math.floor(Date.now() / 1000));

test(`F55: ${steps} random steps of people, faults and crashes keep AWS equal to the ledger, and invariants A–E`, async () => {
  await runInterleavings(steps, seed);
});

test.run();
