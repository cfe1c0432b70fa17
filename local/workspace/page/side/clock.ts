import { type Element, h } from '../dom/h.ts';
import { skip } from '../icons.ts';
import type { Act } from '../send.ts';
import { readingOf } from '../slack/reading.ts';
import { dayOf, timeWithSeconds } from '../slack/times.ts';
import type { App } from '../ui.ts';

const button = (app: App, label: Element | string, name: string, act: Act, isMain = false): Element =>
  h(
    'button.move',
    {
      type: 'button',
      class: isMain ? 'main' : undefined,
      disabled: app.ui.busy > 0,
      on: { click: () => void app.act(act) },
    },
    label,
    typeof label === 'string' ? false : name,
  );

/** Time flows as outside; the buttons let it jump. */
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
      button(app, '+15 min', '', { do: 'wait', minutes: 15 }),
      button(app, skip(), 'Next event', { do: 'next' }, true),
      button(app, '+1 day', '', { do: 'wait', minutes: 1440 }),
    ),
    h('p.promise', {}, `${app.view.configuration} · Nothing here reaches AWS or Slack.`),
    h(
      'button.start-over',
      { type: 'button', on: { click: () => void app.act({ do: 'start-over' }) } },
      'Start over',
    ),
  );
};
