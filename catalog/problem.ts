import { nearest } from '../functions/domain/nearest.ts';
import { listNames } from '../functions/domain/text.ts';

export type KeyPath = readonly (string | number)[];

/** Something wrong at a key of the file. */
export type KeyProblem = { path: KeyPath; message: string };
/** The same with its place. Lines and columns count from 1. */
export type Problem = { file: string; line: number; column: number; key: string; message: string };

/** `['projects', 'payments', 'roles', 0, 'name']` → `projects.payments.roles[0].name`. */
export const keyOf = (path: KeyPath): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');

export const problemInWords = ({ file, line, column, key, message }: Problem): string =>
  `${file}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message}`;

/** A closing hint: the name that was probably meant, or what there is. */
export const didYouMean = (typed: string, known: readonly string[]): string => {
  const meant = nearest(typed, known);
  if (meant !== undefined) return `Did you mean \`${meant}\`?`;
  return known.length === 0
    ? ''
    : `There is ${listNames(
        known.map(name => `\`${name}\``),
        'and',
        12,
      )}.`;
};

export const noSuch = (what: string, typed: string, known: readonly string[]): string =>
  `there is no ${what} \`${typed}\`. ${didYouMean(typed, known)}`.trimEnd();
