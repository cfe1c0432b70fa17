import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { curfew } from './fakes.ts';

const test = suite('curfew member');

const example = readFileSync('access.example.yml', 'utf8');
const group = `      - name: Remote
        description: A group of another account
        kind: iam-group
        targets: [{ account: production, group: admin_RDS }]
        risk: low
        duration: { min: 15m, max: 1h, default: 1h }
        approval: { need: 1, from: owners, deadline: 8h }
`;
const withGroup = example.replace('      # The usual case', `${group}      # The usual case`);
const files = { 'access.yml': withGroup };

test('the template holds the ExternalId of access.yml, however often it is asked for', async () => {
  const first = await curfew('member production --template', files);
  assert.is(first.code, 0, first.err);
  const { Mappings, Resources } = JSON.parse(first.out);
  assert.equal(Mappings.Accounts, { '222222222222': { ExternalId: 'curfew-example-production' } });
  assert.match(JSON.stringify(Resources.GrantRole), ':iam::111111111111:role/curfew-prod-grant"');
  assert.match(JSON.stringify(Resources.GrantRole), ':group/admin_RDS"');
  assert.is((await curfew('member production --template', files)).out, first.out);
});

test('without --template it says how to make and deploy it', async () => {
  const { code, out } = await curfew('member production --stage dev', files);
  assert.is(code, 0);
  assert.match(out, 'member production --template --stage dev > member-account.json\n');
  assert.match(out, '--stack-name curfew-dev-access');
});

test('without a name it is for every account in which something is granted', async () => {
  const { out } = await curfew('member --template', files);
  assert.equal(Object.keys(JSON.parse(out).Mappings.Accounts), ['222222222222']);
  const { code, err } = await curfew('member --template', { 'access.yml': example });
  assert.is(code, 1);
  assert.match(err, 'grants nothing in another account');
});

test('several accounts are one StackSet', async () => {
  const third = withGroup
    .replace(
      '# Only needed for roles of kind permission-set.',
      `  research:
    id: '333333333333'
    grant_role_arn: arn:aws:iam::333333333333:role/CurfewGrant
    revoke_role_arn: arn:aws:iam::333333333333:role/CurfewRevoke
    external_id: curfew-example-research
`,
    )
    .replace(
      '[{ account: production, group: admin_RDS }]',
      '[{ account: production, group: admin_RDS }, { account: research, group: admin_RDS }]',
    );
  const { code, out, err } = await curfew('member', { 'access.yml': third });
  assert.is(code, 0, err);
  assert.match(out, 'create-stack-set --stack-set-name curfew-prod-access');
  assert.match(out, '--accounts 222222222222 333333333333\n');
});

test('an account without an ExternalId is shown one to keep in access.yml', async () => {
  const { code, err } = await curfew('member staging', files);
  assert.is(code, 1);
  assert.match(err, 'role/curfew-prod-access-grant');
  assert.match(err, /external_id: [0-9a-f]{32}/);
  assert.match(err, 'once, and keep it');
});

const refused: [line: string, text: string, message: string][] = [
  ['member produktion', withGroup, 'Did you mean `production`?'],
  ['member production', example, 'No role of access.yml grants anything in production'],
  ['member production --home 12', withGroup, '--home is 12; it should be the 12 digits'],
];
for (const [line, text, message] of refused) {
  test(`"curfew ${line}" says what to do: ${message}`, async () => {
    const { code, err } = await curfew(line, { 'access.yml': text });
    assert.is(code, 1);
    assert.match(err, message);
  });
}

test.run();
