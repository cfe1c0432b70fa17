import { type Iso, minute, second, toIso } from './time.ts';

const isoShape = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/i;
const unreadable = { problem: 'The start is not a date and time. Write it like 2026-01-31T09:00Z.' };

/** A day that exists: `Date` itself rolls 31 February over into March. */
const realDay = (date: string): boolean => {
  const ms = Date.parse(`${date}T00:00:00.000Z`);
  return !Number.isNaN(ms) && toIso(ms).startsWith(date);
};

/** ISO text with a zone, or epoch seconds as number or text (Slack's datetimepicker) → ms, or undefined. */
const msOf = (raw: unknown): number | undefined => {
  if (typeof raw === 'number') return Number.isInteger(raw) ? raw * second : undefined;
  if (typeof raw !== 'string' || raw.length > 40) return undefined;
  const text = raw.trim();
  if (/^\d{1,12}$/.test(text)) return Number(text) * second;
  const date = isoShape.exec(text)?.[1];
  return date !== undefined && realDay(date) ? Date.parse(text) : undefined;
};

/** How old a start may be and still mean "now": the time a form stays open. */
const toleranceMs = 5 * minute;

/**
 * When access should start: nothing given or just past means `now` (epoch ms).
 * Source: https://docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element/
 */
export const parseStart = (raw: unknown, now: number): { value: Iso } | { problem: string } => {
  if (raw === undefined || raw === null || raw === '') return { value: toIso(now) };
  const ms = msOf(raw);
  if (ms === undefined || Number.isNaN(ms) || ms < 0 || ms > 8.64e15) return unreadable;
  if (ms < now - toleranceMs) {
    return { problem: 'The start is in the past. Leave it empty to start as soon as it is approved.' };
  }
  return { value: toIso(Math.max(ms, now)) };
};
