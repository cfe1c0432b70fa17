import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  blockTypes,
  type Surface,
  validateBlocks,
  validateMessage,
  validateOptions,
  validateView,
} from '../../../../local/slack/block-kit/index.ts';
import { blocks, elements, long, mrkdwn, option, options, plain, type Sample, times } from './samples.ts';

const surfaces: Surface[] = ['message', 'modal', 'home'];

test('every block has a sample', () => {
  assert.equal(blockTypes.toSorted(), Object.keys(blocks).toSorted());
});

for (const [type, block] of Object.entries(blocks)) {
  for (const surface of surfaces) {
    test(`${type} is fine in a ${surface}`, () => {
      assert.equal(validateBlocks([block], surface), []);
    });
  }
  test(`${type} refuses a field it does not have`, () => {
    assert.match(
      validateBlocks([{ ...block, colour: 'red' }], 'modal').join() || 'nothing',
      'invalid additional property: colour',
    );
  });
  test(`${type} takes a block_id of 255 characters, not more`, () => {
    assert.equal(validateBlocks([{ ...block, block_id: long(255) }], 'modal'), []);
    assert.match(
      validateBlocks([{ ...block, block_id: long(256) }], 'modal').join() || 'nothing',
      'less than 256',
    );
  });
}

const spoiled: [what: string, block: unknown, problem: string][] = [
  ['a block of unknown type', { type: 'carousel' }, 'unsupported type: carousel [json-pointer:/blocks/0]'],
  ['a block without a type', { text: plain('x') }, 'unsupported type: undefined'],
  ['a block that is no object', 'section', 'must provide an object'],
  ['a section that says nothing', { type: 'section' }, 'either text or fields'],
  ['a section of 3001 characters', { type: 'section', text: mrkdwn(long(3001)) }, 'less than 3001'],
  ['a section with an empty text', { type: 'section', text: mrkdwn('') }, 'more than 0 characters'],
  [
    'a section with 11 fields',
    { type: 'section', fields: times(11, () => mrkdwn('x')) },
    'no more than 10 items',
  ],
  ['a field of 2001 characters', { type: 'section', fields: [mrkdwn(long(2001))] }, 'less than 2001'],
  [
    'a text of unknown type',
    { type: 'section', text: { type: 'html', text: 'x' } },
    'unsupported type: html',
  ],
  ['a text as a bare string', { type: 'section', text: 'x' }, 'must provide an object'],
  [
    'emoji on mrkdwn',
    { type: 'section', text: { ...mrkdwn('x'), emoji: true } },
    'invalid additional property: emoji',
  ],
  ['a header of 151 characters', { type: 'header', text: plain(long(151)) }, 'less than 151'],
  ['a header in mrkdwn', { type: 'header', text: mrkdwn('x') }, 'unsupported type: mrkdwn'],
  [
    'a context with 11 elements',
    { type: 'context', elements: times(11, () => mrkdwn('x')) },
    'no more than 10 items',
  ],
  ['an empty context', { type: 'context', elements: [] }, 'no fewer than 1 items'],
  [
    '26 actions',
    { type: 'actions', elements: times(26, index => ({ ...elements.button, action_id: `a${index}` })) },
    'no more than 25 items',
  ],
  ['empty actions', { type: 'actions', elements: [] }, 'no fewer than 1 items'],
  [
    'an input without a label',
    { type: 'input', element: elements.plain_text_input },
    'missing required field: label',
  ],
  ['a label of 2001 characters', { ...blocks.input, label: plain(long(2001)) }, 'less than 2001'],
  [
    'an image without alt_text',
    { type: 'image', image_url: 'https://example.com/x.png' },
    'missing required field: alt_text',
  ],
  [
    'rich text of unknown kind',
    { type: 'rich_text', elements: [{ type: 'rich_text_table', elements: [] }] },
    'unsupported type: rich_text_table',
  ],
  [
    'rich text with an unknown leaf',
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'video' }] }] },
    'unsupported type: video',
  ],
];
for (const [what, block, problem] of spoiled) {
  test(`${what} is refused`, () => {
    assert.match(validateBlocks([block], 'message').join('\n') || 'nothing', problem);
  });
}

test('a message takes 50 blocks, views take 100', () => {
  const divider = { type: 'divider' };
  assert.equal(
    validateBlocks(
      times(50, () => divider),
      'message',
    ),
    [],
  );
  assert.match(
    validateBlocks(
      times(51, () => divider),
      'message',
    )[0] ?? 'nothing',
    'no more than 50 items',
  );
  for (const surface of ['modal', 'home'] as const) {
    assert.equal(
      validateBlocks(
        times(100, () => divider),
        surface,
      ),
      [],
    );
    assert.match(
      validateBlocks(
        times(101, () => divider),
        surface,
      )[0] ?? 'nothing',
      'no more than 100 items',
    );
  }
});

test('a block_id stands once in a surface, an action_id once in a block', () => {
  const row = (blockId: string, ...ids: string[]): Sample => ({
    type: 'actions',
    block_id: blockId,
    elements: ids.map(id => ({ ...elements.button, action_id: id })),
  });
  assert.equal(validateBlocks([row('one', 'a', 'b'), row('two', 'a', 'b')], 'message'), []);
  assert.match(
    validateBlocks([row('one', 'a'), row('one', 'b')], 'message').join(),
    'block_id already exists: one',
  );
  assert.match(validateBlocks([row('one', 'a', 'a')], 'message').join(), 'action_id already exists: a');
});

test('only one field of a view takes the focus', () => {
  const focused = { ...blocks.input, element: { ...elements.plain_text_input, focus_on_load: true } };
  assert.equal(validateBlocks([focused], 'modal'), []);
  assert.match(validateBlocks([focused, focused], 'modal').join(), 'only one element');
});

const modal: Sample = { type: 'modal', title: plain('x'), blocks: [blocks.section] };
const views: [what: string, view: Sample, type: 'modal' | 'home', problem: string][] = [
  ['no title', { ...modal, title: undefined }, 'modal', 'missing required field: title'],
  ['a title of 25 characters', { ...modal, title: plain(long(25)) }, 'modal', 'less than 25'],
  ['a submit label of 25 characters', { ...modal, submit: plain(long(25)) }, 'modal', 'less than 25'],
  ['a close label of 25 characters', { ...modal, close: plain(long(25)) }, 'modal', 'less than 25'],
  ['an input and no submit', { ...modal, blocks: [blocks.input] }, 'modal', 'missing required field: submit'],
  [
    'private_metadata of 3001 characters',
    { ...modal, private_metadata: long(3001) },
    'modal',
    'less than 3001',
  ],
  ['a callback_id of 256 characters', { ...modal, callback_id: long(256) }, 'modal', 'less than 256'],
  ['an external_id of 256 characters', { ...modal, external_id: long(256) }, 'modal', 'less than 256'],
  ['the hash of a payload', { ...modal, hash: 'x' }, 'modal', 'invalid additional property: hash'],
  [
    'a bad block',
    { ...modal, blocks: [{ type: 'header' }] },
    'modal',
    'missing required field: text [json-pointer:/view/blocks/0]',
  ],
  ['no blocks', { type: 'modal', title: plain('x') }, 'modal', 'missing required field: blocks'],
  ['a title on a Home tab', { ...modal, type: 'home' }, 'home', 'invalid additional property: title'],
  ['another type than its place', modal, 'home', 'must be one of: home'],
];
for (const [what, view, type, problem] of views) {
  test(`a view with ${what} is refused`, () => {
    assert.match(validateView(view, type).join('\n') || 'nothing', problem);
  });
}

test('views at their limits are fine', () => {
  const full = { ...modal, title: plain(long(24)), submit: plain(long(24)), close: plain(long(24)) };
  assert.equal(
    validateView(
      { ...full, private_metadata: long(3000), callback_id: long(255), notify_on_close: true },
      'modal',
    ),
    [],
  );
  assert.equal(validateView({ type: 'home', blocks: [blocks.section], private_metadata: 'x' }, 'home'), []);
});

test('a message with blocks needs a text for its notification', () => {
  assert.match(validateMessage({ blocks: [blocks.section] }).join(), 'missing required field: text');
  assert.match(
    validateMessage({ text: '', blocks: [blocks.section] }).join(),
    'missing required field: text',
  );
  assert.equal(validateMessage({ text: 'x', blocks: [blocks.section] }), []);
  assert.equal(validateMessage({ text: 'x' }), []);
});

test('suggestions are options or groups, 100 at most', () => {
  assert.equal(validateOptions({ options: [] }), []);
  assert.equal(validateOptions({ options: options(100) }), []);
  assert.match(validateOptions({ options: options(101) }).join(), 'no more than 100');
  assert.match(validateOptions({ options: [option(long(151), 'x')] }).join(), 'less than 151');
  assert.match(validateOptions({}).join(), 'either options or option_groups');
  assert.match(validateOptions('options').join(), 'must provide an object');
});

test('a field named like something every object inherits is as unknown as any other', () => {
  for (const name of ['valueOf', 'toString', 'constructor', '__proto__']) {
    const view = JSON.parse(`{"type":"modal","${name}":false}`) as object;
    const problems = validateView(view, 'modal');
    assert.ok(
      problems.includes(`invalid additional property: ${name} [json-pointer:/view]`),
      problems.join(),
    );
  }
});

test('whatever is sent, the answer is a list of problems', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.array(
      fc.record({
        type: fc.constantFrom(...blockTypes),
        text: fc.jsonValue(),
        elements: fc.jsonValue(),
        element: fc.jsonValue(),
      }),
    ),
  );
  fc.assert(
    fc.property(anything, fc.constantFrom(...surfaces), (value, surface) => {
      for (const problems of [
        validateBlocks(value, surface),
        validateView(value, 'modal'),
        validateOptions(value),
      ]) {
        assert.ok(problems.every(one => one.includes('json-pointer:')));
      }
    }),
  );
});

test.run();
