// https://docs.slack.dev/messaging/formatting-message-text
import { readDate } from '../../../slack/plain-text/dates.ts';
import { type Child, h, type Node } from '../dom/h.ts';
import { emojiNamed } from './emoji.ts';
import type { Reading } from './reading.ts';

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const link = (url: string, label: string, reading: Reading): Node =>
  h(
    'button.link',
    { type: 'button', title: unescaped(url), on: { click: () => reading.followLink(unescaped(url)) } },
    unescaped(label),
  );

const mention = (name: string, isMe: boolean): Node =>
  h('span.mention', { class: isMe ? 'me' : undefined }, name);

const special = (inner: string, reading: Reading): Child => {
  const [head = '', fallback] = inner.slice(1).split('|');
  const [kind, seconds, tokens] = head.split('^');
  if (kind !== 'date') return mention(fallback ?? `@${kind ?? ''}`, false);
  const shown = readDate(Number(seconds), tokens ?? '', reading) ?? unescaped(fallback ?? '');
  return h('time', { datetime: isoOf(Number(seconds)), title: fallback }, shown);
};

const isoOf = (seconds: number): string | undefined =>
  Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString() : undefined;

/** What stands between `<` and `>`: a person, a channel, a date or a link. */
const reference = (inner: string, reading: Reading): Child => {
  const [target = '', label] = inner.split('|');
  if (inner.startsWith('!')) return special(inner, reading);
  if (inner.startsWith('@')) {
    const id = target.slice(1);
    return mention(`@${reading.userName(id) ?? label ?? id}`, id === reading.userId);
  }
  if (inner.startsWith('#')) {
    const id = target.slice(1);
    return mention(`#${reading.channelName(id) ?? label ?? id}`, false);
  }
  return link(target, label ?? target, reading);
};

type Rule = { pattern: RegExp; draw: (match: RegExpExecArray, reading: Reading) => Child };

/** Marks count only at word edges: `admin_RDS_ro` keeps its underscores. */
const mark = (character: string, tag: string): Rule => ({
  pattern: new RegExp(
    `(?<![\\w${character}])${character}(?=\\S)((?:<[^<>\\n]*>|[^${character}\\n])*?\\S)${character}(?![\\w${character}])`,
  ),
  draw: (match, reading) => h(tag, {}, inline(match[1] ?? '', reading)),
});

const rules: Rule[] = [
  {
    pattern: /```([\s\S]*?)```/,
    draw: match => h('pre', {}, h('code', {}, unescaped(match[1] ?? '').trim())),
  },
  { pattern: /`([^`\n]+)`/, draw: match => h('code', {}, unescaped(match[1] ?? '')) },
  { pattern: /<([^<>\n]+)>/, draw: (match, reading) => reference(match[1] ?? '', reading) },
  mark('\\*', 'strong'),
  mark('_', 'em'),
  mark('~', 's'),
  { pattern: /:([a-z0-9_+-]+):/, draw: match => emojiOf(match) },
];

const emojiOf = ([code, name = '']: RegExpExecArray): Child => {
  const shown = emojiNamed(name);
  return shown === undefined ? code : h('span.emoji', { role: 'img', 'aria-label': code }, shown);
};

/** The earliest rule that fits; of several at one place, the first in the list. */
const firstIn = (text: string) =>
  rules
    .map(rule => ({ rule, match: rule.pattern.exec(text) }))
    .filter((found): found is { rule: Rule; match: RegExpExecArray } => found.match !== null)
    .sort((a, b) => a.match.index - b.match.index)[0];

const inline = (text: string, reading: Reading): Child[] => {
  const drawn: Child[] = [];
  let rest = text;
  for (let found = firstIn(rest); found !== undefined; found = firstIn(rest)) {
    const { rule, match } = found;
    drawn.push(unescaped(rest.slice(0, match.index)), rule.draw(match, reading));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...drawn, unescaped(rest)];
};

const isQuote = (line: string): boolean => /^(?:&gt;|>)/.test(line);

/** Runs of lines that are quoted or not. */
const passages = (lines: string[]): string[][] =>
  lines.reduce<string[][]>((all, line) => {
    const last = all.at(-1);
    if (last?.[0] !== undefined && isQuote(last[0]) === isQuote(line)) last.push(line);
    else all.push([line]);
    return all;
  }, []);

const paragraph = (lines: string[], reading: Reading): Child => {
  const quoted = isQuote(lines[0] ?? '');
  const text = lines.map(line => (quoted ? line.replace(/^(?:&gt;|>)\s?/, '') : line)).join('\n');
  return h(quoted ? 'blockquote' : 'p', {}, inline(text, reading));
};

/** mrkdwn as Slack shows it to this reader. Line breaks stand in the text; the style keeps them. */
export const drawMrkdwn = (text: string, reading: Reading): Child =>
  passages(text.split('\n')).map(lines => paragraph(lines, reading));

/** mrkdwn within a line. */
export const drawInline = (text: string, reading: Reading): Child => inline(text, reading);
