import { fieldsOf } from '../../../slack/json.ts';
import { h } from '../dom/h.ts';
import { drawElement, fieldId } from './elements.ts';
import type { Block, Surface } from './surface.ts';
import { plainOf } from './text.ts';

export const input = (block: Block, surface: Surface) => {
  const used = { block, element: fieldsOf(block.element) };
  const error = surface.errorAt(block.block_id);
  const id = fieldId(used, surface);
  const hint = plainOf(block.hint);
  return h(
    'div.block.input',
    { class: error === undefined ? undefined : 'wrong' },
    h(
      'label',
      { for: id },
      plainOf(block.label),
      block.optional === true && h('span.optional', {}, ' (optional)'),
    ),
    drawElement(used, surface),
    error !== undefined && h('p.error', { id: `${id}-error`, role: 'alert' }, error),
    hint !== '' && h('p.hint', { id: `${id}-hint` }, hint),
  );
};
