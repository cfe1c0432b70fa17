import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { StoredEvent } from '../../../local/states/execution.ts';
import { visitsOf } from '../../../local/workspace/visits.ts';

const events = (...all: [type: string, details?: Record<string, unknown>][]): StoredEvent[] =>
  all.map(([type, details], index) => ({
    id: index + 1,
    previousEventId: index,
    at: index * 1000,
    type,
    ...(details !== undefined && { details }),
  }));

test('states stand in the order they were entered, the last one still open', () => {
  const visits = visitsOf(
    events(
      ['ExecutionStarted'],
      ['TaskStateEntered', { name: 'Open' }],
      ['TaskStateExited', { name: 'Open' }],
      ['TaskStateEntered', { name: 'Ask' }],
    ),
  );
  assert.equal(
    visits.map(({ name, leftAt }) => [name, leftAt]),
    [
      ['Open', 2000],
      ['Ask', undefined],
    ],
  );
});

test('a state entered again at once is one visit that counts', () => {
  const again: [string, Record<string, unknown>] = ['TaskStateEntered', { name: 'Ask' }];
  const visits = visitsOf(events(again, ['TaskTimedOut'], ['TaskStateExited', { name: 'Ask' }], again));
  assert.is(visits.length, 1);
  assert.is(visits[0]?.times, 2);
  assert.is(visits[0]?.leftAt, undefined);
});

test('failed tries are counted and named', () => {
  const [visit] = visitsOf(
    events(
      ['TaskStateEntered', { name: 'Revoke' }],
      ['TaskScheduled'],
      ['TaskFailed', { error: 'Refused' }],
      ['TaskScheduled'],
    ),
  );
  assert.is(visit?.tries, 2);
  assert.is(visit?.error, 'Refused');
});

test('a state brings along what the state machine says about it', () => {
  const [visit] = visitsOf(events(['TaskStateEntered', { name: 'Hold' }]), { Hold: 'Access is live.' });
  assert.is(visit?.comment, 'Access is live.');
});

test.run();
