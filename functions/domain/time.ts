/** Fixed-width UTC timestamp with milliseconds (`2026-11-20T10:00:00.000Z`), so that strings compare as times. */
export type Iso = string;

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Milliseconds since the epoch → `Iso`. */
export const toIso = (ms: number): Iso => new Date(ms).toISOString();

/** `Iso` → milliseconds since the epoch. */
export const toMs = (iso: Iso): number => Date.parse(iso);
