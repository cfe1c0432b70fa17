import { type Element, h } from './dom/h.ts';

const icon = (path: string, viewBox = '0 0 20 20'): Element =>
  h('svg.icon', { viewBox, 'aria-hidden': 'true', focusable: 'false' }, h('path', { d: path }));

export const moon = (): Element => icon('M12.5 2.2a8 8 0 1 0 5.3 10.9A6.6 6.6 0 0 1 12.5 2.2z');
export const bolt = (): Element => icon('M11.4 1.5 3.6 11.4h5l-1 7.1 8-10.3h-5.2z');
export const tick = (): Element => icon('M4 10.5 8.2 15 16 5.8l-1.5-1.2-6.4 7.6L5.4 9.2z');
export const cross = (): Element =>
  icon('m5.4 4 4.6 4.6L14.6 4 16 5.4 11.4 10l4.6 4.6-1.4 1.4-4.6-4.6L5.4 16 4 14.6 8.6 10 4 5.4z');
export const eye = (): Element =>
  icon(
    'M10 4.5c4 0 7 3 8.5 5.5-1.5 2.5-4.5 5.5-8.5 5.5S3 12.5 1.5 10C3 7.5 6 4.5 10 4.5zm0 2.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z',
  );
export const send = (): Element => icon('M2.5 17.5 18.5 10 2.5 2.5l2 6.3L12 10l-7.5 1.2z');
export const home = (): Element => icon('M10 2.5 2.5 9h2v8h4v-5h3v5h4V9h2z');
export const skip = (): Element => icon('M4 4.5 11 10l-7 5.5zm8.5 0h3v11h-3z');
