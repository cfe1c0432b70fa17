import type * as z from 'zod';
import { targetKinds } from '../functions/grants/targets.ts';
import { knownKeys } from './known-keys.ts';
import { didYouMean, type KeyPath, type KeyProblem } from './problem.ts';

type Issue = z.core.$ZodIssue;

const valueAt = (data: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>(
    (value, key) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, key)),
    data,
  );

const shown = (value: unknown): string => {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of keys';
  return `\`${String(value).slice(0, 60)}\``;
};
const wanted: Record<string, string> = {
  string: 'text',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};

const wrongType = (expected: string, value: unknown): string => {
  if (value === undefined) return 'is missing';
  const quotes = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  const unit =
    quotes && typeof value === 'number' && value < 1e6 ? ' (a duration needs its unit, such as 30m)' : '';
  return `should be ${wanted[expected] ?? expected}, but is ${shown(value)}${quotes ? `. Put it in quotes${unit}` : ''}`;
};

const foreignKeys = (issues: Issue[]): number =>
  issues.filter(({ path, code }) => path.length === 0 && code === 'unrecognized_keys').length;

/** The branch that was most likely meant: it fits the kind of value, knows its keys and fails in the fewest places. */
const likeliest = (branches: Issue[][]): Issue[] | undefined =>
  branches
    .filter(issues => issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'))
    .sort((a, b) => foreignKeys(a) - foreignKeys(b) || a.length - b.length)[0];

const within = (issue: Issue, path: KeyPath): Issue => ({ ...issue, path: [...path, ...issue.path] });
const textPath = (issue: Issue): (string | number)[] =>
  issue.path.map(key => (typeof key === 'symbol' ? String(key) : key));

const unionProblems = (issue: Extract<Issue, { code: 'invalid_union' }>, data: unknown): KeyProblem[] => {
  const path = textPath(issue);
  const value = valueAt(data, path);
  if (issue.discriminator !== undefined) {
    const kinds = targetKinds.map(({ kind }) => kind);
    if (value === undefined) return [{ path, message: `is missing. ${didYouMean('', kinds)}` }];
    return [{ path, message: `there is no kind ${shown(value)}. ${didYouMean(String(value), kinds)}` }];
  }
  const branch = likeliest(issue.errors);
  if (branch !== undefined) return branch.flatMap(inner => problemsOf(within(inner, path), data));
  if (value === undefined) return [{ path, message: 'is missing' }];
  const generic = issue.message.startsWith('should') ? issue.message : undefined;
  const first = issue.errors.flat().find(inner => inner.code !== 'invalid_type');
  return [{ path, message: `${generic ?? first?.message ?? 'is not understood'}, but is ${shown(value)}` }];
};

/** What a schema issue means to whoever wrote the file. */
export const problemsOf = (issue: Issue, data: unknown): KeyProblem[] => {
  const path = textPath(issue);
  const value = valueAt(data, path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(path);
      return issue.keys.map(key => ({
        path: [...path, key],
        message: known.includes(key)
          ? 'this key does not fit the other keys here'
          : `this key is not known. ${didYouMean(key, known)}`,
      }));
    }
    case 'invalid_type':
      return [{ path, message: wrongType(issue.expected, value) }];
    case 'invalid_value': {
      const choices = issue.values.map(String);
      if (value === undefined) return [{ path, message: 'is missing' }];
      return [
        { path, message: `${shown(value)} is not possible here. ${didYouMean(String(value), choices)}` },
      ];
    }
    case 'invalid_union':
      return unionProblems(issue, data);
    case 'invalid_key':
      return [{ path, message: `the name ${issue.issues[0]?.message ?? 'is not allowed'}` }];
    default:
      return [
        { path, message: `${issue.message}${typeof value === 'object' ? '' : `, but is ${shown(value)}`}` },
      ];
  }
};
