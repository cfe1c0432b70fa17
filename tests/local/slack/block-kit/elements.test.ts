import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { elementTypes, validateBlocks } from '../../../../local/slack/block-kit/index.ts';
import { elements, inBlock, long, option, options, places, plain, type Sample, times } from './samples.ts';

const problemsOf = (type: string, change: Sample): string[] => {
  const place = places[type]?.[0] ?? '';
  return validateBlocks([inBlock[place]?.({ ...elements[type], ...change })], 'modal');
};

test('every element has a sample', () => {
  assert.equal(elementTypes.toSorted(), Object.keys(elements).toSorted());
});

for (const [type, element] of Object.entries(elements)) {
  for (const [place, put] of Object.entries(inBlock)) {
    const allowed = places[type]?.includes(place) === true;
    test(`${type} ${allowed ? 'stands' : 'cannot stand'} in ${place}`, () => {
      const problems = validateBlocks([put(element)], 'modal');
      if (allowed) assert.equal(problems, []);
      else assert.match(problems[0] ?? 'nothing', `unsupported type: ${type}`);
    });
  }
  test(`${type} refuses a field it does not have`, () => {
    assert.match(problemsOf(type, { colour: 'red' })[0] ?? 'nothing', 'invalid additional property: colour');
  });
}

for (const type of elementTypes.filter(one => one !== 'image')) {
  test(`${type} takes an action_id of 255 characters, not more`, () => {
    assert.equal(problemsOf(type, { action_id: long(255) }), []);
    assert.match(problemsOf(type, { action_id: long(256) })[0] ?? 'nothing', 'less than 256');
  });
}

const atLimit: [type: string, what: string, change: Sample][] = [
  ['button', 'text of 75', { text: plain(long(75)) }],
  ['button', 'value of 2000', { value: long(2000) }],
  ['button', 'url of 3000', { url: long(3000) }],
  ['static_select', '100 options', { options: options(100) }],
  [
    'static_select',
    'option text of 75 and value of 150',
    { options: [option(long(150), long(75))], initial_option: undefined },
  ],
  [
    'static_select',
    '100 groups',
    {
      options: undefined,
      initial_option: undefined,
      option_groups: times(100, index => ({ label: plain('x'), options: [option(`v${index}`)] })),
    },
  ],
  ['static_select', 'a placeholder of 150', { placeholder: plain(long(150)) }],
  ['overflow', '5 options', { options: options(5) }],
  ['checkboxes', '10 options', { options: options(10) }],
  ['radio_buttons', '10 options', { options: options(10) }],
  ['plain_text_input', 'max_length of 3000', { max_length: 3000 }],
];
for (const [type, what, change] of atLimit) {
  test(`${type} takes ${what}`, () => {
    assert.equal(problemsOf(type, change), []);
  });
}

const spoiled: [type: string, what: string, change: Sample, problem: string][] = [
  ['button', 'no text', { text: undefined }, 'missing required field: text'],
  ['button', 'mrkdwn text', { text: { type: 'mrkdwn', text: 'x' } }, 'unsupported type: mrkdwn'],
  ['button', 'empty text', { text: plain('') }, 'more than 0 characters'],
  ['button', 'text of 76', { text: plain(long(76)) }, 'less than 76 characters'],
  ['button', 'value of 2001', { value: long(2001) }, 'less than 2001 characters'],
  ['button', 'a value that is no string', { value: 7 }, 'must provide a string'],
  ['button', 'url of 3001', { url: long(3001) }, 'less than 3001 characters'],
  ['button', 'style default', { style: 'default' }, 'must be one of: primary, danger'],
  [
    'button',
    'confirm title of 101',
    { confirm: { title: plain(long(101)), text: plain('x') } },
    'less than 101',
  ],
  ['button', 'confirm text of 301', { confirm: { text: plain(long(301)) } }, 'less than 301'],
  [
    'button',
    'confirm button of 31',
    { confirm: { text: plain('x'), confirm: plain(long(31)) } },
    'less than 31',
  ],
  ['button', 'confirm without text', { confirm: { title: plain('x') } }, 'missing required field: text'],
  [
    'static_select',
    'no options',
    { options: undefined, initial_option: undefined },
    'either options or option_groups',
  ],
  ['static_select', 'an empty list', { options: [], initial_option: undefined }, 'no fewer than 1 items'],
  ['static_select', '101 options', { options: options(101) }, 'no more than 100 items'],
  [
    'static_select',
    'options and groups',
    { option_groups: [{ label: plain('x'), options: [option('g')] }] },
    'either options or option_groups',
  ],
  ['static_select', 'option text of 76', { options: [option('o1', long(76))] }, 'less than 76'],
  ['static_select', 'option value of 151', { options: [option(long(151), 'x')] }, 'less than 151'],
  [
    'static_select',
    'option description of 76',
    { options: [{ ...option('o1'), description: plain(long(76)) }] },
    'less than 76',
  ],
  [
    'static_select',
    'an option without value',
    { options: [{ text: plain('x') }] },
    'missing required field: value',
  ],
  [
    'static_select',
    'one value twice',
    { options: [option('o1'), option('o1', 'Other')] },
    'duplicate option value: o1',
  ],
  [
    'static_select',
    'an initial option not on the list',
    { initial_option: option('o9') },
    'initial option is not one of the options',
  ],
  [
    'static_select',
    'an initial option with another text',
    { initial_option: option('o1', 'Other') },
    'initial option is not one of the options',
  ],
  [
    'static_select',
    'a group label of 76',
    {
      options: undefined,
      initial_option: undefined,
      option_groups: [{ label: plain(long(76)), options: [option('x')] }],
    },
    'less than 76',
  ],
  ['static_select', 'a placeholder of 151', { placeholder: plain(long(151)) }, 'less than 151'],
  ['multi_static_select', 'max_selected_items of 0', { max_selected_items: 0 }, 'whole number from 1'],
  ['external_select', 'options', { options: options(1) }, 'invalid additional property: options'],
  ['external_select', 'min_query_length of -1', { min_query_length: -1 }, 'whole number'],
  ['overflow', '6 options', { options: options(6) }, 'no more than 5 items'],
  ['plain_text_input', 'max_length of 3001', { max_length: 3001 }, 'whole number from 1 to 3000'],
  ['plain_text_input', 'min above max', { min_length: 11 }, 'must not be greater'],
  [
    'plain_text_input',
    'an unknown trigger',
    { dispatch_action_config: { trigger_actions_on: ['on_blur'] } },
    'must be one of',
  ],
  ['checkboxes', '11 options', { options: options(11) }, 'no more than 10 items'],
  ['radio_buttons', '11 options', { options: options(11) }, 'no more than 10 items'],
  [
    'radio_buttons',
    'an initial option not on the list',
    { initial_option: option('o9') },
    'initial option is not one of the options',
  ],
  ['datepicker', 'a date that is none', { initial_date: '2026-3-2' }, 'must be a date'],
  ['timepicker', 'a time that is none', { initial_time: '24:00' }, 'must be a time'],
  ['datetimepicker', 'milliseconds', { initial_date_time: 1_772_445_600_000 }, 'whole number'],
  [
    'datetimepicker',
    'a placeholder',
    { placeholder: plain('x') },
    'invalid additional property: placeholder',
  ],
  ['image', 'no alt_text', { alt_text: undefined }, 'missing required field: alt_text'],
];
for (const [type, what, change, problem] of spoiled) {
  test(`${type} is refused with ${what}`, () => {
    assert.match(problemsOf(type, change).join('\n') || 'nothing', problem);
  });
}

test.run();
