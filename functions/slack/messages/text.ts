import type { Person } from '../../domain/catalog.ts';
import { formatDuration } from '../../domain/duration.ts';
import { cleanText, escapeMrkdwn } from '../../domain/text.ts';
import { minute, second } from '../../domain/time.ts';

/** One line of plain characters: what other people typed, fit for `plain_text`. */
export const clean = (text: string): string => cleanText(text).replace(/\n+/g, ' ');

/** At most `max` characters, whole code points, ending in … when something was cut. */
export const clip = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
};

/** Escapes and clips: at most `max` characters as sent, where `<` already takes four. */
const inert = (text: string, max: number): string => {
  const whole = escapeMrkdwn(text);
  if (whole.length <= max) return whole;
  let kept = '';
  for (const character of text) {
    const next = escapeMrkdwn(character);
    if (kept.length + next.length > max - 1) break;
    kept += next;
  }
  return `${kept}…`;
};

/** Free text for mrkdwn: one line, inert, at most `max` characters as sent. */
export const free = (text: string, max: number): string => inert(clean(text), max);

/** Free text for a message's `text`, which notifications show and Slack may format: one line without any mark, mention or link. */
export const unformatted = (text: string, max: number): string =>
  inert(
    clean(text)
      .replace(/[*_~`]/g, '')
      .replace(/@(?=here|channel|everyone)/gi, '')
      .replaceAll('://', ' ')
      .replace(/:(?=[\w+-]+:)/g, ''),
    max,
  );

/** `<@U…>`; what does not look like a Slack id is shown as inert text. */
export const mention = (userId: string): string =>
  /^[A-Z0-9]{1,40}$/.test(userId) ? `<@${userId}>` : free(userId, 40);

/** A mention of their first Slack account. */
export const mentionPerson = (person: Person): string => {
  const [first] = person.slack.users;
  return first === undefined ? free(person.name, 60) : mention(first);
};

/** `a`, `a or b`, `a, b or 4 others`; more than `max` are counted, not listed. Empty without items. */
export const list = (items: string[], last: 'and' | 'or', max = 10): string => {
  const rest = items.length - max;
  const shown = rest > 0 ? [...items.slice(0, max), `${rest} ${rest === 1 ? 'other' : 'others'}`] : items;
  const head = shown.slice(0, -1).join(', ');
  const final = shown.at(-1) ?? '';
  return head === '' ? final : `${head} ${last} ${final}`;
};

/** How late something was, ms: `0.3 s`, `12 s`, `3 min`. */
export const lateness = (ms: number): string => {
  if (ms < 10 * second) return `${(Math.max(0, ms) / second).toFixed(1)} s`;
  return ms < minute ? `${Math.round(ms / second)} s` : formatDuration(ms);
};

/**
 * A moment (epoch ms) in the reader's own time zone; clients without dates read UTC.
 * Source: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export const when = (ms: number): string => {
  const utc = `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(ms / second)}^{date_short_pretty} at {time}|${utc}>`;
};
