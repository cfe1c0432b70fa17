// https://docs.slack.dev/messaging/formatting-message-text#date-formatting
export interface Reader {
  /** IANA time zone. */
  tz: string;
  /** Milliseconds: what *today* is. */
  now: number;
}

const format = (tz: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-US', { timeZone: tz, ...options });

const partsOf = (seconds: number, tz: string) => {
  const parts = format(tz, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(
    seconds * 1000,
  );
  const part = (type: string) => parts.find(one => one.type === type)?.value ?? '';
  return { year: part('year'), month: part('month'), day: part('day') };
};

const numeric = (seconds: number, tz: string): string => {
  const { year, month, day } = partsOf(seconds, tz);
  return `${year}-${month}-${day}`;
};

const ordinal = (day: number): string => {
  const suffix = day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${suffix}`;
};

const named = (seconds: number, tz: string, weekday: boolean): string => {
  const { year, day } = partsOf(seconds, tz);
  const month = format(tz, { month: 'long' }).format(seconds * 1000);
  const start = weekday ? `${format(tz, { weekday: 'long' }).format(seconds * 1000)}, ` : '';
  return `${start}${month} ${ordinal(Number(day))}, ${year}`;
};

const short = (seconds: number, tz: string): string =>
  format(tz, { month: 'short', day: 'numeric', year: 'numeric' }).format(seconds * 1000);

const daySeconds = 86_400;

/** `yesterday`, `today`, `tomorrow`, or the date otherwise. */
const pretty = (seconds: number, { tz, now }: Reader, otherwise: string): string => {
  const today = Math.trunc(now / 1000);
  const day = numeric(seconds, tz);
  if (day === numeric(today, tz)) return 'today';
  if (day === numeric(today - daySeconds, tz)) return 'yesterday';
  return day === numeric(today + daySeconds, tz) ? 'tomorrow' : otherwise;
};

const clock = (seconds: number, tz: string, withSeconds: boolean): string =>
  format(tz, { hour: 'numeric', minute: '2-digit', ...(withSeconds ? { second: '2-digit' } : {}) })
    .format(seconds * 1000)
    .replaceAll('\u202f', ' ');

const ago = (seconds: number, now: number): string => {
  const gap = Math.trunc(now / 1000) - seconds;
  const [size, unit] =
    (
      [
        [86_400, 'day'],
        [3600, 'hour'],
        [60, 'minute'],
      ] as const
    ).find(([least]) => Math.abs(gap) >= least) ?? ([1, 'second'] as const);
  const count = Math.trunc(Math.abs(gap) / size);
  const what = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return gap >= 0 ? `${what} ago` : `in ${what}`;
};

const tokens: Record<string, (seconds: number, reader: Reader) => string> = {
  date_num: (at, { tz }) => numeric(at, tz),
  date: (at, { tz }) => named(at, tz, false),
  date_short: (at, { tz }) => short(at, tz),
  date_long: (at, { tz }) => named(at, tz, true),
  date_pretty: (at, reader) => pretty(at, reader, named(at, reader.tz, false)),
  date_short_pretty: (at, reader) => pretty(at, reader, short(at, reader.tz)),
  date_long_pretty: (at, reader) => pretty(at, reader, named(at, reader.tz, true)),
  time: (at, { tz }) => clock(at, tz, false),
  time_secs: (at, { tz }) => clock(at, tz, true),
  ago: (at, { now }) => ago(at, now),
};

/** A `<!date^…>` token string for one reader; `undefined` where Slack would show the fallback. */
export const readDate = (seconds: number, tokenString: string, reader: Reader): string | undefined => {
  if (!Number.isFinite(seconds) || !/\{\w+\}/.test(tokenString)) return undefined;
  const unknown = [...tokenString.matchAll(/\{(\w+)\}/g)].some(([, name]) => !(String(name) in tokens));
  if (unknown) return undefined;
  return tokenString.replaceAll(/\{(\w+)\}/g, (_, name: string) => tokens[name]?.(seconds, reader) ?? '');
};
