import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { elements, options, blocks as samples } from './block-kit/samples.ts';
import { createWorld, plain, section } from './fake-app.ts';

const { slack } = createWorld();
const read = (text: string, reader = 'U0ALICE') => slack.plainText(text, reader);
/** 2026-03-02T10:00:00Z, the workspace's now. */
const now = Date.UTC(2026, 2, 2, 10) / 1000;

const texts: [what: string, written: string, expected: string][] = [
  ['a person', 'for <@U0BOB>', 'for @bob'],
  ['an unknown person', '<@U0NONE>', '@U0NONE'],
  ['a channel', 'in <#C0GENERAL>', 'in #general'],
  ['everyone', '<!channel> <!here>', '@channel @here'],
  ['a group', '<!subteam^S0OPS|@ops>', '@ops'],
  ['a link with a label', '<https://example.com|the runbook>', 'the runbook'],
  ['a bare link', '<https://example.com>', 'https://example.com'],
  ['bold, italic and struck', '*bold* _italic_ ~gone~', 'bold italic gone'],
  ['marks around a name', '*<@U0BOB>* approved', '@bob approved'],
  ['underscores in a name', 'admin_RDS_ro and other_one', 'admin_RDS_ro and other_one'],
  ['marks inside code', '`a_b_ *c*` and *d*', 'a_b_ *c* and d'],
  ['escaped characters', 'a &lt;b&gt; &amp; c', 'a <b> & c'],
  ['an escaped entity', '&amp;lt;', '&lt;'],
  ['an escaped mention', '&lt;@U0BOB&gt;', '<@U0BOB>'],
  ['emoji', ':lock: done', ':lock: done'],
];
for (const [what, written, expected] of texts) {
  test(`${what} is read as people see it`, () => {
    assert.is(read(written), expected);
  });
}

const dates: [token: string, at: number, alice: string][] = [
  ['{date_num}', now, '2026-03-02'],
  ['{date}', now, 'March 2nd, 2026'],
  ['{date_short}', now, 'Mar 2, 2026'],
  ['{date_long}', now, 'Monday, March 2nd, 2026'],
  ['{date_pretty}', now, 'today'],
  ['{date_short_pretty}', now + 86_400, 'tomorrow'],
  ['{date_long_pretty}', now - 86_400, 'yesterday'],
  ['{date_short_pretty} at {time}', now + 3 * 86_400, 'Mar 5, 2026 at 11:00 AM'],
  ['{time}', now, '11:00 AM'],
  ['{time_secs}', now + 5, '11:00:05 AM'],
  ['{ago}', now - 180, '3 minutes ago'],
  ['{ago}', now + 3600, 'in 1 hour'],
  ['{date}', now + 9 * 86_400, 'March 11th, 2026'],
];
for (const [token, at, alice] of dates) {
  test(`${token} is read as "${alice}" in Paris`, () => {
    assert.is(read(`until <!date^${at}^${token}|soon>`), `until ${alice}`);
  });
}

test('each reader sees a time in their own zone', () => {
  assert.is(read(`<!date^${now}^{time}|soon>`, 'U0ALICE'), '11:00 AM');
  assert.is(read(`<!date^${now}^{time}|soon>`, 'U0BOB'), '5:00 AM');
});

test('a date that cannot be read shows its fallback', () => {
  assert.is(read('<!date^soon^{time}|10:00 UTC>'), '10:00 UTC');
  assert.is(read(`<!date^${now}^{when}|10:00 UTC>`), '10:00 UTC');
});

test('plain_text is shown as it was written', () => {
  assert.is(
    slack.plainText([{ type: 'header', text: plain('*<@U0BOB>* &amp;') }], 'U0ALICE'),
    '*<@U0BOB>* &amp;',
  );
});

test('blocks are read one after the other, with the labels of what can be pressed', () => {
  const blocks = [
    { type: 'header', text: plain('Access') },
    { ...section('*Who*'), fields: [{ type: 'mrkdwn', text: '<@U0BOB>' }], accessory: elements.button },
    { type: 'divider' },
    { type: 'context', elements: [{ type: 'mrkdwn', text: '_small_' }, elements.image] },
    { type: 'actions', elements: [elements.button, elements.static_select] },
    {
      type: 'input',
      label: plain('Role'),
      element: { type: 'radio_buttons', action_id: 'r', options: options(2) },
    },
  ];
  assert.is(
    slack.plainText(blocks, 'U0ALICE'),
    ['Access', 'Who', '@bob', '[Go]', '---', 'small x', '[Go] [Pick one]', 'Role: ( ) o0 ( ) o1'].join('\n'),
  );
});

test('rich text is read with its names, dates and list marks', () => {
  assert.is(
    slack.plainText([samples.rich_text ?? {}], 'U0ALICE'),
    ['x@bobx11:00 AM', '1. x', 'x', ':wave:'].join('\n'),
  );
});

test('every block that can be sent can be read, and no other', () => {
  for (const block of Object.values(samples)) assert.type(slack.plainText([block], 'U0ALICE'), 'string');
  assert.throws(() => slack.plainText([{ type: 'carousel' }], 'U0ALICE'), /carousel/);
});

test('escaped text is read back as it was typed', () => {
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const typed = fc.string().filter(text => !/[*_~`\ue000]/.test(text));
  fc.assert(fc.property(typed, text => read(escaped(text)) === text));
});

test.run();
