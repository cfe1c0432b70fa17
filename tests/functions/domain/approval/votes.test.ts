import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { countVotes, mayDecide, stillEligible } from '../../../../functions/domain/approval/index.ts';
import type { Catalog, Person } from '../../../../functions/domain/catalog.ts';
import { sameHuman } from '../../../../functions/domain/identity.ts';
import type { Decision, RequestRecord } from '../../../../functions/domain/record.ts';
import { hour, minute, toIso } from '../../../../functions/domain/time.ts';
import { actor, ask, catalog, now, person, record, role, vote, votes, without } from '../fixtures.ts';

const withApproval = (...stages: [number, ...string[]][]): Catalog =>
  catalog([role({ approval: ask(...stages) })]);
const two = withApproval([2, 'bob', 'carol', 'dave']);
const counted = (rules: Catalog, ...decisions: Decision[]) => {
  const { stage, have, need, done } = countVotes(record({ decisions: votes(...decisions) }), rules);
  return { stage, have, need, done };
};
const away = (until: number): Person => person('bob', { delegate: { to: 'erin', until: toIso(until) } });
const eligible = (request: RequestRecord, rules = catalog()): string => {
  const may = stillEligible(request, rules);
  return may.ok ? `ok by ${may.rule}` : may.message;
};

const counts: [what: string, rules: Catalog, decisions: Decision[], expected: object][] = [
  ['no vote', catalog(), [], { stage: 0, have: 0, need: 1, done: false }],
  ['one of one', catalog(), [vote('bob')], { stage: 1, have: 0, need: 0, done: true }],
  ['one of two', two, [vote('bob')], { stage: 0, have: 1, need: 2, done: false }],
  ['two of two', two, [vote('bob'), vote('dave')], { stage: 1, have: 0, need: 0, done: true }],
  ['a stranger', catalog(), [vote('erin')], { stage: 0, have: 0, need: 1, done: false }],
  ['a denial', catalog(), [vote('bob', { verdict: 'deny' })], { stage: 0, have: 0, need: 1, done: false }],
  [
    'the requester',
    withApproval([1, 'alice', 'bob']),
    [vote('alice')],
    { stage: 0, have: 0, need: 1, done: false },
  ],
  [
    'a stage that is not there any more',
    catalog(),
    [vote('bob', { counts: ['3:a set'] })],
    { stage: 0, have: 0, need: 1, done: false },
  ],
  [
    'the first of two stages',
    withApproval([1, 'bob'], [1, 'carol']),
    [vote('bob')],
    { stage: 1, have: 0, need: 1, done: false },
  ],
  [
    'the second stage alone',
    withApproval([1, 'bob'], [1, 'carol']),
    [vote('carol', { counts: ['1:a set'] })],
    { stage: 0, have: 0, need: 1, done: false },
  ],
  [
    'both stages',
    withApproval([1, 'bob'], [1, 'carol']),
    [vote('carol', { counts: ['1:a set'] }), vote('bob')],
    { stage: 2, have: 0, need: 0, done: true },
  ],
  [
    'a rule that became auto',
    catalog([role({ approval: { mode: 'auto' } })]),
    [],
    { stage: 0, have: 0, need: 0, done: true },
  ],
  ['a role that is gone', catalog([]), [vote('bob')], { stage: 0, have: 0, need: 0, done: false }],
  [
    'a requester who is gone',
    without(catalog(), 'alice'),
    [vote('bob')],
    { stage: 0, have: 0, need: 0, done: false },
  ],
];
for (const [what, rules, decisions, expected] of counts) {
  test(`counting ${what}`, () => assert.equal(counted(rules, ...decisions), expected));
}

test('F17: the vote of someone who is no approver any more does not count', () => {
  assert.is(counted(withApproval([1, 'carol']), vote('bob')).have, 0);
  assert.is(counted(without(two, 'bob'), vote('bob'), vote('carol')).have, 1);
});

test('F23: votes of one human under two names count once', () => {
  const rules = catalog(
    [role({ approval: ask([2, 'bob', 'carol']) })],
    [person('carol', { email: 'BOB@example.com' })],
  );
  assert.equal(counted(rules, vote('bob'), vote('carol')), { stage: 0, have: 1, need: 2, done: false });
});

test('F23: one human counts in one stage only', () => {
  const rules = withApproval([1, 'bob', 'carol'], [1, 'bob', 'dave']);
  const alias = catalog(
    [role({ approval: ask([1, 'bob'], [1, 'carol']) })],
    [person('carol', { email: 'bob@example.com' })],
  );
  assert.is(counted(rules, vote('bob')).done, false);
  assert.is(counted(alias, vote('bob'), vote('carol', { counts: ['1:a set'] })).done, false);
});

test('a delegate counts in the place of whom they stood in for, once', () => {
  const rules = catalog([role({ approval: ask([2, 'bob', 'carol']) })], [away(now + hour)]);
  const byDelegate = vote('erin', { onBehalfOf: actor('bob') });
  assert.is(counted(rules, byDelegate).have, 1);
  assert.is(counted(rules, byDelegate, vote('bob')).have, 1);
  assert.is(counted(rules, byDelegate, vote('carol')).done, true);
});

test('what counts for a delegate is when they decided', () => {
  const byDelegate = vote('erin', { onBehalfOf: actor('bob'), at: toIso(now + minute) });
  assert.is(counted(catalog([role()], [away(now + minute + 1)]), byDelegate).done, true);
  assert.is(counted(catalog([role()], [away(now + minute)]), byDelegate).done, false);
  assert.is(counted(catalog(), byDelegate).done, false);
});

test('what was approved as the rule says is still eligible', () => {
  assert.is(
    eligible(record({ decisions: votes(vote('bob')) })),
    'ok by payments/DatabaseAdmin: 1 of bob, carol',
  );
  const auto = catalog([role({ approval: { mode: 'auto' } })]);
  assert.is(eligible(record(), auto), 'ok by payments/DatabaseAdmin: auto');
});

const lost: [what: string, rules: Catalog, message: string][] = [
  ['the approver is gone', without(catalog(), 'bob'), 'The approval of bob no longer counts.'],
  ['the rule names others', withApproval([1, 'carol']), 'needs 1 in stage 1, and 0 counted'],
  ['the rule needs more', two, 'needs 2 in stage 1, and 1 counted.'],
  ['the requester is gone', without(catalog(), 'alice'), 'alice is no longer among'],
  ['the requester may not ask', catalog([role({ mayRequest: ['dave'] })]), 'alice may not request'],
  ['the role is gone', catalog([]), 'no longer has a role'],
];
for (const [what, rules, message] of lost) {
  test(`F17: nothing is granted when ${what}`, () =>
    assert.match(eligible(record({ decisions: votes(vote('bob')) }), rules), message));
}

test('invariant A: without any decision only a rule that says auto grants', () => {
  assert.match(eligible(record({ status: 'APPROVED' })), 'needs 1 in stage 1, and 0 counted');
});

test('invariant A: however votes come in, what is done was decided by enough distinct others', () => {
  const names = ['alice', 'bob', 'carol', 'dave', 'erin'];
  const from = fc.subarray(names, { minLength: 1 });
  const stages = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), from), { minLength: 1, maxLength: 3 });
  const people = fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      email: fc.constantFrom('one@example.com', 'two@example.com', ''),
      to: fc.constantFrom(...names),
    }),
    { maxLength: 3 },
  );
  const clicks = fc.array(fc.constantFrom(...names), { maxLength: 12 });
  fc.assert(
    fc.property(stages, people, clicks, (stages, changes, order) => {
      const changed = changes.map(({ name, email, to }) =>
        person(name, {
          ...(email === '' ? {} : { email }),
          delegate: { to, until: toIso(now + hour) },
        }),
      );
      const approval = ask(...stages.map(([need, who]): [number, ...string[]] => [need, ...who]));
      const rules = catalog([role({ approval })], changed);
      let request = record();
      for (const name of order) {
        const voter = rules.people[name] ?? person(name);
        const may = mayDecide(voter, 'approve', { record: request, rules, now: now + minute });
        if (!may.ok) continue;
        const { onBehalfOf, counts: given } = may;
        const cast = vote(name, {
          counts: given,
          by: actor(name),
          ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
        });
        request = { ...request, decisions: { ...request.decisions, [name]: cast } };
        if (countVotes(request, rules).done) break;
      }
      const { done, votes: all } = countVotes(request, rules);
      const alice = rules.people.alice ?? person('alice');
      const voters = all.map(({ voter }) => voter);
      assert.ok(voters.every(voter => !sameHuman(voter, alice)));
      assert.ok(voters.every((voter, i) => voters.slice(0, i).every(other => !sameHuman(other, voter))));
      if (done) assert.ok(voters.length >= stages.reduce((sum, [need]) => sum + need, 0));
    }),
    { numRuns: 500 },
  );
});

test.run();
