import type { Machine } from '../../statemachines/machine.ts';
import { accessProofs } from './access/proofs.ts';
import type { Proofs } from './proof.ts';

const proofs: Readonly<Record<string, Proofs>> = { access: accessProofs };
export const provenNames = Object.keys(proofs);

/** Throws for a machine without proofs. */
export const proofsOf = ({ name }: Machine): Proofs => {
  const found = proofs[name];
  if (found === undefined) throw new Error(`Nothing is proven of the state machine ${name}: list it here.`);
  return found;
};
