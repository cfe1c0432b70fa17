import { elementsOf } from '../block-kit/index.ts';
import type { Used } from '../delivery/payloads.ts';
import { type Fields, fieldsOf, textOf } from '../json.ts';
import type { Block } from '../types.ts';

/** Someone tried to use something that is not on their screen. */
export class CannotSee extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotSee';
  }
}

export const labelOf = (element: Fields): string => textOf(fieldsOf(element.text).text);

const placed = (blocks: Block[]): Used[] =>
  blocks.flatMap(block => elementsOf(block).map(element => ({ block, element, entered: {} })));

const namesOf = (found: Used[]): string =>
  found.map(({ element }) => `${labelOf(element)} (${String(element.action_id)})`).join(', ') || 'none';

const only = (found: Used[], wanted: string, all: Used[]): Used => {
  const [first, second] = found;
  if (first === undefined) throw new CannotSee(`There is no "${wanted}" here. There are: ${namesOf(all)}`);
  if (second !== undefined) throw new CannotSee(`There are several "${wanted}" here: ${namesOf(found)}`);
  return first;
};

/** By action_id, or by `block_id/action_id` where one action_id stands in several blocks. */
const isAt = ({ block, element }: Used, wanted: string): boolean =>
  element.action_id === wanted || `${block.block_id}/${String(element.action_id)}` === wanted;

/** The button with this address or label; `value` tells equal ones apart. Throws `CannotSee`. */
export const findButton = (blocks: Block[], wanted: string, value?: string): Used => {
  const buttons = placed(blocks).filter(({ element }) => element.type === 'button');
  const found = buttons
    .filter(used => isAt(used, wanted) || labelOf(used.element) === wanted)
    .filter(({ element }) => value === undefined || element.value === value);
  return only(found, wanted, buttons);
};

/** The field with this address, or whose input block has this label. Throws `CannotSee`. */
export const findField = (blocks: Block[], wanted: string): Used => {
  const fields = placed(blocks).filter(({ element }) => element.action_id !== undefined);
  const found = fields.filter(
    used => isAt(used, wanted) || textOf(fieldsOf(used.block.label).text) === wanted,
  );
  return only(found, wanted, fields);
};

/** Labels of the buttons on show, in reading order. */
export const buttonLabels = (blocks: Block[]): string[] =>
  placed(blocks)
    .filter(({ element }) => element.type === 'button')
    .map(({ element }) => labelOf(element));
