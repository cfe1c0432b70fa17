import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Decided, decide } from '../../../../functions/domain/approval/index.ts';
import type { Catalog, Role } from '../../../../functions/domain/catalog.ts';
import { validateRequest } from '../../../../functions/domain/request.ts';
import { requestable } from '../../../../functions/domain/roles.ts';
import { hour, minute, toIso } from '../../../../functions/domain/time.ts';
import { ask, catalog, now, person, role, without } from '../fixtures.ts';

const form = { project: 'payments', role: 'DatabaseAdmin', duration: '1h', justification: 'Incident 7' };

/** What `rules` make of a request that was sound by the rules of `asked`. */
const decideFor = (rules: Catalog, requester = 'alice', asked = catalog()): Decided => {
  const valid = validateRequest(form, { catalog: asked, requester: person(requester), now });
  if (!valid.ok) throw new Error('The form of this test is not sound.');
  return decide(valid.request, rules, now);
};
const refusal = (rules: Catalog, requester?: string): string => {
  const decided = decideFor(rules, requester);
  return decided.outcome === 'refused'
    ? decided.problems.map(({ message }) => message).join('\n')
    : decided.outcome;
};
const withApproval = (...stages: [number, ...string[]][]): Catalog =>
  catalog([role({ approval: ask(...stages) })]);

test('who is asked, by which rule and until when', () => {
  assert.equal(decideFor(catalog()), {
    outcome: 'ask',
    rule: 'payments/DatabaseAdmin: 1 of bob, carol',
    stages: [{ key: 'bob, carol', need: 1, from: ['bob', 'carol'] }],
    deadline: toIso(now + 8 * hour),
    asks: [toIso(now + 30 * minute), toIso(now + 2 * hour), toIso(now + 8 * hour)],
  });
});

test('a rule that says auto asks nobody', () => {
  const rules = catalog([role({ approval: { mode: 'auto' } })]);
  assert.equal(decideFor(rules), { outcome: 'auto', rule: 'payments/DatabaseAdmin: auto' });
});

test('several stages stand in the rule in their order', () => {
  const decided = decideFor(withApproval([2, 'bob', 'carol'], [1, 'dave']));
  assert.is(
    decided.outcome === 'ask' && decided.rule,
    'payments/DatabaseAdmin: 2 of bob, carol; then 1 of dave',
  );
});

test('the requester is not among those asked, the rule still names them', () => {
  const decided = decideFor(withApproval([1, 'alice', 'bob']));
  assert.ok(decided.outcome === 'ask');
  assert.equal(decided.stages, [{ key: 'alice, bob', need: 1, from: ['bob'] }]);
  assert.is(decided.rule, 'payments/DatabaseAdmin: 1 of alice, bob');
});

test('reminders at or after the deadline are left out, and each is asked once', () => {
  const approval = { ...ask([1, 'bob']), deadlineMs: hour, remindMs: [2 * hour, hour, minute, minute, 0] };
  const decided = decideFor(catalog([role({ approval })]));
  assert.equal(decided.outcome === 'ask' && decided.asks, [toIso(now + minute), toIso(now + hour)]);
});

const refusals: [what: string, rules: Catalog, requester: string, message: string][] = [
  ['someone who is gone', without(catalog(), 'alice'), 'alice', 'not among the people'],
  ['a project that is gone', { ...catalog(), projects: {} }, 'alice', 'no project payments'],
  ['a role that is gone', catalog([role({ name: 'Other' })]), 'alice', 'no role DatabaseAdmin'],
  [
    'someone the role leaves out',
    catalog([role({ mayRequest: ['dave'] })]),
    'alice',
    'Talk to bob or carol, who own',
  ],
  ['a sole approver', withApproval([1, 'bob']), 'bob', 'Nobody except you could approve'],
  [
    'too few others',
    withApproval([2, 'bob', 'carol']),
    'bob',
    'needs 2 approvals, and without you only carol',
  ],
  ['too few for later stages', withApproval([1, 'carol'], [1, 'bob']), 'bob', 'Nobody except you'],
  ['stages that need one person twice', withApproval([1, 'dave'], [1, 'dave']), 'alice', 'different people'],
  ['approvers who are gone', without(withApproval([1, 'dave']), 'dave'), 'alice', 'Nobody except you'],
];
for (const [what, rules, requester, message] of refusals) {
  test(`refused: ${what}`, () => assert.match(refusal(rules, requester), message));
}

test('F16: an approver who is the requester under another name does not count', () => {
  const alias = person('bob', { email: 'ALICE@example.com' });
  const rules = catalog([role({ approval: ask([1, 'bob']) })], [alias]);
  assert.match(refusal(rules), 'Nobody except you could approve');
});

test('two approvers who are one human count once', () => {
  const alias = person('carol', { slack: { team: 'T0EXAMPLE', users: ['U0BOB'] } });
  const rules = catalog([role({ approval: ask([2, 'bob', 'carol']) })], [alias]);
  assert.match(refusal(rules), 'without you only bob can give one');
});

test('the form offers only what someone may request', () => {
  const closed = role({ name: 'Closed', mayRequest: ['dave'] });
  const names = (rules: Catalog, who: string) =>
    requestable(rules, person(who)).map(({ roles }) => roles.map(({ name }) => name));
  assert.equal(names(catalog([role(), closed]), 'alice'), [['DatabaseAdmin']]);
  assert.equal(names(catalog([role(), closed]), 'dave'), [['DatabaseAdmin', 'Closed']]);
  assert.equal(names(catalog([closed]), 'alice'), []);
});

test('invariant A: whoever is asked is never the requester, and always suffices', () => {
  const names = fc.subarray(['alice', 'bob', 'carol', 'dave', 'erin'], { minLength: 1 });
  const stage = fc.tuple(fc.integer({ min: 1, max: 4 }), names);
  fc.assert(
    fc.property(
      fc.array(stage, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('alice', 'bob'),
      (all, who) => {
        const stages = all.map(([need, from]): [number, ...string[]] => [need, ...from]);
        const decided = decideFor(withApproval(...stages), who);
        if (decided.outcome !== 'ask') return;
        for (const { need, from } of decided.stages) {
          assert.not.ok(from.includes(who));
          assert.ok(from.length >= need);
        }
        const everyone = new Set(decided.stages.flatMap(({ from }) => from));
        assert.ok(everyone.size >= decided.stages.reduce((sum, { need }) => sum + need, 0));
      },
    ),
    { numRuns: 300 },
  );
});

test('asks ascend and end with the deadline', () => {
  const times = fc.array(fc.integer({ min: 0, max: 20 * hour }), { maxLength: 6 });
  fc.assert(
    fc.property(times, fc.integer({ min: minute, max: 10 * hour }), (remindMs, deadlineMs) => {
      const approval: Role['approval'] = {
        ...ask([1, 'bob']),
        mode: 'ask',
        remindMs,
        deadlineMs,
        stages: [{ key: 'a set', need: 1, from: ['bob'] }],
      };
      const decided = decideFor(catalog([role({ approval })]));
      assert.ok(decided.outcome === 'ask');
      assert.equal(decided.asks, [...new Set(decided.asks)].sort());
      assert.is(decided.asks.at(-1), decided.deadline);
      assert.is(decided.deadline, toIso(now + deadlineMs));
    }),
  );
});

test.run();
