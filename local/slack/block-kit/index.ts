export { blockTypes } from './blocks.ts';
export { elementTypes } from './elements.ts';
export {
  elementsOf,
  type Surface,
  validateBlocks,
  validateMessage,
  validateOptions,
  validateView,
} from './validate.ts';
