import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Element, h, type Node, textOf } from '../../../local/workspace/page/dom/h.ts';
import { drawMrkdwn } from '../../../local/workspace/page/text/mrkdwn.ts';
import { reading } from './reading.ts';

const draw = (text: string): Element => h('div', {}, drawMrkdwn(text, reading));
const elementsIn = (node: Node): Element[] =>
  typeof node === 'string' ? [] : [node, ...node.children.flatMap(elementsIn)];
const tagsIn = (text: string): string[] =>
  elementsIn(draw(text))
    .slice(1)
    .map(({ tag }) => tag)
    .filter(tag => tag !== 'p');
const first = (text: string, tag: string): Element | undefined =>
  elementsIn(draw(text)).find(each => each.tag === tag);

test('marks become elements', () => {
  assert.equal(tagsIn('*bold* _slanted_ ~gone~ `code`'), ['strong', 'em', 's', 'code']);
});

test('marks within words stay as they are', () => {
  assert.equal(tagsIn('admin_RDS_ro 2*3*4'), []);
  assert.is(textOf(draw('admin_RDS_ro')), 'admin_RDS_ro');
});

test('marks nest, and code keeps them as typed', () => {
  assert.equal(tagsIn('*all _of_ it*'), ['strong', 'em']);
  assert.is(textOf(first('`*not bold*`', 'code') ?? ''), '*not bold*');
});

test('people and channels are shown by name, the reader themself marked', () => {
  assert.is(textOf(draw('<@U0BOB> in <#C0PAYMENTS>')), '@bob in #payments');
  assert.match(String(first('<@U0ALICE>', 'span')?.props.class), 'me');
});

test('a date is read in the time zone of the reader', () => {
  assert.is(
    textOf(draw('<!date^1768212000^{date_short_pretty} at {time}|2026-01-12 10:00 UTC>')),
    'today at 11:00 AM',
  );
});

test('a date that cannot be read falls back to its own words', () => {
  assert.is(textOf(draw('<!date^1768212000^{nonsense}|2026-01-12 10:00 UTC>')), '2026-01-12 10:00 UTC');
});

test('known emoji are drawn, others stay as sent', () => {
  assert.is(textOf(draw(':warning: :party_parrot:')), '⚠️ :party_parrot:');
});

test('quoted lines become one quote', () => {
  assert.equal(tagsIn('before\n>one\n&gt;two\nafter'), ['blockquote']);
  assert.is(textOf(first('>one\n>two', 'blockquote') ?? ''), 'one\ntwo');
});

test('a link says where it leads and leads nowhere', () => {
  let followed = '';
  const drawn = drawMrkdwn('<https://example.com/?a=1&amp;b=2|here>', {
    ...reading,
    followLink: url => {
      followed = url;
    },
  });
  const button = elementsIn(h('div', {}, drawn)).find(({ tag }) => tag === 'button');
  assert.is(button?.props.href, undefined);
  button?.props.on?.click?.({} as never);
  assert.is(followed, 'https://example.com/?a=1&b=2');
});

test('escaped text is shown as it was typed, never as markup', () => {
  assert.is(textOf(draw('&lt;!channel&gt; &amp;amp; &lt;b&gt;')), '<!channel> &amp; <b>');
  assert.equal(tagsIn('&lt;@U0BOB&gt;'), []);
});

test('whatever is sent, only known elements come of it', () => {
  const known = new Set(['p', 'blockquote', 'strong', 'em', 's', 'code', 'pre', 'span', 'time', 'button']);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'*_~`<>|@#!:&a \n-^{}'), maxLength: 60 }), text =>
      elementsIn(draw(text))
        .slice(1)
        .every(({ tag }) => known.has(tag)),
    ),
  );
});

test.run();
