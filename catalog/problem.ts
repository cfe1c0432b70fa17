import { nearest } from '../functions/domain/nearest.ts';
import { listNames } from '../functions/domain/text.ts';

/** Keys and list positions (from 0) from the top of the file. */
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

/** `access.yml:12:5: people.alice.email: should be an e-mail address`. */
export const problemInWords = ({ file, line, column, key, message }: Problem): string =>
  `${file}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message}`;

/** A hint: the name that was probably meant, or what there is; empty when there is nothing. */
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

/** ``there is no person `bbo`. Did you mean `bob`?``: `what` comes first, then the name as typed. */
export const noSuch = (what: string, typed: string, known: readonly string[]): string =>
  `there is no ${what} \`${typed}\`. ${didYouMean(typed, known)}`.trimEnd();
