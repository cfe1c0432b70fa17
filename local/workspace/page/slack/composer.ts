import { type Child, type Element, h, type UiEvent } from '../dom/h.ts';
import { bolt, send } from '../icons.ts';
import type { App } from '../ui.ts';

const menu = (app: App): Child => {
  const { shortcut, name } = app.view.app;
  const run = (): void => {
    app.set({ shortcutsOpen: false });
    void app.act({ do: 'shortcut', as: app.ui.me, callbackId: shortcut.callbackId });
  };
  return (
    app.ui.shortcutsOpen &&
    h(
      'div.shortcuts',
      { role: 'menu', 'aria-label': 'Shortcuts' },
      h(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          mounted: element => (element as { focus(): void }).focus(),
          on: { click: run },
        },
        h('strong', {}, shortcut.name),
        h('span', {}, `${shortcut.description} · ${name}`),
      ),
    )
  );
};

/** As in Slack's client, a line that begins with `/` is a command and never a message. */
const say = (app: App, channel: string | undefined, line: string): void => {
  const { command, name, userId } = app.view.app;
  const as = app.ui.me;
  const [typed = '', ...rest] = line.split(' ');
  if (typed === command) {
    void app.act({ do: 'command', as, command, text: rest.join(' '), ...(channel && { channel }) });
  } else if (line.startsWith('/')) {
    app.note(`${typed} is not a command here. Try ${command}.`);
  } else if (channel === undefined) {
    app.note(`Nobody reads here yet. Try ${command}.`);
  } else {
    void app.act({ do: 'say', as, channel, text: line.replaceAll(`@${name}`, `<@${userId}>`) });
  }
};

/** The message box, with Slack's ⚡ beside it. `channel` is missing in a conversation that nobody opened yet. */
export const drawComposer = (app: App, channel: string | undefined, title: string): Element => {
  const submit = (event: UiEvent): void => {
    event.preventDefault();
    const box = (event.currentTarget as { elements: { namedItem(name: string): { value: string } } })
      .elements;
    const field = box.namedItem('line');
    const line = field.value.trim();
    field.value = '';
    if (line !== '') say(app, channel, line);
  };
  const { shortcutsOpen } = app.ui;
  return h(
    'form.composer',
    {
      on: {
        submit,
        keydown: event => {
          if (event.key === 'Escape' && shortcutsOpen) app.set({ shortcutsOpen: false });
        },
      },
    },
    menu(app),
    h(
      'button.bolt',
      {
        type: 'button',
        title: 'Shortcuts',
        'aria-label': 'Shortcuts',
        'aria-haspopup': 'menu',
        'aria-expanded': shortcutsOpen ? 'true' : 'false',
        on: { click: () => app.set({ shortcutsOpen: !shortcutsOpen }) },
      },
      bolt(),
    ),
    h('input', {
      name: 'line',
      type: 'text',
      autocomplete: 'off',
      'aria-label': `Message ${title}`,
      placeholder: `Message ${title}, or ${app.view.app.command}`,
    }),
    h('button.send', { type: 'submit', 'aria-label': 'Send', title: 'Send' }, send()),
  );
};
