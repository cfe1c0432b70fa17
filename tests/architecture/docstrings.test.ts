import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorNames } from '../../functions/domain/errors.ts';
import { type DocRule, hidesFailure, lacksUnit, namesUnknownFailure } from './docstrings.ts';
import { allSources, parse } from './source.ts';

const shipped = ['functions/', 'catalog/', 'cli/', 'statemachines/', 'deploy/'];

/** Names that errors have which are not ours to list: Slack's, by our client, and JavaScript's own. */
const otherErrors = ['SlackError', 'RangeError'];
const unknownFailure = namesUnknownFailure([...errorNames, ...otherErrors]);

const foundBy = (rule: DocRule): string[] => {
  const sources = allSources().filter(({ path }) => shipped.some(folder => path.startsWith(folder)));
  assert.ok(sources.length > 0);
  return sources.flatMap(rule);
};

test('every number that others pass or read has its unit in its name or in a docstring', () => {
  assert.equal(foundBy(lacksUnit), []);
});

test('an exported function that makes a failure itself names it in its docstring', () => {
  assert.equal(foundBy(hidesFailure), []);
});

test('docstrings promise only errors that there are', () => {
  assert.equal(foundBy(unknownFailure), []);
});

const finds = (rule: DocRule, text: string): number => rule(parse('functions/x.ts', text)).length;

for (const text of [
  'export const wait = (time: number) => time;',
  'export function wait(time: number) {}',
  '/** Waits until `now`. */ export const wait = (now: number) => now;',
  'export interface Clock { wait(time: number): void }',
  'export type Lease = { until: number };',
  '/** How long. */ export type Clock = { now: () => number };',
  'export type Nested = { lease?: { until: number } };',
]) {
  test(`a number without a unit is found: ${text}`, () => assert.is(finds(lacksUnit, text), 1));
}

test('a unit in the name, in the docstring of the whole or of the part, or a plain count will do', () => {
  const text = `
    export const wait = (waitMs: number, limit: number) => waitMs + limit;
    /** \`now\` in epoch ms. */ export const isPast = (now: number) => now > 0;
    /** Times in epoch ms. */ export type Lease = { until: number };
    export type Clock = { /** Epoch ms. */ now: () => number };
    const hidden = (time: number) => time;
  `;
  assert.is(finds(lacksUnit, text), 0);
});

for (const text of [
  "export const read = () => { throw new CurfewError('Busy', 'later'); };",
  "/** Throws `Refused`. */ export function read() { throw new CurfewError('Busy', 'later'); }",
  "/** Reads. */ export const read = async () => { for (const a of b) throw new CurfewError('Busy', a); };",
]) {
  test(`a failure that the docstring does not name is found: ${text}`, () =>
    assert.is(finds(hidesFailure, text), 1));
}

test('a failure that the docstring names, or that another function makes, is no finding', () => {
  const text = `
    /** Throws \`Busy\` while it is held. */
    export const read = () => { throw new CurfewError('Busy', 'later'); };
    const helper = () => new CurfewError('Refused', 'no');
    export const write = () => helper();
  `;
  assert.is(finds(hidesFailure, text), 0);
});

test('an error that does not exist is found in a docstring, and only where it says that it is thrown', () => {
  assert.is(finds(unknownFailure, '/** Reads. Throws `Busy` or `TooBusy`. */ const a = 1;'), 1);
  assert.is(finds(unknownFailure, '/** Throws `Busy`; reads a `Catalog`. */ const a = 1;'), 0);
  assert.is(finds(unknownFailure, '// Throws `TooBusy`\nconst a = 1;'), 0);
});

test.run();
