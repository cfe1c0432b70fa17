import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { statuses } from '../../functions/domain/status.ts';
import { transitions } from '../../functions/domain/transitions.ts';
import { createRequests } from '../../functions/ledger/requests.ts';
import type { Store } from '../../functions/ledger/store.ts';
import machine from '../../statemachines/access.asl.json' with { type: 'json' };
import { readPage, rowsOf, sectionOf } from './markdown.ts';

const { text } = readPage('docs/how-it-works.md');
const firstCells = (heading: string): string[] =>
  rowsOf(sectionOf(text, heading)).map(([first = '']) => first);

test('every state has its section, in the order of the machine', () => {
  const states = [...sectionOf(text, 'The states, one by one').matchAll(/^### (.+)$/gm)].map(
    ([, name]) => name,
  );
  assert.equal(states, Object.keys(machine.States));
});

test('every status is in the table', () => {
  const named = firstCells('Statuses').flatMap(cell => cell.split(', '));
  assert.equal(named.sort(), Object.keys(statuses).sort());
});

test('every transition is in the table, with the statuses it leaves and the one it reaches', () => {
  const named = rowsOf(sectionOf(text, 'Transitions')).map(cells => cells.slice(0, 3));
  const known = Object.entries<{ from: readonly string[]; to?: string }>(transitions);
  assert.equal(
    named,
    known.map(([name, { from, to }]) => [`\`${name}\``, from.join(', '), to ?? 'the same']),
  );
});

test('there are at most fifteen words to learn, none of them twice', () => {
  const words = firstCells('Words').flatMap(cell => cell.split(', '));
  assert.ok(firstCells('Words').length > 0 && firstCells('Words').length <= 15);
  assert.is(new Set(words).size, words.length);
});

test('the page begins with what happens to a request, in at most ten lines, and the promise', () => {
  const [summary = '', rest = ''] = text.split('**The promise:');
  const steps = summary.split('\n').filter(line => /^\d+\. /.test(line));
  assert.ok(steps.length > 0 && steps.length <= 10);
  assert.match(rest, '## Words');
});

test('the invariants are A to G, each with where it is enforced and what shows it', () => {
  const rows = rowsOf(sectionOf(text, 'Invariants'));
  assert.equal(
    rows.map(([letter]) => letter),
    ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map(letter => `**${letter}**`),
  );
  for (const [letter, says = '', where = '', shown = ''] of rows) {
    assert.ok(says !== '' && where !== '', letter);
    assert.match(shown, '“', letter);
  }
});

test('the ledger table names every write on requests', () => {
  const never = () => Promise.reject(new Error('Naming the writes writes nothing.'));
  const untouched: Store = {
    newId: () => 'never',
    get: never,
    getMany: never,
    insert: never,
    replace: never,
    put: never,
    update: never,
    query: never,
    scan: never,
  };
  const reads = ['get', 'getMany', 'due', 'requestsOf', 'active'];
  const writes = Object.keys(createRequests(untouched, 'requests')).filter(name => !reads.includes(name));
  const named = firstCells('The ledger').map(cell => cell.replaceAll('`', ''));
  assert.equal(named.sort(), writes.sort());
});

test.run();
