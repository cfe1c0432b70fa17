import { listOf } from '../../../slack/json.ts';
import { h } from '../dom/h.ts';
import { type Block, NoDrawing, type Surface } from './surface.ts';
import { drawWords } from './text.ts';

export const context = (block: Block, { reading }: Surface) =>
  h(
    'div.block.context',
    {},
    listOf(block.elements).map(element => {
      if (element.type !== 'mrkdwn' && element.type !== 'plain_text')
        throw new NoDrawing('context element', element.type);
      return h('span', {}, drawWords(element, reading));
    }),
  );
