import ts from 'typescript';
import { allSources, type Source } from '../architecture/source.ts';

/** A test's title as its source writes it. Templates match whatever their placeholders may hold. */
export type Title = { path: string; matches: (title: string) => boolean };

/** A template with fewer letters of its own than this would match almost anything, so it shows nothing. */
const leastLetters = 12;
/** What one placeholder may hold. */
const placeholder = '.{1,120}?';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const templateMatcher = (template: ts.TemplateExpression): Title['matches'] | undefined => {
  const targets = [template.head.text, ...template.templateSpans.map(span => span.literal.text)];
  const letters = targets.join('').replace(/[^\p{L}\p{N}]/gu, '').length;
  if (letters < leastLetters) return undefined;
  const pattern = new RegExp(`^${targets.map(escaped).join(placeholder)}$`, 'u');
  return title => pattern.test(title);
};

const matcherOf = (node: ts.Expression): Title['matches'] | undefined => {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return title => title === node.text;
  }
  return ts.isTemplateExpression(node) ? templateMatcher(node) : undefined;
};

const isBody = (node: ts.Expression | undefined): boolean =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));

/** `suite('title', body)`, whatever the suite is called: that is how uvu is told of a test. */
const titleAt = (node: ts.Node): Title['matches'] | undefined => {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const [title, body] = node.arguments;
  return title !== undefined && isBody(body) ? matcherOf(title) : undefined;
};

export const titlesIn = ({ path, tree }: Source): Title[] => {
  const titles: Title[] = [];
  const visit = (node: ts.Node): void => {
    const matches = titleAt(node);
    if (matches !== undefined) titles.push({ path, matches });
    node.forEachChild(visit);
  };
  visit(tree);
  return titles;
};

let all: Title[] | undefined;

/** Titles of every test below `tests/`, those of shared contracts included. */
const allTitles = (): Title[] => {
  all ??= allSources()
    .filter(({ path }) => path.startsWith('tests/'))
    .flatMap(titlesIn);
  return all;
};

/** Those of `titles` that no test has. */
export const unknownTitles = (titles: readonly string[], known: readonly Title[] = allTitles()): string[] =>
  titles.filter(title => !known.some(each => each.matches(title)));

/** Titles in a text: curly double quotes stand around nothing else in our documents. */
export const quotedTitles = (text: string): string[] =>
  [...text.matchAll(/“([^”]*)”/g)].map(([, title = '']) => title.replace(/\s+/g, ' '));
