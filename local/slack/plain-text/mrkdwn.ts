// https://docs.slack.dev/messaging/formatting-message-text
import { type Reader, readDate } from './dates.ts';

/** Who is meant by an id. */
export interface Names {
  user: (id: string) => string | undefined;
  channel: (id: string) => string | undefined;
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const special = (inner: string, reader: Reader): string => {
  const [head = '', fallback] = inner.slice(1).split('|');
  const [kind, seconds, tokenString] = head.split('^');
  if (kind === 'date') return readDate(Number(seconds), tokenString ?? '', reader) ?? fallback ?? '';
  return kind === 'subteam' ? (fallback ?? `@${seconds ?? ''}`) : `@${kind ?? ''}`;
};

const angled = (inner: string, names: Names, reader: Reader): string => {
  const [target = '', label] = inner.split('|');
  if (inner.startsWith('!')) return special(inner, reader);
  if (inner.startsWith('@')) return `@${names.user(target.slice(1)) ?? label ?? target.slice(1)}`;
  if (inner.startsWith('#')) return `#${names.channel(target.slice(1)) ?? label ?? target.slice(1)}`;
  return label ?? target;
};

/** Marks count only at word edges: `admin_RDS_ro` keeps its underscores. */
const unmarked = (text: string): string =>
  ['*', '_', '~'].reduce(
    (left, mark) =>
      left.replaceAll(
        new RegExp(`(^|[^\\w*_~])\\${mark}(?=\\S)([^\\${mark}\\n]*?\\S)\\${mark}(?![\\w])`, 'g'),
        '$1$2',
      ),
    text,
  );

/** mrkdwn as a person reads it: references resolved, marks gone, emoji codes left as they are. */
export const readMrkdwn = (text: string, names: Names, reader: Reader): string => {
  // References and code become a number between private-use characters, which no message has. So marks around them
  // still pair up, and marks in them stay.
  const aside: string[] = [];
  const keep = (read: string): string => `\ue000${aside.push(unescaped(read)) - 1}\ue000`;
  const marked = text
    .replaceAll(/```([\s\S]*?)```|`([^`\n]+)`/g, (_, block?: string, span?: string) =>
      keep(block ?? span ?? ''),
    )
    .replaceAll(/<([^<>\n]+)>/g, (_, inner: string) => keep(angled(inner, names, reader)));
  return unescaped(unmarked(marked)).replaceAll(
    /\ue000(\d+)\ue000/g,
    (_, index: string) => aside[Number(index)] ?? '',
  );
};
