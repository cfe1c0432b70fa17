/**
 * How much the tests do that could go on for ever. `npm test` does enough to find out what broke just now; the gate,
 * with `CURFEW_EFFORT=long` (`npm run test:long`), all that anyone waits for. This file alone reads the environment.
 */
export type Effort = {
  /** Random steps in `tests/e2e/interleavings.test.ts`. */
  steps: number;
  /** Approvals and denials at once. */
  races: number;
  /** A Lambda dies at every n-th of its calls. */
  crashStride: number;
  /** Tables are restored from and at every n-th pair of moments. */
  restoreStride: number;
  /** Every n-th changed machine is played. */
  mutantStride: number;
  /** For how long a revocation fails. */
  failingHours: number;
  /** Of how many kinds a long wait is played. */
  kinds: number;
  /** How many requests stand in the way of a sweep, at most. */
  crowd: number;
};

const short: Effort = {
  steps: 60,
  races: 20,
  crashStride: 120,
  restoreStride: 105,
  mutantStride: 24,
  failingHours: 3,
  kinds: 1,
  crowd: 40,
};
const long: Effort = {
  steps: 2_000,
  races: 1_000,
  crashStride: 7,
  restoreStride: 53,
  mutantStride: 1,
  failingHours: 8,
  kinds: Number.POSITIVE_INFINITY,
  crowd: 300,
};

/** Throws on any word but the two. Exported for tests. */
export const effortNamed = (word: string): Effort => {
  if (word === 'short') return short;
  if (word === 'long') return long;
  throw new Error(`CURFEW_EFFORT is short or long, not ${word}`);
};

const {
  CURFEW_EFFORT: word = 'short',
  CURFEW_STEPS: soakSteps = '10000',
  CURFEW_STRIDE: soakStride = '1',
  CURFEW_SEED: seed,
} = process.env;

export const effort = effortNamed(word);

/** Without a seed of its own, the same steps every time: what fails fails for what changed. */
export const stepsSeed = Number(seed ?? 20_261_120);

/** A new second, new paths; the seed stands in the failure. `stride`: a Lambda dies at every n-th of its calls. */
export const soak = {
  steps: Number(soakSteps),
  stride: Number(soakStride),
  seed: Number(seed ?? Math.floor(Date.now() / 1000)),
};
