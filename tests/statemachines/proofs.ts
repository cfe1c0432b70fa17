import type { Machine } from '../../statemachines/machine.ts';
import type { Json } from '../../tooling/asl/definition.ts';
import { accessProofs } from './access/proofs.ts';
import type { Stricter } from './definition.ts';

/** What becomes of an execution in which expressions fail. */
export type Evaluation = {
  /** Where such an execution ends, for the title. */
  ends: string;
  /** The states in which it matters. */
  states: readonly string[];
  /** Plays it, in every way that leads through the state, while `field` fails so often. `[]`: nothing leads there. */
  inject(failure: {
    state: string;
    field: string;
    times: number;
  }): Promise<readonly { sound: boolean; about: string }[]>;
};

/** What the proofs that hold for every machine must know of one, and which proofs it has besides. */
export type Proofs = {
  stricter: Stricter;
  /** Plays it: by state, what it sends to its Lambda. */
  payloads(): Promise<ReadonlyMap<string, Json>>;
  evaluation: Evaluation;
  /** Test files in this folder for what only this machine promises. */
  own: readonly string[];
};

const proofs: Readonly<Record<string, Proofs>> = { access: accessProofs };
export const provenNames = Object.keys(proofs);

/** Throws for a machine without proofs. */
export const proofsOf = ({ name }: Machine): Proofs => {
  const found = proofs[name];
  if (found === undefined) throw new Error(`Nothing is proven of the state machine ${name}: list it here.`);
  return found;
};
