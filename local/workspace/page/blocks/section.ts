import { fieldsOf, isFields, listOf } from '../../../slack/json.ts';
import { h } from '../dom/h.ts';
import { drawElement } from './elements.ts';
import type { Block, Surface } from './surface.ts';
import { drawText } from './text.ts';

export const section = (block: Block, surface: Surface) =>
  h(
    'div.block.section',
    {},
    h(
      'div.text',
      {},
      isFields(block.text) && drawText(block.text, surface.reading),
      listOf(block.fields).map(field => h('div.field-text', {}, drawText(field, surface.reading))),
    ),
    isFields(block.accessory) && drawElement({ block, element: fieldsOf(block.accessory) }, surface),
  );
