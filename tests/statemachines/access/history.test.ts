import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { longestDeadlineMs, mostReminders } from '../../../functions/domain/request.ts';
import { second } from '../../../functions/domain/time.ts';
import { parseDefinition } from '../../../tooling/asl/definition.ts';
import { eventsOfPass, eventsOfSuccess, historyLimit } from '../../../tooling/asl/history.ts';

const test = suite('the history of an execution');

const machine = parseDefinition(readFileSync('statemachines/access.asl.json', 'utf8'));
const all = (...names: string[]): number => names.reduce((sum, name) => sum + eventsOfPass(machine, name), 0);
const well = (...names: string[]): number =>
  names.reduce((sum, name) => sum + eventsOfSuccess(machine, name), 0);
const waitMs = (name: string): number => {
  const state = machine.States[name];
  return state?.Type === 'Wait' && typeof state.Seconds === 'number' ? state.Seconds * second : 0;
};
/** A number that the file compares a counter with. */
const limitOf = (pattern: RegExp): number => Number(pattern.exec(JSON.stringify(machine))?.[1]);

/** More people than anyone asks in one request. */
const votes = 20;
const extensions = 50;

const soon = limitOf(/askFailures <= (\d+)/);
const refusedRounds = limitOf(/refusedRounds >= (\d+)/);
const waitedRounds = limitOf(/waitedRounds >= (\d+)/);

const parts = {
  opening: all('Open', 'Which way?'),
  asking: (1 + mostReminders + votes) * well('Ask', 'Read the decision', 'Decided?'),
  'asking in vain':
    soon * all('Ask', 'Ask again?', 'Ask again soon') +
    Math.ceil(longestDeadlineMs / waitMs('Ask again later')) * all('Ask', 'Ask again?', 'Ask again later'),
  granting: all('Notify approved', 'Wait for start', 'Grant', 'Notify granted'),
  extending: extensions * well('Hold', 'What changed?', 'Over?', 'Extend', 'Notify extended'),
  holding: all('Hold', 'Notify ending', 'Hold to the end', 'What changed?', 'Over?'),
  'waiting for AWS':
    waitedRounds * all('Revoke', 'Page security', 'Go round again?', 'Wait and revoke again'),
  'being refused':
    refusedRounds * (well('Page security', 'Go round again?', 'Wait and revoke again') + 2 + 4 * 3),
  ending: all('Notify ended', 'Closed'),
};

test('F95: the longest life of a request fits into the history of its execution', () => {
  const sum = Object.values(parts).reduce((total, part) => total + part, 0);
  assert.ok(Number.isFinite(sum) && sum > 10_000, JSON.stringify(parts));
  assert.ok(sum < historyLimit, `${sum}: ${JSON.stringify(parts)}`);
});

test('every state is part of that life, or an end of it', () => {
  const counted = JSON.stringify(readFileSync('tests/statemachines/access/history.test.ts', 'utf8'));
  const ends = /^Notify (refused|denied|cancelled|expired)$|^Left to the sweeper$|^Wait (a|without)|^Drop/;
  const missing = Object.keys(machine.States).filter(
    name => !counted.includes(`'${name}'`) && !ends.test(name),
  );
  assert.equal(missing, []);
});

test.run();
