import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCatalog, loadCatalogFile } from '../../catalog/load.ts';
import { problemInWords } from '../../catalog/problem.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import { day, hour, minute } from '../../functions/domain/time.ts';
import { kindDescriptions } from '../../functions/grants/descriptions.ts';
import { sha256 } from '../../functions/runtime/sha256.ts';

const example = readFileSync('access.example.yml', 'utf8');
const load = (text: string) => loadCatalog(text, 'access.yml', { version: 3, sha256 });
const catalogOf = (text: string): Catalog => {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.problems.map(problemInWords).join('\n'));
  return loaded.catalog;
};
const problems = (text: string): string => {
  const loaded = load(text);
  return loaded.ok ? 'accepted' : loaded.problems.map(problemInWords).join('\n');
};

/** The smallest file that is accepted; tests replace one line of it. */
const small = `settings:
  security_channel: C0SECURITY
accounts:
  staging: { id: '111111111111' }
identity_center:
  instance_arn: arn:aws:sso:::instance/ssoins-1111111111111111
  start_url: https://example.awsapps.com/start
  permission_sets:
    ReadOnly: { arn: arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111, session_duration: 1h }
people:
  alice: { email: alice@example.com, slack: { team: T0EXAMPLE, users: U0ALICE }, iam_user: alice }
  bob: { email: bob@example.com, slack: { team: T0EXAMPLE, users: [U0BOB, U0BOB2] }, iam_user: { staging: bob } }
projects:
  payments:
    description: Card payments
    channel: C0PAYMENTS
    owners: [bob]
    roles:
      - name: ReadOnly
        description: Read
        kind: iam-group
        targets: [{ account: staging, group: read }]
`;
const changed = (from: string, to: string): string => {
  if (!small.includes(from)) throw new Error(`The small file has no "${from}".`);
  return small.replace(from, to);
};
const roleWith = (more: string): string => `${small}        ${more}\n`;

test('the example is accepted', () => {
  const catalog = catalogOf(example);
  assert.equal(Object.keys(catalog.projects), ['payments', 'platform']);
  assert.equal(Object.keys(catalog.people), ['alice', 'bob', 'carol', 'dave', 'erin']);
});

test('every kind of the registry can be written in access.yml, and the example shows it', () => {
  const roles = Object.values(catalogOf(example).projects).flatMap(project => project.roles);
  assert.equal([...new Set(roles.map(({ kind }) => kind))].sort(), Object.keys(kindDescriptions).sort());
});

test('what is left out gets its documented default', () => {
  const role = catalogOf(small).projects.payments?.roles[0];
  assert.equal(role, {
    name: 'ReadOnly',
    description: 'Read',
    kind: 'iam-group',
    targets: [{ account: { name: 'staging', id: '111111111111', production: false }, group: 'read' }],
    risk: 'low',
    justification: 'required',
    minMs: 15 * minute,
    maxMs: 4 * hour,
    defaultMs: hour,
    choicesMs: [15 * minute, 30 * minute, hour, 2 * hour, 4 * hour],
    maxTotalMs: 4 * hour,
    approval: {
      mode: 'ask',
      stages: [{ key: 'owners', need: 1, from: ['bob'] }],
      deadlineMs: day,
      remindMs: [hour, 8 * hour],
    },
  });
  assert.is(catalogOf(small).settings.maxStartAheadMs, 14 * day);
});

test('one IAM user name holds for every account, a map for those it names', () => {
  const { people } = catalogOf(small);
  assert.equal(people.alice?.principals, { iamUser: { staging: 'alice' } });
  assert.equal(people.bob?.principals, { iamUser: { staging: 'bob' } });
  assert.equal(people.bob?.slack.users, ['U0BOB', 'U0BOB2']);
});

test('a permission set is resolved with its instance and session duration', () => {
  const text = small
    .replace('kind: iam-group', 'kind: permission-set')
    .replace('group: read', 'permission_set: ReadOnly');
  assert.equal(catalogOf(text).projects.payments?.roles[0]?.targets, [
    {
      account: { name: 'staging', id: '111111111111', production: false },
      permissionSet: 'ReadOnly',
      permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111',
      instanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
      startUrl: 'https://example.awsapps.com/start',
      sessionMs: hour,
    },
  ]);
});

test('a role that reaches into production is a high risk unless it says otherwise', () => {
  const production = changed("{ id: '111111111111' }", "{ id: '111111111111', production: true }");
  assert.is(catalogOf(production).projects.payments?.roles[0]?.risk, 'high');
  assert.is(catalogOf(`${production}        risk: low\n`).projects.payments?.roles[0]?.risk, 'low');
});

test('a delegation until a date includes that day', () => {
  const text = changed('iam_user: alice }', 'iam_user: alice, delegate: { to: bob, until: 2026-12-24 } }');
  assert.equal(catalogOf(text).people.alice?.delegate, { to: 'bob', until: '2026-12-24T23:59:59.999Z' });
});

test('the hash follows the content, not the version, the order of keys or the comments', () => {
  const { hash } = catalogOf(small);
  assert.is(catalogOf(`# a comment\n${small}`).hash, hash);
  const again = loadCatalog(small, 'other.yml', { version: 9, sha256 });
  assert.is(again.ok && again.catalog.hash, hash);
  assert.is.not(catalogOf(changed('Card payments', 'Cards')).hash, hash);
});

const wrong: [what: string, text: string, problem: string][] = [
  ['an empty file', '', 'access.yml:1:1: the file is empty. Start from access.example.yml'],
  ['only comments', '# nothing\n', 'the file is empty'],
  ['a list', '- a\n', 'should be a map of keys, but is a list'],
  [
    'tabs',
    changed('  security_channel', '\tsecurity_channel'),
    'access.yml:2:1: indent with spaces, not tabs',
  ],
  [
    'a key that stands twice',
    changed('    owners: [bob]', '    owners: [bob]\n    owners: [bob]'),
    ':18:5: this key appears here twice',
  ],
  ['two documents', `${small}---\na: 1\n`, 'several documents'],
  ['broken YAML', 'a: [1', 'access.yml:1:'],
  [
    'an unknown key',
    roleWith('notes: x'),
    ':23:9: projects.payments.roles[0].notes: this key is not known. Did you mean `note`?',
  ],
  [
    'an unknown key at the top',
    `${small}project: {}\n`,
    'project: this key is not known. Did you mean `projects`?',
  ],
  ['a missing key', changed('    channel: C0PAYMENTS\n', ''), ':14:3: projects.payments.channel: is missing'],
  ['an unquoted account id', changed("'111111111111'", '111111111111'), 'Put it in quotes'],
  ['a duration without unit', roleWith('duration: { max: 30 }'), 'a duration needs its unit, such as 30m'],
  [
    'a kind with a typo',
    changed('kind: iam-group', 'kind: iam-grup'),
    ':21:9: projects.payments.roles[0].kind: there is no kind `iam-grup`. Did you mean `iam-group`?',
  ],
  [
    'no kind',
    changed('        kind: iam-group\n', ''),
    'projects.payments.roles[0].kind: is missing. There is `iam-group`, `identity-center-group`, `managed-policy` and `permission-set`.',
  ],
  ['a risk with a typo', roleWith('risk: hgh'), 'Did you mean `high`?'],
  [
    'a channel by name',
    changed('C0PAYMENTS', "'#payments'"),
    'should be a Slack channel id such as C0123ABCD',
  ],
  [
    'a member by name',
    changed('users: U0ALICE', 'users: alice'),
    'people.alice.slack.users: should be a Slack member id',
  ],
  ['no member', changed('[U0BOB, U0BOB2]', '[]'), 'should name at least one member id'],
  ['a name with a space', changed('name: ReadOnly', 'name: Read Only'), 'with no space'],
  [
    'a person with a space',
    changed('  alice: {', '  al ice: {'),
    'people.al ice: the name should be at most 60 letters',
  ],
  [
    'an unknown owner',
    changed('owners: [bob]', 'owners: [bbo]'),
    ':17:14: projects.payments.owners[0]: there is no person `bbo`. Did you mean `bob`?',
  ],
  ['an owner twice', changed('owners: [bob]', 'owners: [bob, bob]'), 'owners[1]: `bob` appears here twice'],
  [
    'an unknown approver',
    roleWith('approval: { from: [carol] }'),
    'approval.from[0]: there is no person `carol`',
  ],
  [
    'an unknown requester',
    roleWith('may_request: [alise]'),
    'may_request[0]: there is no person `alise`. Did you mean `alice`?',
  ],
  [
    'an unknown account',
    changed('account: staging', 'account: stagin'),
    'targets[0].account: there is no account `stagin`. Did you mean `staging`?',
  ],
  [
    'the same target twice',
    changed(
      '[{ account: staging, group: read }]',
      '[{ account: staging, group: read }, { account: staging, group: read }]',
    ),
    'targets[1]: appears here twice',
  ],
  [
    'F14: a group that is a pattern',
    changed('group: read', "group: 'Admins*'"),
    'should be the exact name of one IAM group',
  ],
  [
    'F14: a group with a space',
    changed('group: read', "group: ' admin'"),
    'should be the exact name of one IAM group',
  ],
  [
    'more approvals than approvers',
    roleWith('approval: { need: 2 }'),
    'approval.need: needs 2 approvals, but only 1 can give one',
  ],
  [
    'stages that need one person twice',
    roleWith('approval: { stages: [{}, { from: owners }] }'),
    'nobody decides twice on one request',
  ],
  [
    'an approval of another sort',
    roleWith('approval: automatic'),
    'should be `auto`, or {need, from, deadline, remind}',
  ],
  [
    'a key inside an approval',
    roleWith('approval: { ned: 1 }'),
    'approval.ned: this key is not known. Did you mean `need`?',
  ],
  [
    'a key inside a stage',
    roleWith('approval: { stages: [{ neeed: 1 }] }'),
    'approval.stages[0].neeed: this key is not known',
  ],
  [
    'stages beside a single one',
    roleWith('approval: { need: 1, stages: [{ need: 1 }] }'),
    'approval.stages: this key does not fit the other keys here',
  ],
  ['no stages', roleWith('approval: { stages: [] }'), 'should hold at least one stage'],
  [
    'a reminder after the deadline',
    roleWith('approval: { deadline: 1h, remind: [2h] }'),
    'approval.remind[0]: "2h" is too long',
  ],
  [
    'a default above the maximum',
    roleWith('duration: { max: 2h, default: 3h }'),
    'duration.default: "3h" is too long. Allowed: 15 min to 2 h',
  ],
  [
    'a choice below the minimum',
    roleWith('duration: { min: 1h, choices: [30m] }'),
    'duration.choices[0]: "30m" is too short',
  ],
  [
    'a total below the maximum',
    roleWith('duration: { max: 2h, max_total: 1h }'),
    'duration.max_total: "1h" is too short',
  ],
  ['a grant of a year', roleWith('duration: { max: 330d }'), 'should not exceed 330 days'],
  ['a duration in weeks', roleWith('duration: { max: 1w }'), 'no seconds, weeks, months or years'],
  [
    'an account twice',
    changed(
      "  staging: { id: '111111111111' }",
      "  staging: { id: '111111111111' }\n  again: { id: '111111111111' }",
    ),
    'is already the account `staging`',
  ],
  [
    'a role twice',
    `${small}      - { name: readonly, description: x, kind: iam-group, targets: [{ account: staging, group: x }] }\n`,
    'appears here twice (case does not count)',
  ],
  [
    'F10: two people with one e-mail',
    changed('bob@example.com', 'ALICE@example.com'),
    'people.bob: shares an e-mail, Slack account',
  ],
  ['two people with one Slack account', changed('[U0BOB, U0BOB2]', '[U0BOB, U0ALICE]'), 'people.bob: shares'],
  ['two people with one IAM user', changed('{ staging: bob }', '{ staging: Alice }'), 'people.bob: shares'],
  [
    'an IAM user in an unknown account',
    changed('{ staging: bob }', '{ stagng: bob }'),
    'iam_user.stagng: there is no account `stagng`',
  ],
  [
    'a delegate to oneself',
    changed('iam_user: alice }', 'iam_user: alice, delegate: { to: alice, until: 2026-12-24 } }'),
    'delegate.to: should be someone else',
  ],
  [
    'a delegate who is unknown',
    changed('iam_user: alice }', 'iam_user: alice, delegate: { to: bobb, until: 2026-12-24 } }'),
    'Did you mean `bob`?',
  ],
  [
    'a delegation without zone',
    changed('iam_user: alice }', 'iam_user: alice, delegate: { to: bob, until: "2026-12-24 18:00" } }'),
    'delegate.until: should be a date such as',
  ],
  [
    'half an account',
    changed("{ id: '111111111111' }", "{ id: '111111111111', external_id: abc }"),
    'belong together; grant_role_arn and revoke_role_arn missing',
  ],
  [
    'F35: an IAM role of another account',
    changed(
      "{ id: '111111111111' }",
      "{ id: '111111111111', grant_role_arn: 'arn:aws:iam::222222222222:role/G', revoke_role_arn: 'arn:aws:iam::111111111111:role/R', external_id: abc }",
    ),
    'grant_role_arn: is an IAM role of another account',
  ],
  [
    'one IAM role for both',
    changed(
      "{ id: '111111111111' }",
      "{ id: '111111111111', grant_role_arn: 'arn:aws:iam::111111111111:role/R', revoke_role_arn: 'arn:aws:iam::111111111111:role/R', external_id: abc }",
    ),
    'should be another IAM role than grant_role_arn',
  ],
  [
    'F13: an ARN with a wildcard',
    changed(
      "{ id: '111111111111' }",
      "{ id: '111111111111', grant_role_arn: 'arn:aws:iam::111111111111:role/*' }",
    ),
    'without wildcards',
  ],
  [
    'F13: a permission set with a wildcard',
    changed('ps-1111111111111111', 'ps-*'),
    'should be the ARN of one permission set',
  ],
  [
    'a session longer than AWS allows',
    changed('session_duration: 1h', 'session_duration: 13h'),
    'session_duration: "13h" is too long',
  ],
  [
    'a portal that is not https',
    changed('https://example.awsapps.com/start', 'http://example.com'),
    'should be an https:// address',
  ],
  ['a runbook that is a script', roleWith("runbook: 'javascript:alert(1)'"), 'should be an https:// address'],
];
for (const [what, text, problem] of wrong) {
  test(`refused: ${what}`, () => assert.match(problems(text), problem));
}

test('a permission set that is not there is refused by name', () => {
  const text = small
    .replace('kind: iam-group', 'kind: permission-set')
    .replace('group: read', 'permission_set: Readonl');
  assert.match(
    problems(text),
    'targets[0].permission_set: there is no permission set `Readonl`. Did you mean `ReadOnly`?',
  );
});

test('the targets of one kind are refused in another', () => {
  assert.match(
    problems(changed('kind: iam-group', 'kind: permission-set')),
    'targets[0].group: this key does not fit the other keys here',
  );
});

test('aliases that expand beyond measure are refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let index = 1; index < 12; index += 1) {
    const before = String.fromCharCode(96 + index);
    const name = String.fromCharCode(97 + index);
    bomb.push(`${name}: &${name} [${new Array(9).fill(`*${before}`).join(', ')}]`);
  }
  assert.match(problems(bomb.join('\n')), 'expand to far too much');
});

test('a file of many megabytes is refused unread', () => {
  assert.match(problems(`#${'x'.repeat(2_000_000)}`), 'the file is too large');
});

test('all problems are reported at once, in the order of the file', () => {
  const text = small
    .replace('C0PAYMENTS', 'x')
    .replace('U0ALICE', 'x')
    .replace('owners: [bob]', 'owners: []');
  const loaded = load(text);
  assert.ok(!loaded.ok);
  assert.equal(
    loaded.problems.map(({ line }) => line),
    [11, 16, 17],
  );
});

test('whatever is in the file, it is refused with a line or accepted, never thrown at', () => {
  const lines = small.split('\n');
  fc.assert(
    fc.property(fc.nat({ max: lines.length - 1 }), fc.string({ unit: 'binary' }), (at, text) => {
      const loaded = load([...lines.slice(0, at), text, ...lines.slice(at + 1)].join('\n'));
      assert.ok(
        loaded.ok ||
          loaded.problems.every(({ line, column, message }) => line > 0 && column > 0 && message !== ''),
      );
    }),
    { numRuns: 200 },
  );
});

/** Spellings that AWS allows, at each place of the file that a target is resolved from. */
const allowedByAws: [what: string, from: string, to: string][] = [
  ['a permission set ARN with a dot', 'ps-1111111111111111', 'ps-1111.11111111111'],
  ['a permission set ARN with a slash', 'ps-1111111111111111', 'ps-1111/11111111111'],
  ['an instance ARN with a dot', 'ssoins-1111111111111111', 'ssoins-1111.11111111111'],
  ['an instance ARN of another partition', 'instance_arn: arn:aws:', 'instance_arn: arn:aws-us-gov:'],
];
for (const [what, from, to] of allowedByAws) {
  test(`${what} is accepted where it is written and where it is resolved`, () => {
    const text = small
      .replaceAll(from, to)
      .replace('kind: iam-group', 'kind: permission-set')
      .replace('group: read', 'permission_set: ReadOnly');
    assert.is(problems(text), 'accepted');
  });
}

const withTemplate = (path: string) =>
  small
    .replace('people:', `policy_templates:\n  ReadTables: ${path}\npeople:`)
    .replace('kind: iam-group', 'kind: managed-policy')
    .replace(
      /targets:[\s\S]*?(?=\n {8}\w|\n {4}\w|\n {2}\w|$)/,
      'targets: [{ account: staging, template: ReadTables, arns: [arn:aws:dynamodb:::table/a] }]',
    );
const table = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ['$', '{arn}'].join('') },
});

test("a template of one's own is read from beside access.yml", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-'));
  writeFileSync(join(folder, 'access.yml'), withTemplate('policies/tables.json'));
  const missing = await loadCatalogFile(join(folder, 'access.yml'), 1);
  assert.ok(
    !missing.ok &&
      missing.problems.some(({ message }) => message.includes('there is no file policies/tables.json')),
  );
  mkdirSync(join(folder, 'policies'));
  writeFileSync(join(folder, 'policies/tables.json'), table);
  const loaded = await loadCatalogFile(join(folder, 'access.yml'), 1);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  assert.match(JSON.stringify(loaded.ok && loaded.catalog.projects), '"dynamodb:GetItem"');
  rmSync(folder, { recursive: true });
});

for (const path of ['/etc/passwd.json', '../other.json', 'policies/../../other.json', 'policies/a.txt'])
  test(`a template is a JSON file beside access.yml, so ${path} is refused`, () => {
    const loaded = load(withTemplate(path));
    assert.ok(!loaded.ok && loaded.problems.some(({ message }) => message.includes('beside access.yml')));
  });

test('an ExternalId as long as STS takes is accepted where it is written and where it is resolved', () => {
  const roles = ['grant', 'revoke']
    .map(mode => `${mode}_role_arn: arn:aws:iam::111111111111:role/curfew-${mode}`)
    .join(', ');
  const account = `{ id: '111111111111', ${roles}, external_id: ${'x'.repeat(1_224)} }`;
  assert.is(problems(changed("{ id: '111111111111' }", account)), 'accepted');
});

test.run();
