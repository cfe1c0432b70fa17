import type { Element } from '../dom/h.ts';
import { actions } from './actions.ts';
import { context } from './context.ts';
import { divider } from './divider.ts';
import { header } from './header.ts';
import { input } from './input.ts';
import { section } from './section.ts';
import { type Block, NoDrawing, type Surface } from './surface.ts';

const drawings: Record<string, (block: Block, surface: Surface) => Element> = {
  actions,
  context,
  divider,
  header,
  input,
  section,
};

/** Throws `NoDrawing` for a type that we do not send. */
export const drawBlock = (block: Block, surface: Surface): Element => {
  const draw = drawings[block.type];
  if (draw === undefined) throw new NoDrawing('block', block.type);
  const drawn = draw(block, surface);
  return { ...drawn, props: { ...drawn.props, key: block.block_id } };
};

export const drawBlocks = (blocks: readonly Block[], surface: Surface): Element[] =>
  blocks.map(block => drawBlock(block, surface));
