import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nearest } from '../../../functions/domain/nearest.ts';
import { cleanText, escapeMrkdwn, lengthOf, listNames, quoted } from '../../../functions/domain/text.ts';

const cleaned: [what: string, text: string, expected: string][] = [
  ['outer space', '  deploy \n', 'deploy'],
  ['a right-to-left override', 'file\u202egnp.exe', 'filegnp.exe'],
  ['bidi isolates', '\u2066a\u2069', 'a'],
  ['zero-width characters', 'a\u200b\u200d\ufeffb', 'ab'],
  ['controls', 'a\u0000\u001b[31mb', 'a[31mb'],
  ['fillers that show nothing', '\u3164\u2800\u115f', ''],
  ['lone surrogates', 'a\ud800b', 'ab'],
  ['tags', 'a\u{e0041}b', 'ab'],
  ['other line ends', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  ['many empty lines', 'a\n\n\n\n\nb', 'a\n\nb'],
  ['tabs', 'a\tb', 'a b'],
];
for (const [what, text, expected] of cleaned) {
  test(`F12: cleaning deals with ${what}`, () => assert.is(cleanText(text), expected));
}

test('ordinary text of any script stays as it is', () => {
  for (const text of ['Störung #7 – läuft', '支払いの障害', 'تعطل الدفع', 'x → y: 🚑', 'a\nb']) {
    assert.is(cleanText(text), text);
  }
});

test('cleaning twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text =>
      assert.is(cleanText(cleanText(text)), cleanText(text)),
    ),
  );
});

test('F12: mentions and links in foreign text become inert', () => {
  assert.is(escapeMrkdwn('<!channel> & <@U0BOB>'), '&lt;!channel&gt; &amp; &lt;@U0BOB&gt;');
});

test('escaped text holds no angle bracket, and unescaping gives it back', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const escaped = escapeMrkdwn(text);
      assert.not.ok(/[<>]/.test(escaped));
      const back = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
      assert.is(back, text);
    }),
  );
});

test('length counts code points', () => assert.is(lengthOf('🚑a'), 2));

const lists: [names: string[], text: string][] = [
  [[], 'nobody'],
  [['bob'], 'bob'],
  [['bob', 'carol'], 'bob or carol'],
  [['bob', 'carol', 'dave'], 'bob, carol or dave'],
];
for (const [names, text] of lists) {
  test(`${names.length} names read "${text}"`, () => assert.is(listNames(names), text));
}

test('many names are counted', () => {
  assert.is(listNames(['a', 'b', 'c', 'd'], 'and', 2), 'a, b and 2 more');
});

test('a quoted value is short and on one line', () => {
  assert.is(quoted('a\nb'), '"a b"');
  assert.is(lengthOf(quoted('x'.repeat(50_000))), 42);
});

const meant: [typed: string, known: string[], found: string | undefined][] = [
  ['chanel', ['owners', 'channel'], 'channel'],
  ['PAYMENTS', ['payments'], 'payments'],
  ['reamin', ['remind', 'remain'], 'remain'],
  ['iam-grup', ['permission-set', 'iam-group'], 'iam-group'],
  ['zebra', ['owners', 'channel'], undefined],
  ['', ['a'], undefined],
  ['x'.repeat(50_000), ['x'], undefined],
];
for (const [typed, known, found] of meant) {
  test(`"${typed.slice(0, 10)}" is ${found === undefined ? 'near nothing' : `near ${found}`}`, () =>
    assert.is(nearest(typed, known), found));
}

test.run();
