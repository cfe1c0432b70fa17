import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import { length, type Observed, stepsOf } from '../../../local/workspace/steps.ts';

const until = 10 * hour;
const pending: Observed = { status: 'PENDING', visited: new Set(['Open', 'Ask']), kept: false };
const granted: Observed = {
  status: 'GRANTED',
  visited: new Set(['Open', 'Ask', 'Grant', 'Hold']),
  seenAt: 9 * hour,
  until,
  kept: false,
};
const warned: Observed = { ...granted, visited: new Set([...granted.visited, 'Notify ending']) };
const shown = (seen: Observed | undefined) => stepsOf(seen).map(({ is }) => is);

test('before anything was asked, asking is next', () => {
  assert.equal(shown(undefined), ['now', 'ahead', 'ahead', 'ahead', 'ahead']);
});

test('a pending request waits for its approval', () => {
  assert.equal(shown(pending), ['done', 'now', 'ahead', 'ahead', 'ahead']);
});

test('approved access does not tick before AWS shows it', () => {
  const { seenAt: _, ...notYet } = granted;
  assert.equal(shown({ ...notYet, status: 'GRANTING' }), ['done', 'done', 'now', 'ahead', 'ahead']);
  assert.equal(shown(granted), ['done', 'done', 'done', 'now', 'ahead']);
});

test('the end is what AWS shows, with how late it was', () => {
  assert.equal(shown(warned), ['done', 'done', 'done', 'done', 'now']);
  const steps = stepsOf({ ...warned, status: 'ENDED', goneAt: until + 300 });
  assert.equal(steps.at(-1), { name: 'gone', is: 'done', note: 'Ended, 0.3 s late' });
});

test('access ended by hand skips the warning and says how early', () => {
  const steps = stepsOf({ ...granted, status: 'ENDED', goneAt: until - 45 * minute });
  assert.equal(steps.slice(3), [
    { name: 'warning', is: 'skipped' },
    { name: 'gone', is: 'done', note: 'Ended, 45 min early' },
  ]);
});

test('a status of ENDED does not tick while AWS still shows the access', () => {
  assert.is(stepsOf({ ...warned, status: 'ENDED' }).at(-1)?.is, 'now');
});

test('F48: revocation that keeps failing is shown as stuck, never as gone', () => {
  assert.equal(stepsOf({ ...warned, status: 'STUCK' }).at(-1), {
    name: 'gone',
    is: 'failed',
    note: 'Stuck: AWS will not revoke it',
  });
});

test('a denied request stops at the approval', () => {
  assert.equal(stepsOf({ ...pending, status: 'DENIED' }).slice(1, 3), [
    { name: 'approve', is: 'failed', note: 'Denied' },
    { name: 'access', is: 'ahead' },
  ]);
});

test('access that another request holds is said to be kept', () => {
  assert.match(stepsOf({ ...warned, status: 'ENDED', kept: true }).at(-1)?.note ?? '', 'kept');
});

test('lengths read as people say them', () => {
  assert.equal([300, 12_000, 4 * minute, 2 * hour, hour + 5 * minute].map(length), [
    '0.3 s',
    '12 s',
    '4 min',
    '2 h',
    '1 h 5 min',
  ]);
});

test.run();
