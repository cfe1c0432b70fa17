import { quoted } from './text.ts';
import { day, hour, minute, second } from './time.ts';

/** Both ends included, ms. */
export type DurationRange = { minMs: number; maxMs: number };
export type ParsedDuration = { ok: true; ms: number } | { ok: false; message: string };

const units = [
  { ms: day, short: 'd', shown: 'd', words: ['d', 'day', 'days'] },
  { ms: hour, short: 'h', shown: 'h', words: ['h', 'hr', 'hrs', 'hour', 'hours'] },
  { ms: minute, short: 'm', shown: 'min', words: ['m', 'min', 'mins', 'minute', 'minutes'] },
] as const;

const unsupported = /^(?:s|secs?|seconds?|w|wks?|weeks?|mo|mos|months?|y|yrs?|years?)$/;
const longestText = 64;

const split = (ms: number): { count: number; short: string; shown: string }[] => {
  let rest = Math.round(ms / minute) * minute;
  return units.flatMap(({ ms: unit, short, shown }) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count === 0 ? [] : [{ count, short, shown }];
  });
};

/** `5_400_000` → `1 h 30 min`. Whole minutes from one minute on, seconds below. */
export const formatDuration = (ms: number): string => {
  if (ms < minute) return `${Math.max(0, Math.round(ms / second))} s`;
  return split(ms)
    .map(({ count, shown }) => `${count} ${shown}`)
    .join(' ');
};

/** `5_400_000` → `1h30m`, as people type it; the shortest is `0m`. */
export const compactDuration = (ms: number): string =>
  split(ms)
    .map(({ count, short }) => `${count}${short}`)
    .join('') || '0m';

const exampleFor = ({ minMs, maxMs }: DurationRange): string => {
  const usual = [90 * minute, hour, 30 * minute, 4 * hour, day].find(ms => ms >= minMs && ms <= maxMs);
  return compactDuration(usual ?? maxMs);
};

/** What may be asked for, with an example that is within it. */
export const rangeInWords = (range: DurationRange): string =>
  range.minMs === range.maxMs
    ? `Only ${formatDuration(range.maxMs)} is allowed: write ${compactDuration(range.maxMs)}.`
    : `Allowed: ${formatDuration(range.minMs)} to ${formatDuration(range.maxMs)}, for example ${exampleFor(range)}.`;

type Token = { count: number; unit: string };
type Tokens = { tokens: Token[] } | { problem: string };

const nonsense = 'That is not a duration.';

const tokensOf = (text: string): Tokens => {
  const tokens: Token[] = [];
  const token = /(\d+)\s*([a-z]+)\s*/y;
  while (token.lastIndex < text.length) {
    const [, count, unit] = token.exec(text) ?? [];
    if (count === undefined || unit === undefined) return { problem: nonsense };
    tokens.push({ count: Number(count), unit });
  }
  return { tokens };
};

/** `P1DT4H` in the units of the plain form; the same letter means months before the `T` and minutes after it. */
const isoTokensOf = (text: string): Tokens => {
  const parts = text.slice(1).split('t');
  const [date = '', time] = parts;
  if (/\s/.test(text) || parts.length > 2 || time === '') return { problem: nonsense };
  const dates = tokensOf(date);
  const times = tokensOf(time ?? '');
  if ('problem' in dates) return dates;
  if ('problem' in times) return times;
  const inDate = dates.tokens.map(({ count, unit }) => ({ count, unit: unit === 'm' ? 'months' : unit }));
  const misplaced =
    inDate.some(({ unit }) => unit === 'h') ||
    times.tokens.some(({ unit }) => !['h', 'm', 's'].includes(unit));
  if (misplaced)
    return { problem: 'In the ISO form hours and minutes follow the T, and days come before it.' };
  return { tokens: [...inDate, ...times.tokens] };
};

const sum = (tokens: Token[]): { ms: number } | { problem: string } => {
  let last = -1;
  let ms = 0;
  for (const { count, unit } of tokens) {
    if (unsupported.test(unit))
      return { problem: 'Only days, hours and minutes are understood: no seconds, weeks, months or years.' };
    const rank = units.findIndex(({ words }) => words.some(word => word === unit));
    if (rank < 0) return { problem: nonsense };
    if (rank <= last) return { problem: 'Write each unit once: days, then hours, then minutes.' };
    last = rank;
    ms += count * (units[rank]?.ms ?? 0);
  }
  return { ms };
};

const problemIn = (text: string): string | undefined => {
  if (text === '') return 'Say for how long.';
  if (/^[-−–]/.test(text)) return 'A duration cannot be negative.';
  if (/\d[.,]\d|[½¼¾]/.test(text)) return 'Fractions are not understood: write 1h30m, not 1.5h.';
  if (/^\d+$/.test(text))
    return `Say the unit: ${text.slice(0, 6)}m for minutes or ${text.slice(0, 6)}h for hours.`;
  return undefined;
};

/**
 * Reads `30m`, `2h`, `1d 4h`, `1 h 30 min`, `PT1H30M` and `P1DT4H` in any case. What is refused is refused in words
 * that give the allowed range and an example.
 */
export const parseDuration = (text: string, range: DurationRange): ParsedDuration => {
  const refuse = (problem: string): ParsedDuration => ({
    ok: false,
    message: `${problem} ${rangeInWords(range)}`,
  });
  const plain = text.length > 4 * longestText ? text : text.trim().toLowerCase();
  if (plain.length > longestText)
    return refuse(`That is too long for a duration (${text.length} characters).`);
  const problem = problemIn(plain);
  if (problem !== undefined) return refuse(problem);
  const read = plain.startsWith('p') ? isoTokensOf(plain) : tokensOf(plain);
  if ('problem' in read) return refuse(read.problem);
  if (read.tokens.length === 0) return refuse(nonsense);
  const total = sum(read.tokens);
  if ('problem' in total) return refuse(total.problem);
  if (total.ms === 0) return refuse('A duration cannot be zero.');
  if (total.ms > range.maxMs) return refuse(`${quoted(text)} is too long.`);
  if (total.ms < range.minMs) return refuse(`${quoted(text)} is too short.`);
  return { ok: true, ms: total.ms };
};
