import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { validateRequest } from '../../../functions/domain/request.ts';
import { day, hour, minute, toIso } from '../../../functions/domain/time.ts';
import { catalog, now, person, role } from './fixtures.ts';

const form = { project: 'payments', role: 'DatabaseAdmin', duration: '1h', justification: 'Incident 7' };
const alice = person('alice');
const validate = (input: unknown, rules = catalog()) =>
  validateRequest(input, { catalog: rules, requester: alice, now });
const problemsOf = (input: unknown, rules = catalog()): string => {
  const result = validate(input, rules);
  return result.ok
    ? 'accepted'
    : result.problems.map(({ field, message }) => `${field}: ${message}`).join('\n');
};
const startOf = (startAt: unknown): string => {
  const result = validate({ ...form, startAt });
  return result.ok ? result.request.startAt : 'refused';
};

test('a sound form becomes a request', () => {
  const result = validate({ ...form, justification: '  Incident\u202e 7 ' });
  assert.ok(result.ok);
  assert.equal(
    { ...result.request },
    {
      project: 'payments',
      role: 'DatabaseAdmin',
      kind: 'iam-group',
      requester: 'alice',
      durationMs: hour,
      startAt: toIso(now),
      justification: 'Incident 7',
    },
  );
});

test('nothing in the form says who asks', () => {
  const result = validate({ ...form, requester: 'bob' });
  assert.ok(result.ok);
  assert.is(result.request.requester, 'alice');
});

const wrong: [what: string, input: unknown, problem: string][] = [
  ['nothing', undefined, 'form: The form was empty.'],
  ['text', 'payments', 'form: The form was empty.'],
  ['no project', { ...form, project: undefined }, 'project: Choose a project.'],
  ['a project with a typo', { ...form, project: 'paymnts' }, 'Did you mean payments?'],
  ['an unknown project', { ...form, project: 'zebra' }, 'Choose payments.'],
  ['an inherited project', { ...form, project: 'constructor' }, 'There is no project "constructor"'],
  ['a project that is no text', { ...form, project: ['payments'] }, 'project: Choose a project.'],
  ['no role', { ...form, role: '' }, 'role: Choose a role.'],
  ['a role with a typo', { ...form, role: 'DatabaseAdmn' }, 'Did you mean DatabaseAdmin?'],
  ['no duration', { ...form, duration: undefined }, 'duration: Say for how long.'],
  ['a longer duration than the role allows', { ...form, duration: '5h' }, 'Allowed: 15 min to 4 h'],
  ['no justification', { ...form, justification: undefined }, 'justification: Say why you need it.'],
  ['an unreadable start', { ...form, startAt: 'tomorrow' }, 'startAt: The start is not a date'],
  ['a start in the past', { ...form, startAt: '2026-11-20T09:54:00Z' }, 'startAt: The start is in the past'],
  ['a start too far ahead', { ...form, startAt: '2026-12-05T10:00:00Z' }, 'at most 14 d from now'],
];
for (const [what, input, problem] of wrong) {
  test(`${what} is refused at its field`, () => assert.match(problemsOf(input), problem));
}

test('all wrong fields are named at once', () => {
  const result = validate({ ...form, duration: 'x', startAt: 'x', justification: '' });
  assert.ok(!result.ok);
  assert.equal(
    result.problems.map(({ field }) => field),
    ['duration', 'startAt', 'justification'],
  );
});

test('F12: a justification of invisible characters counts as none', () => {
  assert.match(problemsOf({ ...form, justification: '\u200b\u202e\u3164' }), 'no readable characters');
});

test('F12: 50 kB of justification is refused with the reason', () => {
  const problem = problemsOf({ ...form, justification: 'x'.repeat(50_000) });
  assert.match(problem, 'too long: 50000 characters. At most 1000');
  assert.ok(problem.length < 200);
});

test('a justification may have 1,000 characters, and not one more', () => {
  assert.is(problemsOf({ ...form, justification: '🚑'.repeat(1_000) }), 'accepted');
  assert.match(problemsOf({ ...form, justification: '🚑'.repeat(1_001) }), '1001 characters');
});

test('a role may leave the justification to the requester', () => {
  const rules = catalog([role({ justification: 'optional' })]);
  assert.is(problemsOf({ ...form, justification: undefined }, rules), 'accepted');
});

const starts: [what: string, startAt: unknown, expected: string][] = [
  ['nothing', undefined, toIso(now)],
  ['null', null, toIso(now)],
  ['an empty field', '', toIso(now)],
  ['a moment ago', '2026-11-20T09:55:00Z', toIso(now)],
  ['UTC', '2026-11-21T10:00Z', '2026-11-21T10:00:00.000Z'],
  ['another zone', '2026-11-21T10:00:00.5+02:00', '2026-11-21T08:00:00.500Z'],
  ['epoch seconds as number', (now + day) / 1_000, toIso(now + day)],
  ['epoch seconds as text', String((now + day) / 1_000), toIso(now + day)],
  ['no zone', '2026-11-21T10:00', 'refused'],
  ['a day that does not exist', '2027-02-30T10:00Z', 'refused'],
  ['a fraction of a second', 1.5, 'refused'],
  ['epoch milliseconds', String(now), 'refused'],
  ['infinity', Number.POSITIVE_INFINITY, 'refused'],
  ['50 kB', '1'.repeat(50_000), 'refused'],
  ['a list', ['2026-11-21T10:00Z'], 'refused'],
];
for (const [what, startAt, expected] of starts) {
  test(`a start given as ${what} is ${expected}`, () => assert.is(startOf(startAt), expected));
}

test('deadline, lead, duration and extensions together stay within 330 days', () => {
  const long = role({ approval: { mode: 'auto' }, maxMs: 320 * day, maxTotalMs: 320 * day });
  const rules = catalog([long]);
  const asked = { ...form, duration: '1d' };
  assert.is(problemsOf({ ...asked, startAt: toIso(now + 10 * day) }, rules), 'accepted');
  assert.match(problemsOf({ ...asked, startAt: toIso(now + 10 * day + minute) }, rules), 'more than 330 d');
});

test('whatever the form holds, it is answered, never thrown at', () => {
  const anything = fc.anything();
  const almost = fc.record({
    project: fc.oneof(fc.constant('payments'), anything),
    role: fc.oneof(fc.constant('DatabaseAdmin'), anything),
    duration: fc.oneof(fc.constant('1h'), anything),
    startAt: anything,
    justification: anything,
  });
  fc.assert(
    fc.property(fc.oneof(anything, almost), input => {
      const result = validate(input);
      assert.ok(result.ok || result.problems.length > 0);
    }),
    { numRuns: 500 },
  );
});

test.run();
