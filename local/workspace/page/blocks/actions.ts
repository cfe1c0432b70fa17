import { listOf } from '../../../slack/json.ts';
import { h } from '../dom/h.ts';
import { drawElement } from './elements.ts';
import type { Block, Surface } from './surface.ts';

export const actions = (block: Block, surface: Surface) =>
  h(
    'div.block.actions',
    {},
    listOf(block.elements).map(element => drawElement({ block, element }, surface)),
  );
