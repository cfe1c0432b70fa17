import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mayDecide } from '../../../../functions/domain/approval/index.ts';
import type { Catalog, Person } from '../../../../functions/domain/catalog.ts';
import type { RequestRecord } from '../../../../functions/domain/record.ts';
import { hour, minute, toIso } from '../../../../functions/domain/time.ts';
import {
  actor,
  ask,
  catalog,
  now,
  person,
  record,
  role,
  staging,
  vote,
  votes,
  without,
} from '../fixtures.ts';

const soon = now + 5 * minute;
const approve = (who: string | Person, request = record(), rules = catalog(), at = soon) =>
  mayDecide(typeof who === 'string' ? (rules.people[who] ?? person(who)) : who, 'approve', {
    record: request,
    rules,
    now: at,
  });
const canDeny = (who: Person, request: RequestRecord, rules: Catalog, at: number) =>
  mayDecide(who, 'deny', { record: request, rules, now: at });
const answer = (who: string | Person, request?: RequestRecord, rules?: Catalog, at?: number): string => {
  const may = approve(who, request, rules, at);
  return may.ok ? 'ok' : `${may.code}: ${may.message}`;
};
const withApproval = (...stages: [number, ...string[]][]): Catalog =>
  catalog([role({ approval: ask(...stages) })]);
const away = (name: string, to: string, until = now + hour): Person =>
  person(name, { delegate: { to, until: toIso(until) } });

test('an owner may approve, by the rule in force', () => {
  assert.equal(approve('bob'), {
    ok: true,
    rule: 'payments/DatabaseAdmin: 1 of bob, carol',
    counts: ['0:bob, carol'],
    needMore: 0,
  });
});

test('F16: a requester cannot approve their own request', () => {
  assert.match(answer('alice', record(), withApproval([1, 'alice', 'bob'])), 'own-request: Nobody decides');
});

const aliases: [what: string, more: Partial<Person>][] = [
  ['the same e-mail address', { email: 'Alice@Example.com' }],
  ['the same Slack account', { slack: { team: 'T0EXAMPLE', users: ['U0BOB', 'U0ALICE'] } }],
  ['the same IAM user', { principals: { iamUser: { staging: 'ALICE' } } }],
];
for (const [what, more] of aliases) {
  test(`F16: someone with ${what} as the requester cannot approve`, () => {
    const rules = catalog([role()], [person('bob', more)]);
    assert.match(answer('bob', record(), rules), 'own-request');
  });
}

test('F16: the same Identity Center user is the same human', () => {
  const principals = { identityCenterUser: 'ic-1' };
  const rules = catalog([role()], [person('bob', { principals }), person('alice', { principals })]);
  assert.match(answer('bob', record(), rules), 'own-request');
});

test('F16: the Slack account that asked cannot approve, whatever its person is called today', () => {
  const renamed = person('bob', { slack: { team: 'T0EXAMPLE', users: ['U0ALICE'] } });
  assert.match(answer('bob', record(), without(catalog([role()], [renamed]), 'alice')), 'own-request');
});

test('F16: a delegate cannot act for the requester', () => {
  const rules = catalog([role({ approval: ask([1, 'alice', 'bob']) })], [away('alice', 'dave')]);
  assert.match(answer('dave', record(), rules), 'own-request: You act for alice');
});

test('F16: the requester cannot decide as the delegate of an approver', () => {
  assert.match(answer('alice', record(), catalog([role()], [away('bob', 'alice')])), 'own-request');
});

test('a delegate decides in the place of an approver who is away', () => {
  const may = approve('dave', record(), catalog([role()], [away('bob', 'dave')]));
  assert.ok(may.ok);
  assert.equal(may.onBehalfOf, actor('bob'));
});

test('a delegation ends on time', () => {
  const rules = catalog([role()], [away('bob', 'dave', soon)]);
  assert.is(answer('dave', record(), rules, soon - 1), 'ok');
  assert.match(answer('dave', record(), rules, soon), 'not-an-approver');
});

test('a delegate who is an approver decides in their own place', () => {
  const may = approve('carol', record(), catalog([role()], [away('bob', 'carol')]));
  assert.ok(may.ok);
  assert.is(may.onBehalfOf, undefined);
});

test('someone else is told who can decide', () => {
  assert.is(answer('dave'), 'not-an-approver: You cannot decide on this request. bob or carol can decide.');
});

test('F17: an approver removed from the rule is told that it has changed', () => {
  assert.match(
    answer('carol', record(), withApproval([1, 'bob', 'dave'])),
    'no-longer-allowed: You could decide',
  );
});

test('F17: an approver removed from the people cannot approve', () => {
  assert.match(answer(person('carol'), record(), without(catalog(), 'carol')), 'no-longer-allowed');
});

test('F23: one person counts once', () => {
  const rules = withApproval([2, 'bob', 'carol', 'dave']);
  const once = record({ decisions: votes(vote('bob')) });
  assert.match(answer('bob', once, rules), 'already-voted: You have already approved');
  assert.is(answer('carol', once, rules), 'ok');
});

test('F23: one human under two names counts once', () => {
  const rules = catalog(
    [role({ approval: ask([2, 'bob', 'carol', 'dave']) })],
    [person('carol', { email: 'bob@example.com' })],
  );
  assert.match(answer('carol', record({ decisions: votes(vote('bob')) }), rules), 'already-voted');
});

test('F23: a place is taken once, by its delegate or in person', () => {
  const rules = catalog([role({ approval: ask([2, 'bob', 'carol', 'erin']) })], [away('bob', 'dave')]);
  const byDelegate = record({ decisions: votes(vote('dave', { onBehalfOf: actor('bob') })) });
  assert.match(answer('bob', byDelegate, rules), 'already-voted: dave has already approved in your place');
  const inPerson = record({ decisions: votes(vote('bob')) });
  assert.match(answer('dave', inPerson, rules), 'already-voted: bob has already approved');
});

test('how many approvals are still missing is counted down', () => {
  const rules = withApproval([3, 'bob', 'carol', 'dave', 'erin']);
  const first = approve('bob', record(), rules);
  const second = approve('carol', record({ decisions: votes(vote('bob')) }), rules);
  assert.equal([first.ok && first.needMore, second.ok && second.needMore], [2, 1]);
});

test('a later stage opens when the one before is complete', () => {
  const rules = withApproval([1, 'bob', 'carol'], [1, 'dave']);
  assert.match(answer('dave', record(), rules), 'not-an-approver');
  const may = approve('dave', record({ stage: 1, decisions: votes(vote('bob')) }), rules);
  assert.ok(may.ok);
  assert.equal([may.counts, may.needMore], [['1:dave'], 0]);
});

test('whoever decides in another stage is told whose turn it is', () => {
  const rules = withApproval([1, 'bob', 'carol'], [1, 'dave']);
  const stages = [
    { key: 'a set', need: 1, from: ['bob', 'carol'] },
    { key: 'a set', need: 1, from: ['dave'] },
  ];
  assert.match(
    answer('dave', record({ stages }), rules),
    'not-an-approver: Other people decide in this stage: bob or carol can decide.',
  );
});

test('someone needed for a later stage does not use up their vote before', () => {
  const rules = withApproval([1, 'bob', 'carol'], [1, 'bob']);
  assert.match(answer('bob', record(), rules), 'not-an-approver: You are needed in a later stage');
  assert.is(answer('carol', record(), rules), 'ok');
});

const closed: [what: string, more: Partial<RequestRecord>, message: string][] = [
  [
    'approved',
    { status: 'APPROVED', decisions: votes(vote('carol')) },
    'already-decided: carol already approved',
  ],
  [
    'denied',
    { status: 'DENIED', decisions: votes(vote('carol'), vote('dave', { verdict: 'deny', at: toIso(soon) })) },
    'already-decided: dave already denied',
  ],
  ['cancelled', { status: 'CANCELLED' }, 'not waiting for a decision: cancelled'],
  ['ended', { status: 'ENDED', decisions: votes(vote('carol')) }, 'already-decided: carol already approved'],
];
for (const [what, more, message] of closed) {
  test(`what is ${what} is not decided again`, () => assert.match(answer('bob', record(more)), message));
}

test('F21: nobody approves at or after the deadline', () => {
  assert.is(answer('bob', record(), catalog(), now + 8 * hour - 1), 'ok');
  assert.match(answer('bob', record(), catalog(), now + 8 * hour), 'past-deadline');
});

const tightened: [what: string, rules: Catalog, message: string][] = [
  [
    'a role that is gone',
    catalog([role({ name: 'Other' })]),
    'no-longer-allowed: payments no longer has a role',
  ],
  ['a project that is gone', { ...catalog(), projects: {} }, 'no-longer-allowed: The project payments'],
  [
    'a shorter maximum',
    catalog([role({ maxMs: 30 * minute })]),
    'no-longer-allowed: payments/DatabaseAdmin now allows',
  ],
  [
    'fewer who may request',
    catalog([role({ mayRequest: ['dave'] })]),
    'no-longer-allowed: alice may not request',
  ],
  [
    'another kind',
    catalog([role({ kind: 'permission-set' })]),
    'no-longer-allowed: payments/DatabaseAdmin now grants',
  ],
  [
    'another group',
    catalog([role({ targets: [{ account: staging, group: 'admin_EC2' }] })]),
    'no-longer-allowed: payments/DatabaseAdmin now grants',
  ],
  ['a requester who is gone', without(catalog(), 'alice'), 'requester-gone: alice is no longer'],
];
for (const [what, rules, message] of tightened) {
  test(`F22: the rule in force at the click decides: ${what}`, () =>
    assert.match(answer('bob', record(), rules), message));
}

test("F22: another way into the target's account is no other target", () => {
  const account = { ...staging, grantRoleArn: 'arn:aws:iam::111111111111:role/G', externalId: 'e' };
  assert.is(answer('bob', record(), catalog([role({ targets: [{ account, group: 'admin_RDS' }] })])), 'ok');
});

test('F22: more approvals needed since the request are needed now', () => {
  const may = approve('bob', record(), withApproval([2, 'bob', 'carol']));
  assert.is(may.ok && may.needMore, 1);
});

test('a rule that became auto may still be decided by an owner', () => {
  const rules = catalog([role({ approval: { mode: 'auto' } })]);
  assert.is(answer('bob', record(), rules), 'ok');
  assert.match(answer('dave', record(), rules), 'not-an-approver');
});

test('denying asks the same of the person as approving', () => {
  const deny = (who: string, request = record(), at = soon) => {
    const may = canDeny(person(who), request, catalog(), at);
    return may.ok ? 'ok' : may.code;
  };
  assert.is(deny('bob'), 'ok');
  assert.is(deny('alice'), 'own-request');
  assert.is(deny('dave'), 'not-an-approver');
  assert.is(deny('bob', record(), now + 8 * hour), 'past-deadline');
  assert.is(deny('bob', record({ status: 'DENIED' })), 'already-decided');
});

test('what today’s rules would not take any more can still be denied by whoever was asked', () => {
  for (const [, rules] of tightened) {
    assert.ok(canDeny(person('bob'), record(), rules, soon).ok);
    assert.not.ok(canDeny(person('dave'), record(), rules, soon).ok);
  }
});

test('F8: someone the catalog does not know decides nothing', () => {
  const stranger = person('mallory');
  assert.match(answer(stranger), 'not-an-approver');
  const asked = record({ stages: [{ key: 'a set', need: 1, from: ['mallory'] }] });
  assert.not.ok(canDeny(stranger, asked, catalog([role({ name: 'Other' })]), soon).ok);
  assert.is(actor('mallory').person, stranger.name);
});

test.run();
