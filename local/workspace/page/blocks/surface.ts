import type { Fields } from '../../../slack/json.ts';
import type { Block } from '../../../slack/types.ts';
import type { Reading } from '../text/reading.ts';

export type { Block, Fields };

/** An element and the block it stands in. */
export type Used = { block: Block; element: Fields };

/** The message or view that blocks stand in, and what its reader can do there. */
export type Surface = {
  /** Unique on the page: ids of fields begin with it. */
  id: string;
  reading: Reading;
  press: (used: Used) => void;
  pick: (used: Used, option: string) => void;
  /** While someone types; nothing is sent yet. */
  typing: (used: Used, text: string) => void;
  /** When a field is left. */
  type: (used: Used, text: string) => void;
  /** What a field says, as in `view.state.values`. */
  valueIn: (used: Used) => Fields;
  errorAt: (blockId: string) => string | undefined;
};

/** The app sent something that this page cannot draw. An error is better than a gap. */
export class NoDrawing extends Error {
  constructor(what: string, type: unknown) {
    super(`The page has no drawing of the ${what} type "${String(type)}".`);
    this.name = 'NoDrawing';
  }
}

export const addressOf = ({ block, element }: Used): string =>
  `${block.block_id}/${String(element.action_id)}`;
