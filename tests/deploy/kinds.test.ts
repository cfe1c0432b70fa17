import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { iamArn, type Statement, thisAccount } from '../../functions/grants/permissions.ts';
import type { TargetKind } from '../../functions/grants/target.ts';
import { targetKinds } from '../../functions/grants/targets.ts';
import { lambdaNames } from '../../statemachines/names.ts';
import { allSources, filesBelow, resolved, type Source } from '../architecture/source.ts';
import { fixtures, kindOf } from '../functions/grants/fixtures.ts';
import { allowedOn, contextMeeting, matches } from './iam.ts';
import { catalog, permissionsOf } from './stack.ts';
import { isReadOnly, strangersGranted, strangersIn, targetsOf, written } from './strangers.ts';

const changing = (statements: Statement[]): Statement[] =>
  statements.filter(({ Action }) => !Action.every(isReadOnly));

/** AWS deletes no version of a policy that is in force: it neither gives nor takes. */
const tidies = new Set(['iam:DeletePolicyVersion']);

const fixtureOf = (kind: string) => {
  const fixture = fixtures[kind];
  if (fixture === undefined) throw new Error(`tests/functions/grants/fixtures.ts has no row for ${kind}`);
  return fixture;
};

test('the example names targets of every kind', () => {
  for (const { kind } of targetKinds) assert.ok(targetsOf(catalog, kind).length > 0, kind);
});

for (const each of targetKinds) {
  const { kind, permissions } = each;
  const targets = targetsOf(catalog, kind);

  test(`${kind}: granting changes nothing that access.yml does not name; only Get, List and Describe see more`, () => {
    assert.equal(strangersGranted([each], catalog), []);
  });

  test(`${kind}: each target that access.yml names can be granted`, () => {
    const granted = written(permissions.grant(targets));
    for (const target of targets) {
      const alone = written(changing(permissions.grant([target])));
      assert.ok(alone.length > 0);
      for (const { Action, Resource, Condition } of alone)
        for (const action of Action)
          assert.ok(allowedOn(granted, action, Resource, contextMeeting(Condition)), `${action} ${Resource}`);
    }
  });

  test(`F77: ${kind}: revoking is wider on purpose: it reaches what has left access.yml`, () => {
    const used = new Set<string>();
    const revoking = permissions.revoke([fixtureOf(kind).target]);
    const actions = changing(revoking).map(({ Action }) => Action.filter(action => !isReadOnly(action)));
    for (const [row, { otherTarget }] of Object.entries(fixtures).filter(([each]) => kindOf(each) === kind)) {
      for (const { Sid, Resource, Condition } of written(changing(permissions.grant([otherTarget])))) {
        const reaching = actions.filter(each =>
          each.every(action => allowedOn(written(revoking), action, Resource, contextMeeting(Condition))),
        );
        assert.ok(reaching.length > 0, `${row}: nothing takes back what ${Sid} allows`);
        for (const action of reaching.flat()) used.add(action);
      }
    }
    assert.equal([...used].sort(), actions.flat().sort());
  });

  test(`${kind}: granting and revoking share no action that changes anything`, () => {
    const actionsOf = (statements: Statement[]) =>
      statements.flatMap(({ Action }) => Action).filter(action => !isReadOnly(action) && !tidies.has(action));
    const revoking = actionsOf(permissions.revoke(targets));
    for (const action of actionsOf(permissions.grant(targets)))
      assert.not(
        revoking.some(pattern => matches(pattern, action)),
        action,
      );
  });

  test(`${kind}: without a target nothing is allowed`, () => {
    assert.equal([...permissions.grant([]), ...permissions.revoke([])], []);
  });
}

test('the IAM role of Grant changes nothing that access.yml does not name, but Curfew’s own', () => {
  const targets = targetKinds.flatMap(({ kind }) => targetsOf(catalog, kind));
  const own = /:(key\/[0-9a-f-]{36}|.*[:/]curfew-prod-[^/]*(\/index\/[a-z-]+)?)$/;
  assert.equal(
    strangersIn(permissionsOf('grant'), targets).filter(found => !own.test(found)),
    [],
  );
});

const attach = { Sid: 'Broken', Action: ['iam:AttachUserPolicy'], Resource: [iamArn(thisAccount, 'user/*')] };
const inAnyAccount = (arn: string) => arn.replace(/^((?:[^:]*:){4})[^:]*/, '$1*');

type Change = (statements: Statement[]) => Statement[];
/** What bounds a statement: its resources, or the values of its conditions. */
const bounds =
  (change: (text: string) => string): Change =>
  given =>
    given.map(({ Condition, ...each }) => ({
      ...each,
      Resource: each.Resource.map(change),
      ...(Condition && {
        Condition: Object.fromEntries(
          Object.entries(Condition).map(([operator, keys]) => [
            operator,
            Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.map(change)])),
          ]),
        ),
      }),
    }));
const broken: Record<string, Change> = {
  'attaches policies to any user': given => [...given, attach],
  'attaches policies to any user, in one region': given => [
    ...given,
    { ...attach, Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-central-1'] } } },
  ],
  'attaches any policy by a condition with a wildcard': given => [
    ...given,
    { ...attach, Condition: { ArnLike: { 'iam:PolicyARN': [iamArn('aws', 'policy/*')] } } },
  ],
  'takes every name that begins like a target': bounds(text => `${text}*`),
  'takes the targets of any account': bounds(inAnyAccount),
  'takes every resource': given => given.map(({ Sid, Action }) => ({ Sid, Action, Resource: ['*'] })),
  'takes every action on something else': given => [
    ...given,
    { ...attach, Action: ['iam:*'], Resource: [iamArn(thisAccount, 'role/other')] },
  ],
};

const granting = (each: TargetKind, change: Change): TargetKind => ({
  ...each,
  permissions: { ...each.permissions, grant: targets => change(each.permissions.grant(targets)) },
});

for (const each of targetKinds)
  for (const [what, change] of Object.entries(broken))
    test(`a kind like ${each.kind} that ${what} is found out`, () => {
      assert.is.not(strangersGranted([granting(each, change)], catalog).length, 0);
    });

const [first] = targetKinds;
const [named] = targetsOf(catalog, first.kind);
const sound: Record<string, Change> = {
  'reads any user': given => [...given, { ...attach, Action: ['iam:GetUser', 'iam:ListUsers'] }],
  'attaches to any user what a target names': given => [
    ...given,
    { ...attach, Condition: { StringEquals: { 'iam:PolicyARN': [named?.account.id ?? ''] } } },
  ],
};
for (const [what, change] of Object.entries(sound))
  test(`a kind that ${what} is not blamed`, () => {
    assert.equal(strangersGranted([granting(first, change)], catalog), []);
  });

for (const name of [...lambdaNames, 'machine'] as const) {
  test(`each statement of ${name} has a Sid of its own, of letters and digits`, () => {
    const sids = permissionsOf(name).map(({ Sid }) => Sid);
    assert.is(new Set(sids).size, sids.length, sids.join(' '));
    for (const sid of sids) assert.match(sid, /^[A-Za-z0-9]+$/);
  });
}

test('nothing below deploy/ names a kind, or imports one', () => {
  const texts = filesBelow('deploy').map(path => [path, readFileSync(path, 'utf8')] as const);
  assert.ok(texts.length > 10);
  for (const [path, text] of texts) {
    for (const { kind } of targetKinds) assert.not(text.includes(kind), `${path} names ${kind}`);
    assert.not.match(text, /functions\/grants\/[\w-]+\//, path);
  }
});

const importedBy = ({ path, imports }: Source): string[] =>
  imports
    .filter(({ typeOnly }) => !typeOnly)
    .map(({ specifier }) => specifier && resolved(path, specifier))
    .filter(found => typeof found === 'string');

const reachable = (entry: string): Set<string> => {
  const imports = new Map(allSources().map(source => [source.path, importedBy(source)]));
  const found = new Set([entry]);
  for (const path of found) for (const next of imports.get(path) ?? []) found.add(next);
  return found;
};

const permissionsIn = (entry: string): string[] =>
  [...reachable(entry)].filter(path => /^functions\/grants\/.*permissions\.ts$/.test(path));

for (const name of lambdaNames) {
  test(`${name} does not carry what the kinds need in IAM`, () => {
    assert.equal(permissionsIn(`functions/${name}.ts`), []);
  });
}

test('what makes the IAM roles carries it, so it would be found elsewhere', () => {
  assert.is(permissionsIn('deploy/granted.ts').length, targetKinds.length + 1);
});

test.run();
