import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSettings, settingsOf } from '../../deploy/settings.ts';

const test = suite('settings of a stage');

const least = 'region: eu-central-1\nalarm_email: ops@example.com\n';

test('the example holds every setting, and what it leaves out is the default', () => {
  const example = readFileSync('settings.example.yml', 'utf8');
  assert.equal(readSettings(example, 'settings.example.yml'), {
    ...readSettings(least, 'x'),
    region: 'us-east-1',
    alarm_email: '',
  });
  for (const key of ['revoke_concurrency', ...Object.keys(readSettings(least, 'x'))])
    assert.match(example, `${key}: `);
});

const refused: [what: string, text: string, message: RegExp][] = [
  ['no region', 'alarm_email: ""', /settings.prod.yml cannot be used. region: /],
  ['no e-mail address', 'region: eu-central-1', /alarm_email: should be an e-mail address, or "" for none/],
  ['an e-mail address that is none', `region: eu-central-1\nalarm_email: ops`, /alarm_email: should be/],
  [
    'a region that is none',
    'region: Frankfurt\nalarm_email: ""',
    /region: should be an AWS region, for example/,
  ],
  ['a key that nobody knows', `${least}alarm_mail: x`, /alarm_mail/],
  ['days in words', `${least}log_days: ninety`, /log_days: should be a number of days/],
  [
    'a command without its slash',
    `${least}slack_command: access`,
    /slack_command: should begin with a slash/,
  ],
  ['an empty file', '', /region: .*settings.example.yml shows every setting/],
  ['no YAML', 'region: [', /settings.prod.yml is not YAML/],
];
for (const [what, text, message] of refused) {
  test(`${what} is refused by the name of its field`, () => {
    assert.throws(() => readSettings(text, 'settings.prod.yml'), message);
  });
}

test('nothing is deployed or removed without the file of its stage', () => {
  assert.throws(
    () => settingsOf('nowhere', true),
    /There is no settings.nowhere.yml. Copy settings.example.yml/,
  );
  assert.is(settingsOf('nowhere', false).region, 'us-east-1');
});

test.run();
