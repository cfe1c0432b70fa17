import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { statuses } from '../../functions/domain/status.ts';
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
  const named = firstCells('The way of a request').flatMap(cell => cell.split(', '));
  assert.equal(named.sort(), Object.keys(statuses).sort());
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
    get: never,
    getMany: never,
    insert: never,
    put: never,
    update: never,
    query: never,
    scan: never,
  };
  const reads = ['get', 'due', 'requestsOf', 'ofProject'];
  const writes = Object.keys(createRequests(untouched, 'requests')).filter(name => !reads.includes(name));
  const named = firstCells('The ledger').map(cell => cell.replaceAll('`', ''));
  assert.equal(named.sort(), writes.sort());
});

test.run();
