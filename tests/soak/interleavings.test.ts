import { test } from 'uvu';
import { runInterleavings } from '../e2e/support/interleavings.ts';
import { soak } from '../effort.ts';

test(`F55: ${soak.steps} random steps of people, faults and crashes keep AWS equal to the ledger, and invariants A–E`, async () => {
  await runInterleavings(soak.steps, soak.seed);
});

test.run();
