import { elementsOf } from '../block-kit/index.ts';
import { optionsIn } from '../block-kit/objects.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../json.ts';
import type { StateValues } from '../types.ts';

/** Reads a text object or rich-text leaf for one person. */
export type ReadText = (object: unknown) => string;

const labelled = (element: Fields, read: ReadText): string =>
  element.type === 'image'
    ? textOf(element.alt_text)
    : `[${read(element.text ?? element.placeholder) || '▾'}]`;

const chosen = (value: Fields, read: ReadText): string => {
  const options = [...listOf([value.selected_option]), ...listOf(value.selected_options)];
  if (options.length > 0) return options.map(option => read(option.text)).join(', ');
  const plain = Object.entries(value).find(
    ([name, one]) => name !== 'type' && one !== null && !Array.isArray(one),
  );
  return plain === undefined ? '' : String(plain[1]);
};

/** A field: what it says, or what it offers. Lists that are always on show are read out. */
const fieldText = (element: Fields, value: Fields, read: ReadText): string => {
  const said = chosen(value, read);
  if (element.type !== 'checkboxes' && element.type !== 'radio_buttons')
    return said || labelled(element, read);
  const picked = [...listOf([value.selected_option]), ...listOf(value.selected_options)].map(
    one => one.value,
  );
  return optionsIn(element)
    .map(option => `(${picked.includes(option.value) ? 'x' : ' '}) ${read(option.text)}`)
    .join(' ');
};

const richParts = (parts: unknown, read: ReadText): string => listOf(parts).map(read).join('');

const richText = (element: Fields, read: ReadText): string =>
  element.type === 'rich_text_list'
    ? listOf(element.elements)
        .map(
          (item, index) =>
            `${element.style === 'ordered' ? `${index + 1}.` : '•'} ${richParts(item.elements, read)}`,
        )
        .join('\n')
    : richParts(element.elements, read);

/** One block's lines. Throws on a type it does not know: what cannot be read must not be sent. */
export const readBlock = (block: Fields, read: ReadText, values: StateValues): string => {
  const saidBy = (element: Fields) => values[String(block.block_id)]?.[String(element.action_id)] ?? {};
  switch (block.type) {
    case 'divider':
      return '---';
    case 'header':
      return read(block.text);
    case 'image':
      return [read(block.title), textOf(block.alt_text)].filter(Boolean).join(' ');
    case 'section':
      return [
        read(block.text),
        ...listOf(block.fields).map(read),
        ...listOf([block.accessory]).map(one => fieldText(one, saidBy(one), read)),
      ]
        .filter(Boolean)
        .join('\n');
    case 'context':
      return listOf(block.elements)
        .map(one => (one.type === 'image' ? textOf(one.alt_text) : read(one)))
        .join(' ');
    case 'actions':
      return elementsOf(block)
        .map(one => fieldText(one, saidBy(one), read))
        .join(' ');
    case 'input': {
      const element = fieldsOf(block.element);
      const hint = read(block.hint);
      return `${read(block.label)}: ${fieldText(element, saidBy(element), read)}${hint === '' ? '' : `\n${hint}`}`;
    }
    case 'rich_text':
      return listOf(block.elements)
        .map(one => richText(one, read))
        .join('\n');
    default:
      throw new Error(`No reading of block type ${String(block.type)}`);
  }
};
