import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createNames } from '../../deploy/names.ts';
import { deniedEverywhere } from '../../deploy/roles/guard-rails.ts';
import { verdict, type Written } from './iam.ts';
import {
  anotherAccount,
  granting,
  home,
  kindsThere,
  member,
  place,
  roleIn,
  roleNames,
  targetsIn,
  templateFor,
  writtenIn,
} from './member-account.ts';
import { catalog } from './stack.ts';
import { strangersIn } from './strangers.ts';

const template = templateFor([member]);
const allowedIn = (statements: readonly Written[]) => statements.filter(({ Effect }) => Effect === 'Allow');

for (const role of roleNames) {
  const side = role === 'GrantRole' ? 'grant' : 'revoke';

  test(`${role} in another account is allowed what the kinds granted there need, and nothing else`, () => {
    assert.ok(kindsThere.length > 0);
    const needed = kindsThere.flatMap(({ kind, permissions }) =>
      permissions[side](
        targetsIn(member)
          .filter(each => each.kind === kind)
          .map(({ target }) => target),
      ),
    );
    assert.equal(allowedIn(roleIn(template, role, member).statements), writtenIn(member, needed));
  });

  test(`${role} in another account is denied what the IAM roles at home are denied`, () => {
    const denied = roleIn(template, role, member).statements.filter(({ Effect }) => Effect === 'Deny');
    const expected = writtenIn(member, deniedEverywhere(['role/CurfewGrant', 'role/CurfewRevoke']));
    assert.equal(
      denied,
      expected.map(statement => ({ ...statement, Effect: 'Deny' })),
    );
  });

  for (const [action, resource] of [
    ['iam:PassRole', 'role/any'],
    ['iam:DeleteUserPermissionsBoundary', 'user/alice'],
    ['iam:PutRolePolicy', 'role/CurfewGrant'],
    ['iam:UpdateAssumeRolePolicy', 'role/CurfewRevoke'],
    ['sts:AssumeRole', 'role/CurfewRevoke'],
  ] as const)
    test(`${role} in another account is denied ${action} on ${resource}, even if someone allowed it everything`, () => {
      const anything: Written = { Sid: 'Mistake', Effect: 'Allow', Action: ['*'], Resource: ['*'] };
      const statements = [...roleIn(template, role, member).statements, anything];
      assert.is(verdict(statements, action, `arn:aws:iam::${member.id}:${resource}`), 'denied');
    });

  test(`F35: ${role} in another account can be assumed only with the ExternalId that access.yml keeps for it`, () => {
    const others = [member, anotherAccount('1'), anotherAccount('2')];
    const many = templateFor(others);
    for (const account of others) {
      const { trust } = roleIn(many, role, account);
      const [assuming, naming] = trust;
      assert.is(trust.length, 2);
      assert.is(assuming?.Action, 'sts:AssumeRole');
      assert.equal(assuming?.Condition, { StringEquals: { 'sts:ExternalId': account.externalId } });
      assert.is(naming?.Action, 'sts:SetSourceIdentity');
    }
  });
}

test('other accounts trust the Lambda that grants to grant, and those that revoke to revoke', () => {
  const arn = (name: string) => `arn:aws:iam::${home}:role/${createNames('prod').role(name)}`;
  const trusted = (role: 'GrantRole' | 'RevokeRole') =>
    roleIn(template, role, member).trust.map(({ Principal }) => Principal.AWS);
  assert.equal(trusted('GrantRole'), [[arn('grant')], [arn('grant')]]);
  const revoking = [arn('revoke'), arn('sweep')];
  assert.equal(trusted('RevokeRole'), [revoking, revoking]);
});

test('in another account granting changes nothing that access.yml does not name there', () => {
  const targets = targetsIn(member).map(({ target }) => target);
  assert.equal(strangersIn(roleIn(template, 'GrantRole', member).statements, targets), []);
});

test('one template serves many accounts, and gives each what is granted in it and no more', () => {
  const alike = Array.from({ length: 12 }, (_, index) => anotherAccount(String(index + 1)));
  const other = anotherAccount('9999');
  const accounts = [member, ...alike, other];
  const targets = targetsIn(other, 'otherTarget');
  const many = templateFor(
    accounts,
    granting([...[member, ...alike].flatMap(each => targetsIn(each)), ...targets]),
  );
  for (const account of [member, ...alike]) {
    const alone = templateFor([account]);
    for (const role of roleNames)
      assert.equal(roleIn(many, role, account).statements, roleIn(alone, role, account).statements);
  }
  const statements = allowedIn(roleIn(many, 'GrantRole', other).statements);
  assert.ok(many.Conditions);
  assert.equal(
    strangersIn(
      statements,
      targets.map(({ target }) => target),
    ),
    [],
  );
});

test('a template for many accounts names none of them but where it tells them apart, so a StackSet can carry it', () => {
  const accounts = [member, anotherAccount('1')];
  const { Mappings, Conditions, ...rest } = templateFor(accounts);
  assert.equal(Object.keys(Mappings.Accounts).sort(), accounts.map(({ id }) => id).sort());
  for (const { id } of accounts) assert.not.match(JSON.stringify(rest), id);
  assert.is(Conditions, undefined, 'the same is granted in both');
});

test('the IAM roles are named as access.yml names them, so two stages stand side by side in one account', () => {
  const arn = (side: string) => `arn:aws:iam::${member.id}:role/security/curfew-dev-${side}`;
  const dev = { ...member, grantRoleArn: arn('grant'), revokeRoleArn: arn('revoke') };
  const made = templateFor([dev]);
  assert.is(roleIn(made, 'GrantRole', dev).name, 'curfew-dev-grant');
  assert.match(JSON.stringify(made.Resources.GrantRole), '"Path":"/security/"');
  const denied = roleIn(made, 'RevokeRole', dev).statements.find(({ Sid }) => Sid === 'DenySelfModification');
  assert.equal(denied?.Resource, [arn('grant'), arn('revoke')]);
});

test('accounts that name their IAM roles differently do not fit one template, and are told so', () => {
  const odd = { ...anotherAccount('1'), grantRoleArn: 'arn:aws:iam::333333333331:role/Another' };
  assert.throws(
    () => templateFor([member, odd]),
    /different IAM roles as grant_role_arn \(CurfewGrant, Another\)/,
  );
});

test('what does not fit into an IAM role of another account is refused before AWS does', () => {
  const targets = targetsIn(member).flatMap(({ kind, target }) =>
    Array.from({ length: 200 }, (_, n) => ({
      kind,
      target: JSON.parse(JSON.stringify(target).replaceAll(/admin_\w+/g, `admin_number_${n}`)),
    })),
  );
  assert.throws(
    () => templateFor([member], granting(targets)),
    /CurfewGrant would have about \d+ characters/,
  );
});

test('a catalog that grants nothing there allows nothing there', () => {
  for (const role of roleNames)
    assert.equal(
      allowedIn(roleIn(templateFor([anotherAccount('1')], catalog), role, anotherAccount('1')).statements),
      [],
    );
});

test('the stage is in the names of those who are trusted', () => {
  assert.match(
    JSON.stringify(templateFor([member]).Resources),
    `role/${createNames(place.stage).role('grant')}`,
  );
});

test.run();
