// Local dates and times of a time zone, for fields of the page.

const partsAt = (ms: number, tz: string): Record<string, string> =>
  Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone: tz,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );

/** Epoch ms → `2026-01-12T10:00` in that zone. */
export const toLocal = (ms: number, tz: string): string => {
  const { year, month, day, hour, minute } = partsAt(ms, tz);
  return `${year}-${month}-${day}T${hour}:${minute}`;
};

/** `2026-01-12T10:00` in that zone → epoch ms; undefined for anything else. */
export const fromLocal = (text: string, tz: string): number | undefined => {
  const wanted = Date.parse(`${text}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(wanted)) return undefined;
  const offset = (at: number) => Date.parse(`${toLocal(at, tz)}:00Z`) - at;
  // Twice, because the first guess may be on the other side of a clock change.
  const guess = wanted - offset(wanted);
  return wanted - offset(guess);
};
