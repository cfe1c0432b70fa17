// slow: steps through everything
import { test } from 'uvu';
import { effort, stepsSeed } from '../effort.ts';
import { runInterleavings } from './support/interleavings.ts';

test(`F55: ${effort.steps} random steps of people, faults and crashes keep AWS equal to the ledger, and invariants A–E`, async () => {
  await runInterleavings(effort.steps, stepsSeed);
});

test.run();
