import { type Fields, fieldsOf, isFields, listOf } from '../json.ts';
import { blockFor, type Surface } from './blocks.ts';
import { boolean, type Check, list, object, oneOf, problem, string } from './checks.ts';
import { distinctOptions, every, optionGroup, optionsOrGroups, plainText, selectOption } from './objects.ts';

export type { Surface } from './blocks.ts';

const maxBlocks: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

const blockFors = { message: blockFor('message'), modal: blockFor('modal'), home: blockFor('home') };

/** The interactive and other elements a block carries, in reading order. */
export const elementsOf = (block: Fields): Fields[] =>
  [block.accessory, block.element, ...(block.type === 'rich_text' ? [] : listOf(block.elements))].filter(
    isFields,
  );

const duplicates = (ids: unknown[]): string[] => [
  ...new Set(ids.filter((id, index): id is string => typeof id === 'string' && ids.indexOf(id) !== index)),
];

const uniqueIds = (blocks: Fields[]): string[] => [
  ...duplicates(blocks.map(block => block.block_id)).map(id =>
    problem(`block_id already exists: ${id}`, '/blocks'),
  ),
  ...blocks.flatMap((block, index) =>
    duplicates(elementsOf(block).map(element => element.action_id)).map(id =>
      problem(`action_id already exists: ${id}`, `/blocks/${index}`),
    ),
  ),
];

const oneFocus = (blocks: Fields[]): string[] =>
  blocks.flatMap(elementsOf).filter(element => element.focus_on_load === true).length > 1
    ? [problem('only one element can have focus_on_load', '/blocks')]
    : [];

/**
 * What Slack would refuse in these blocks; empty when they are fine. Unknown fields are refused too.
 * Limits: https://docs.slack.dev/reference/block-kit
 */
export const validateBlocks = (blocks: unknown, surface: Surface): string[] => {
  const problems = list(blockFors[surface], maxBlocks[surface], 0)(blocks, '/blocks');
  return problems.length > 0 ? problems : [...uniqueIds(listOf(blocks)), ...oneFocus(listOf(blocks))];
};

const inBlocksOf =
  (surface: Surface): Check =>
  (value, at) =>
    validateBlocks(value, surface).map(one =>
      one.replace('[json-pointer:', `[json-pointer:${at.replace('/blocks', '')}`),
    );

const common = {
  private_metadata: string(3000, 0),
  callback_id: string(255, 0),
  external_id: string(255, 0),
};

/** https://docs.slack.dev/reference/views/modal-views: a modal with an input block needs `submit`. */
const inputsNeedSubmit: Check = (value, at) =>
  listOf(fieldsOf(value).blocks).some(block => block.type === 'input') && fieldsOf(value).submit === undefined
    ? [problem('missing required field: submit (there is an input block)', at)]
    : [];

const viewChecks: Record<'modal' | 'home', Check> = {
  modal: object({
    required: { type: oneOf('modal'), title: plainText(24), blocks: inBlocksOf('modal') },
    optional: {
      ...common,
      close: plainText(24),
      submit: plainText(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
    also: inputsNeedSubmit,
  }),
  home: object({ required: { type: oneOf('home'), blocks: inBlocksOf('home') }, optional: common }),
};

/**
 * What Slack would refuse in a view. Fields of Slack's own answer (`hash`, `state`, `team_id`, …)
 * are refused as well: a view read from a payload cannot be sent back as it is.
 */
export const validateView = (view: unknown, type: 'modal' | 'home'): string[] =>
  viewChecks[type](view, '/view');

/** What Slack, or a screen reader, would miss in a message. `text` is what a notification shows. */
export const validateMessage = (message: { text?: unknown; blocks?: unknown }): string[] => [
  ...(message.blocks === undefined ? [] : validateBlocks(message.blocks, 'message')),
  ...(message.blocks !== undefined && listOf(message.blocks).length > 0 && (message.text ?? '') === ''
    ? [problem('missing required field: text (blocks alone leave the notification empty)', '')]
    : []),
];

const optionsAnswer = object({
  optional: { options: list(selectOption, 100, 0), option_groups: list(optionGroup, 100, 0) },
  also: every(optionsOrGroups, distinctOptions),
});

/** What Slack would refuse in the answer to a `block_suggestion`. */
export const validateOptions = (answer: unknown): string[] => optionsAnswer(answer, '');
