import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  mayDecide,
  stageOf,
  whoCanDecide,
  whoWouldDecide,
} from '../../../../functions/domain/approval/index.ts';
import type { Approval, Catalog, Person } from '../../../../functions/domain/catalog.ts';
import type { RequestRecord } from '../../../../functions/domain/record.ts';
import { hour, minute, toIso } from '../../../../functions/domain/time.ts';
import { actor, ask, catalog, now, person, record, role, vote, votes, without } from '../fixtures.ts';

const everyone = ['alice', 'bob', 'carol', 'dave', 'erin'];
const named = (request: RequestRecord, rules: Catalog, at = now): string[] =>
  whoCanDecide({ record: request, rules, now: at }).map(({ name }) => name);

const name = fc.constantFrom(...everyone);
const stages = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 2 }), fc.uniqueArray(name, { minLength: 1, maxLength: 4 })),
  { minLength: 1, maxLength: 3 },
);
const approval: fc.Arbitrary<Approval> = fc.oneof(
  {
    weight: 8,
    arbitrary: stages.map(all => ask(...all.map(([need, from]): [number, ...string[]] => [need, ...from]))),
  },
  { weight: 1, arbitrary: fc.constant<Approval>({ mode: 'auto' }) },
);
/** People who are away, some of them until a moment that has passed; some share an e-mail address. */
const people = fc.array(
  fc.record({
    name,
    to: fc.option(name, { nil: undefined }),
    until: fc.constantFrom(-hour, -1, 1, hour),
    email: fc.option(fc.constantFrom('shared@example.com'), { nil: undefined }),
  }),
  { maxLength: 5 },
);
type Away = { name: string; to: string | undefined; until: number; email: string | undefined };
const personOf = ({ name: who, to, until, email }: Away): Person =>
  person(who, {
    ...(to !== undefined && to !== who && { delegate: { to, until: toIso(now + until) } }),
    ...(email !== undefined && { email }),
  });

test('whoever is named as able to decide can, and whoever can is named', () => {
  let some = 0;
  fc.assert(
    fc.property(
      approval,
      people,
      fc.array(fc.tuple(name, fc.constantFrom('approve', 'deny')), { maxLength: 4 }),
      fc.uniqueArray(name, { maxLength: 1 }),
      (rule, changed, cast, gone) => {
        const rules = without(catalog([role({ approval: rule })], changed.map(personOf)), ...gone);
        const decisions = votes(
          ...cast.map(([who, verdict], index) =>
            vote(who, { verdict: verdict === 'deny' ? 'deny' : 'approve', counts: [`${index % 2}:a set`] }),
          ),
        );
        const request = record({ decisions });
        const able = Object.values(rules.people)
          .filter(each => mayDecide(each, 'approve', { record: request, rules, now }).ok)
          .map(each => each.name);
        some += able.length;
        assert.equal(named(request, rules).sort(), able.sort());
      },
    ),
    { numRuns: 1_000 },
  );
  assert.ok(some > 300, `only ${some} could decide in all`);
});

test('a stand-in is named until the delegation ends, and not after', () => {
  const rules = catalog(
    [role({ approval: ask([1, 'bob']) })],
    [person('bob', { delegate: { to: 'dave', until: toIso(now + hour) } })],
  );
  assert.equal(named(record(), rules, now + hour - 1), ['bob', 'dave']);
  assert.equal(named(record(), rules, now + hour), ['bob']);
});

test('a stand-in whose turn is in a later stage is not named in this one', () => {
  const rules = catalog(
    [role({ approval: ask([1, 'bob'], [1, 'carol']) })],
    [person('carol', { delegate: { to: 'erin', until: toIso(now + hour) } })],
  );
  assert.equal(named(record(), rules), ['bob']);
  assert.equal(named(record({ stage: 1, decisions: votes(vote('bob')) }), rules), ['carol', 'erin']);
});

test('whoever the rule names since it changed is named, and whoever it left out is not', () => {
  const rules = catalog([role({ approval: ask([1, 'dave']) })]);
  assert.equal(named(record(), rules), ['dave']);
});

test('when the rule asks nobody any more, the owners are named', () => {
  assert.equal(named(record(), catalog([role({ approval: { mode: 'auto' } })])), ['bob', 'carol']);
});

test('nobody is named once it is decided, too late, or the requester is gone', () => {
  assert.equal(named(record({ status: 'DENIED' }), catalog()), []);
  assert.equal(named(record(), catalog(), now + 9 * hour), []);
  assert.equal(named(record(), without(catalog(), 'alice')), []);
});

test('the form names stand-ins too, and never the requester', () => {
  const rules = catalog(
    [role({ approval: ask([1, 'alice', 'bob'], [2, 'carol', 'dave']) })],
    [person('bob', { delegate: { to: 'erin', until: toIso(now + hour) } })],
  );
  const [asked] = rules.projects.payments?.roles ?? [];
  const alice = rules.people.alice;
  assert.ok(asked && alice);
  const would = (at: number) =>
    asked && alice
      ? whoWouldDecide(asked, alice, rules, at).map(({ need, people: able }) => [
          need,
          ...able.map(each => each.name),
        ])
      : [];
  assert.equal(would(now), [
    [1, 'bob', 'erin'],
    [2, 'carol', 'dave'],
  ]);
  assert.equal(would(now + hour), [
    [1, 'bob'],
    [2, 'carol', 'dave'],
  ]);
});

const set = (key: string, ...from: string[]) => ({ key, need: 1, from });
test('a decision counts in the stage of its set, and in what stands in its place when the set is gone', () => {
  const given = (...counts: string[]) => ({ counts });
  assert.is(stageOf(given('1:dba'), [set('owners', 'bob'), set('dba', 'dave')]), 1);
  assert.is(stageOf(given('0:owners'), [set('owners', 'bob'), set('owners', 'carol')]), 0);
  assert.is(stageOf(given('1:owners'), [set('owners', 'bob'), set('owners', 'carol')]), 1);
  assert.is(stageOf(given('0:bob'), [set('bob, carol', 'bob', 'carol')]), 0);
  assert.is(stageOf(given('2:dba'), [set('owners', 'bob')]), -1);
  assert.is(stageOf(given(), [set('owners', 'bob')]), -1);
});

test('a decision records which set it was given for', () => {
  const rules = catalog([role({ approval: ask([1, 'bob'], [1, 'carol']) })]);
  const second = record({ stage: 1, decisions: votes(vote('bob', { by: actor('bob') })) });
  const carol = rules.people.carol;
  assert.ok(carol);
  const may = carol && mayDecide(carol, 'approve', { record: second, rules, now: now + minute });
  assert.equal(may?.ok && may.counts, ['1:carol']);
});

test.run();
