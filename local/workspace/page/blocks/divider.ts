import { h } from '../dom/h.ts';

export const divider = () => h('hr.block.divider');
