import type { Message, View } from '../../../slack/index.ts';
import { fieldsOf, textOf } from '../../../slack/json.ts';
import { addressOf, type Surface, type Used } from '../blocks/surface.ts';
import type { App } from '../ui.ts';
import { readingOf } from './reading.ts';

/** A button may ask for confirmation and may open a link. Slack's client does both before it tells the app. */
const pressing =
  (app: App, send: (used: Used) => void) =>
  (used: Used): void => {
    const go = (): void => {
      if (typeof used.element.url === 'string') readingOf(app).followLink(used.element.url);
      send(used);
    };
    if (used.element.confirm === undefined) go();
    else app.set({ confirming: { used, go } });
  };

const buttonValue = (used: Used): { value?: string } => {
  const value = textOf(used.element.value);
  return value === '' ? {} : { value };
};

export const messageSurface = (app: App, { channel, ts }: Message): Surface => {
  const at = { as: app.ui.me, channel, ts };
  return {
    id: `m-${channel}-${ts}`,
    reading: readingOf(app),
    press: pressing(
      app,
      used => void app.act({ do: 'click', ...at, button: addressOf(used), ...buttonValue(used) }),
    ),
    pick: (used, option) => void app.act({ do: 'choose', ...at, field: addressOf(used), option }),
    typing: () => undefined,
    type: () => undefined,
    valueIn: () => ({}),
    errorAt: () => undefined,
  };
};

const typedKey = (viewId: string, used: Used): string => `${viewId}/${addressOf(used)}`;

export const viewSurface = (app: App, view: View): Surface => {
  const at = { as: app.ui.me, viewId: view.id };
  return {
    id: `v-${view.id}`,
    reading: readingOf(app),
    press: pressing(
      app,
      used => void app.act({ do: 'press', ...at, button: addressOf(used), ...buttonValue(used) }),
    ),
    pick: (used, option) => void app.act({ do: 'pick', ...at, field: addressOf(used), option }),
    // The field shows its text by itself: no need to draw.
    typing: (used, text) => {
      app.ui.typed[typedKey(view.id, used)] = text;
    },
    type: (used, text) => {
      delete app.ui.typed[typedKey(view.id, used)];
      void app.act({ do: 'type', ...at, field: addressOf(used), text });
    },
    valueIn: used => {
      const { block, element } = used;
      const value = fieldsOf(view.values[block.block_id]?.[String(element.action_id)]);
      const typed = app.ui.typed[typedKey(view.id, used)];
      return typed === undefined ? value : { ...value, value: typed };
    },
    errorAt: blockId => view.errors[blockId],
  };
};

/** Sends what is typed in fields that still have the focus. */
export const flushTyped = (app: App, view: View): void => {
  const start = `${view.id}/`;
  for (const [key, text] of Object.entries(app.ui.typed).filter(([each]) => each.startsWith(start))) {
    delete app.ui.typed[key];
    void app.act({ do: 'type', as: app.ui.me, viewId: view.id, field: key.slice(start.length), text });
  }
};
