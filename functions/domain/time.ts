declare const iso: unique symbol;

/**
 * Fixed-width UTC timestamp with milliseconds (`2026-11-20T10:00:00.000Z`), so that strings compare as times. Only
 * `toIso` and `readIso` make one.
 */
export type Iso = string & { readonly [iso]: true };

/** Lengths of time in milliseconds. */
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Epoch ms → `Iso`. Throws `RangeError` for what is no time. */
export const toIso = (ms: number): Iso => new Date(ms).toISOString() as Iso;

/** `Iso` → epoch ms. */
export const toMs = (time: Iso): number => Date.parse(time);

/** Text → `Iso`, or undefined when it is not written exactly so. */
export const readIso = (text: unknown): Iso | undefined =>
  typeof text === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) &&
  !Number.isNaN(Date.parse(text))
    ? (text as Iso)
    : undefined;
