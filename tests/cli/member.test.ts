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

test('the ExternalId is the one of access.yml, however often it is asked for', async () => {
  const first = await curfew('member production', files);
  assert.is(first.code, 0, first.err);
  assert.match(first.out, 'ExternalId=curfew-example-production ');
  assert.match(first.out, 'CurfewAccountId=111111111111 CurfewStage=prod');
  assert.match(first.out, 'GroupArns=arn:aws:iam::222222222222:group/admin_RDS\n');
  assert.is((await curfew('member production', files)).out, first.out);
});

test('an account without an ExternalId is shown one to keep in access.yml', async () => {
  const { code, err } = await curfew('member staging', files);
  assert.is(code, 1);
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
