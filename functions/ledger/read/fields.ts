import { CurfewError } from '../../domain/errors.ts';
import { type Iso, readIso } from '../../domain/time.ts';

/** Reads a value as it was stored. `at`: its place, for the error. Throws `UnreadableRecord`. */
export type Read<T> = (value: unknown, at: string) => T;

const unreadable = (at: string, expected: string): never => {
  throw new CurfewError('UnreadableRecord', `${at} is not ${expected}`);
};

export const text: Read<string> = (value, at) =>
  typeof value === 'string' ? value : unreadable(at, 'a text');

export const number: Read<number> = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? value : unreadable(at, 'a number');

export const boolean: Read<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : unreadable(at, 'true or false');

export const time: Read<Iso> = (value, at) => readIso(value) ?? unreadable(at, 'a UTC timestamp');

/** One of a few known values. */
export const oneOf =
  <const T extends string | number>(...known: readonly T[]): Read<T> =>
  (value, at) =>
    known.find(each => each === value) ?? unreadable(at, `one of ${known.join(', ')}`);

export const list =
  <T>(item: Read<T>): Read<T[]> =>
  (value, at) =>
    Array.isArray(value)
      ? value.map((each, index) => item(each, `${at}[${index}]`))
      : unreadable(at, 'a list');

type Fields = Record<string, unknown>;

/** An object whose fields are kept as they are. */
export const object: Read<Fields> = (value, at) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : unreadable(at, 'an object');

/** An object of any keys, each holding the same kind of value. */
export const map =
  <T>(item: Read<T>): Read<Record<string, T>> =>
  (value, at) =>
    Object.fromEntries(
      Object.entries(object(value, at)).map(([key, each]) => [key, item(each, `${at}.${key}`)]),
    );

/** A field that may be absent. */
export const optional =
  <T>(item: Read<T>): Read<T | undefined> =>
  (value, at) =>
    value === undefined ? undefined : item(value, at);

/** An object of these fields; others are left out. Absent optional fields stay absent. */
export const shape =
  <T>(fields: { [Key in keyof T]-?: Read<T[Key] | undefined> }): Read<T> =>
  (value, at) => {
    const given = object(value, at);
    const found = Object.entries<Read<unknown>>(fields)
      .map(([key, item]) => [key, item(given[key], `${at}.${key}`)] as const)
      .filter(([, each]) => each !== undefined);
    // Each field was read by the reader that its type demands.
    return Object.fromEntries(found) as T;
  };

/**
 * Chooses the reader of the version that an item says it has in `v`; throws `UnreadableRecord` for one that is not
 * known.
 */
export const versioned =
  <T>(what: string, versions: Record<number, Read<T>>): Read<T> =>
  (value, at) => {
    const { v } = object(value, at);
    const read = typeof v === 'number' ? versions[v] : undefined;
    if (read === undefined) {
      throw new CurfewError('UnreadableRecord', `${at}: no ${what} of version ${String(v)} is known here`);
    }
    return read(value, at);
  };
