import { type Element, h } from '../dom/h.ts';
import { skip } from '../icons.ts';
import type { Act } from '../send.ts';
import { readingOf } from '../slack/reading.ts';
import { dayOf, timeWithSeconds } from '../slack/times.ts';
import type { App } from '../ui.ts';

type Move = { label: string; sign?: Element; act: Act; isMain?: boolean };

const button = (app: App, { label, sign, act, isMain = false }: Move): Element =>
  h(
    'button.move',
    {
      type: 'button',
      class: isMain ? 'main' : undefined,
      disabled: app.ui.busy > 0,
      on: { click: () => void app.act(act) },
    },
    sign ?? false,
    label,
  );

/** Time runs as usual. The buttons make it jump. */
export const drawClock = (app: App): Element => {
  const { tz } = readingOf(app);
  return h(
    'footer.clock',
    { 'aria-label': 'Clock' },
    h(
      'p.now',
      {},
      h('span.day', {}, dayOf(app.now, tz)),
      h('time', {}, timeWithSeconds(app.now, tz)),
      h('span.zone', {}, tz),
    ),
    h(
      'div.moves',
      {},
      button(app, { label: '+15 min', act: { do: 'wait', minutes: 15 } }),
      button(app, { label: 'Next event', sign: skip(), act: { do: 'next' }, isMain: true }),
      button(app, { label: '+1 day', act: { do: 'wait', minutes: 1440 } }),
    ),
    h('p.promise', {}, `${app.view.configuration} · Nothing here reaches AWS or Slack.`),
    h(
      'button.start-over',
      { type: 'button', on: { click: () => void app.act({ do: 'start-over' }) } },
      'Start over',
    ),
  );
};
