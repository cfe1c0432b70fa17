import type { Proofs } from '../proof.ts';
import { evaluation } from './evaluation.ts';
import { recordPayloads } from './model/payloads.ts';
import { stricter } from './model/static.ts';

export const accessProofs: Proofs = {
  stricter,
  payloads: recordPayloads,
  evaluation,
  own: ['access/machine.test.ts', 'access/scenarios.test.ts', 'access/mutations.test.ts'],
};
