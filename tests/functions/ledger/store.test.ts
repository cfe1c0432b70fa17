import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { expression } from '../../../functions/ledger/store.ts';

test('names and values never stand in an expression themselves', () => {
  const change = expression({
    set: [[['holders', 'iam:1.2#x'], { until: 'u' }]],
    setOnce: [['endsBy', 'e']],
    remove: [['progress', 'a.b']],
    add: [['rev', 1]],
    when: '#s = :s',
    names: { '#s': 'status' },
    values: { ':s': 'NEW' },
  });
  assert.is(
    change.UpdateExpression,
    'SET #p1.#p2 = :v1, #p3 = if_not_exists(#p4, :v2) REMOVE #p5.#p6 ADD #p7 :v3',
  );
  assert.is(change.ExpressionAttributeNames?.['#p2'], 'iam:1.2#x');
  assert.is(change.ExpressionAttributeNames?.['#p6'], 'a.b');
  assert.is(change.ConditionExpression, '#s = :s');
});

test('a change of one kind has one clause', () => {
  assert.is(expression({ remove: ['wake'], when: 'a' }).UpdateExpression, 'REMOVE #p0');
});

test.run();
