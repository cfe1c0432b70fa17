// slow: 2,000 steps through everything
import { test } from 'uvu';
import { runInterleavings } from './support/interleavings.ts';

test('F55: 2,000 random steps of people, faults and crashes keep AWS equal to the ledger, and invariants A–E', async () => {
  await runInterleavings(2_000, Number(process.env.CURFEW_SEED ?? 20_261_120));
});

test.run();
