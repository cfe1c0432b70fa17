import { h } from '../dom/h.ts';
import type { Block } from './surface.ts';
import { plainOf } from './text.ts';

export const header = (block: Block) => h('h3.block.header', {}, plainOf(block.text));
