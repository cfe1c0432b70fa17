import { randomBytes } from 'node:crypto';

export interface Ids {
  /** E.g. `next('V')` → `V0000000001`: stable from run to run, so that tests can compare. */
  next: (prefix: string) => string;
  /** A message timestamp, unique and rising within the workspace. */
  ts: () => string;
  /** Unguessable, for triggers and response_urls. */
  opaque: () => string;
}

export const createIds = (now: () => number): Ids => {
  let count = 0;
  let last = 0n;
  return {
    next: prefix => {
      count += 1;
      return `${prefix}${String(count).padStart(10, '0')}`;
    },
    ts: () => {
      const micros = BigInt(Math.trunc(now())) * 1000n;
      last = micros > last ? micros : last + 1n;
      const digits = String(last).padStart(16, '0');
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    },
    opaque: () => randomBytes(16).toString('hex'),
  };
};
