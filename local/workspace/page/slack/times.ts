const format = (tz: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: tz, ...options });

/** `10:04 AM`, as Slack stamps messages. */
export const stampOf = (ms: number, tz: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: tz, hour: 'numeric', minute: '2-digit' })
    .format(ms)
    .replaceAll('\u202f', ' ');

/** `10:04` on that zone's clock. */
export const timeOf = (ms: number, tz: string): string =>
  format(tz, { hour: '2-digit', minute: '2-digit' }).format(ms);

export const timeWithSeconds = (ms: number, tz: string): string =>
  format(tz, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(ms);

/** `Monday 12 January`. */
export const dayOf = (ms: number, tz: string): string =>
  format(tz, { weekday: 'long', day: 'numeric', month: 'long' }).format(ms).replace(',', '');

/** A Slack timestamp, `1768208400.226000`, in ms. */
export const tsMs = (ts: string): number => Number(ts) * 1000;
