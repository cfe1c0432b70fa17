import { createHash } from 'node:crypto';
import jsonata, { type Expression } from 'jsonata';

/** What an expression needs from outside. It is bound to a name that no expression can spell. */
export interface Surroundings {
  /** Epoch milliseconds, the same for the whole evaluation. */
  readonly now: number;
  readonly random: () => number;
  readonly newId: () => string;
}

export const surroundingsName = ' surroundings';

interface Focus {
  environment: { lookup(name: string): unknown; timestamp: Date | null };
}

const surroundings = (focus: Focus): Surroundings =>
  focus.environment.lookup(surroundingsName) as Surroundings;

const hashes: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const hash = (content: string, algorithm: string) => {
  const name = hashes[algorithm];
  if (name === undefined) throw new Error(`$hash does not know the algorithm ${algorithm}`);
  return createHash(name).update(content).digest('hex');
};

const partition = (items: unknown[], size: number) => {
  if (!Number.isInteger(size) || size < 1) throw new Error('$partition needs a positive whole size');
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
};

const range = (first: number, last: number, step: number) => {
  if (step === 0) throw new Error('$range needs a step other than 0');
  const count = Math.floor((last - first) / step) + 1;
  if (count > 1000) throw new Error('$range makes at most 1000 items');
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * step);
};

/** A number in [0, 1) that is always the same for one seed (mulberry32). */
const seeded = (seed: number) => {
  let x = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  x = Math.imul(x ^ (x >>> 15), x | 1);
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
  return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
};

type ToMillis = (this: Focus, timestamp?: string, picture?: string) => number | undefined;

const ownToMillis = jsonata('$toMillis').evaluate({}) as Promise<{ implementation: ToMillis }>;

/** With a picture, missing parts of the text come from the current time: that of the engine's clock. */
async function toMillis(this: Focus, timestamp?: string, picture?: string) {
  this.environment.timestamp = new Date(surroundings(this).now);
  return (await ownToMillis).implementation.call(this, timestamp, picture);
}

/**
 * The functions Step Functions adds to JSONata, and time from the engine's clock.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export const addFunctions = (expression: Expression, formatMillis: FormatMillis): void => {
  const add = (name: string, signature: string, run: (this: Focus, ...args: never[]) => unknown) =>
    // jsonata types `this` narrower than what it passes.
    expression.registerFunction(name, run as unknown as (...args: unknown[]) => unknown, signature);
  add('partition', '<an:a>', partition);
  add('range', '<nnn:a>', range);
  add('hash', '<ss:s>', hash);
  add('parse', '<s:x>', (text: string) => JSON.parse(text));
  add('toMillis', '<s-s?:n>', toMillis);
  add('uuid', '<:s>', function () {
    return surroundings(this).newId();
  });
  add('random', '<n?:n>', function (seed?: number) {
    return seed === undefined ? surroundings(this).random() : seeded(seed);
  });
  add('millis', '<:n>', function () {
    return surroundings(this).now;
  });
  add('now', '<s?s?:s>', function (picture?: string, zone?: string) {
    return formatMillis(surroundings(this).now, picture, zone);
  });
};

export type FormatMillis = (millis: number, picture?: string, zone?: string) => Promise<string>;
