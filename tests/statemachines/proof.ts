import type { Json } from '../../tooling/asl/definition.ts';
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
