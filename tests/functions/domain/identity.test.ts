import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { slotsCanBeFilled } from '../../../functions/domain/approval/index.ts';
import type { Person } from '../../../functions/domain/catalog.ts';
import { personNamed, personOf, sameHuman, usesAccount } from '../../../functions/domain/identity.ts';
import { catalog, person } from './fixtures.ts';

const alice = person('alice');
const pairs: [what: string, other: Person, same: boolean][] = [
  ['the same name', alice, true],
  ['nothing in common', person('bob'), false],
  ['the same e-mail in other case', person('bob', { email: ' ALICE@example.com' }), true],
  ['one Slack account', person('bob', { slack: { team: 'T0EXAMPLE', users: ['U0BOB', 'U0ALICE'] } }), true],
  [
    'the same member id in another workspace',
    person('bob', { slack: { team: 'T0OTHER', users: ['U0ALICE'] } }),
    false,
  ],
  ['one IAM user in other case', person('bob', { principals: { iamUser: { staging: 'Alice' } } }), true],
  [
    'the same IAM user name in another account',
    person('bob', { principals: { iamUser: { other: 'alice' } } }),
    false,
  ],
  ['no e-mail on either side', person('bob', { email: '' }), false],
];
for (const [what, other, same] of pairs) {
  test(`${what}: ${same ? 'the same human' : 'two humans'}`, () => {
    assert.is(sameHuman(alice, other), same);
    assert.is(sameHuman(other, alice), same);
  });
}

test('empty identities are nobody’s', () => {
  const nobody = (name: string) =>
    person(name, {
      email: '',
      slack: { team: 'T0EXAMPLE', users: [] },
      principals: { iamUser: { staging: '' } },
    });
  assert.not.ok(sameHuman(nobody('a'), nobody('b')));
});

test('people are found by team and member id together', () => {
  const rules = catalog();
  assert.is(personOf(rules, { teamId: 'T0EXAMPLE', userId: 'U0BOB' })?.name, 'bob');
  assert.is(personOf(rules, { teamId: 'T0OTHER', userId: 'U0BOB' }), undefined);
  assert.ok(usesAccount(alice, { teamId: 'T0EXAMPLE', userId: 'U0ALICE' }));
});

test('nobody is called like something every object has', () => {
  for (const name of ['constructor', 'toString', '__proto__'])
    assert.is(personNamed(catalog(), name), undefined);
});

const slots: [slots: string[][], possible: boolean][] = [
  [[], true],
  [[['a']], true],
  [[['a'], ['a']], false],
  [[['a', 'b'], ['a']], true],
  [
    [
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ],
    false,
  ],
  [
    [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ],
    true,
  ],
  [[['a', 'b', 'c'], ['a'], ['b']], true],
  [[[]], false],
];
for (const [each, possible] of slots) {
  test(`slots ${JSON.stringify(each)} can ${possible ? '' : 'not '}be filled`, () =>
    assert.is(slotsCanBeFilled(each), possible));
}

test('filling slots agrees with trying everything', () => {
  const tryAll = (left: readonly string[][], taken: readonly string[]): boolean => {
    const [first, ...rest] = left;
    return first === undefined || first.some(name => !taken.includes(name) && tryAll(rest, [...taken, name]));
  };
  const slot = fc.subarray(['a', 'b', 'c', 'd']);
  fc.assert(
    fc.property(fc.array(slot, { maxLength: 5 }), each =>
      assert.is(slotsCanBeFilled(each), tryAll(each, [])),
    ),
    { numRuns: 500 },
  );
});

test.run();
