import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

export type Page = { path: string; text: string };

export const readPage = (path: string): Page => ({ path, text: readFileSync(path, 'utf8') });

/** Every page a reader may open. */
export const allPages = (): Page[] => [
  ...readdirSync('.')
    .filter(name => name.endsWith('.md'))
    .map(readPage),
  ...readdirSync('docs')
    .filter(name => name.endsWith('.md'))
    .map(name => readPage(`docs/${name}`)),
];

const withoutFences = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```/gm, '');
const withoutCode = (text: string): string => withoutFences(text).replace(/`[^`\n]*`/g, '');

/** As GitHub makes them. */
export const anchorsOf = (text: string): string[] => {
  const seen = new Map<string, number>();
  return [...withoutFences(text).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = '']) => {
    const plain = heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(plain) ?? 0;
    seen.set(plain, times + 1);
    return times === 0 ? plain : `${plain}-${times}`;
  });
};

/** What the page's links and images lead to, as written. */
export const linksOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);

export const imagesOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/!\[[^\]]*\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);

type Files = { exists: (path: string) => boolean; read: (path: string) => string };
const disk: Files = { exists: existsSync, read: path => readFileSync(path, 'utf8') };

/** `page → target` for each link within the repository that leads nowhere. */
export const brokenLinks = ({ path, text }: Page, files: Files = disk): string[] =>
  linksOf(text)
    .filter(target => !/^[a-z]+:/.test(target))
    .filter(target => {
      const [file = '', anchor] = target.split('#');
      const to = file === '' ? path : posix.join(posix.dirname(path), file);
      if (file !== '' && !files.exists(to)) return true;
      if (anchor === undefined) return false;
      return !anchorsOf(file === '' ? text : files.read(to)).includes(anchor);
    })
    .map(target => `${path} → ${target}`);

/** Code as readers would copy it: fenced lines and inline code. */
export const codeOf = (text: string): string[] => [
  ...[...text.matchAll(/^ *```(?!mermaid).*\n([\s\S]*?)^ *```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  ),
  ...[...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code),
];

/** The part of a page under a heading, up to the next of the same or a higher level. */
export const sectionOf = (text: string, heading: string): string => {
  const lines = text.split('\n');
  const start = lines.findIndex(line => /^#+ /.test(line) && line.replace(/^#+ +/, '').trim() === heading);
  if (start < 0) return '';
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0;
  const end = lines.findIndex((line, index) => index > start && new RegExp(`^#{1,${level}} `).test(line));
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
};

/** Cells of every table row but headings and rules, in order. */
export const rowsOf = (text: string): string[][] => {
  const lines = text.split('\n');
  return lines
    .filter((line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1] ?? ''))
    .map(line =>
      line
        .trim()
        .replace(/^\||\|$/g, '')
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim()),
    );
};

const isRule = (line: string): boolean => /^\|[\s|:-]+\|$/.test(line.trim());
