import type { View } from '../../../slack/index.ts';
import { fieldsOf, textOf } from '../../../slack/json.ts';
import { drawBlocks } from '../blocks/index.ts';
import { plainOf } from '../blocks/text.ts';
import { type Child, type Element, h, type UiEvent } from '../dom/h.ts';
import { cross } from '../icons.ts';
import type { App } from '../ui.ts';
import { keepFocus } from './focus.ts';
import { flushTyped, viewSurface } from './surfaces.ts';

const footer = (view: View, close: () => void): Element =>
  h(
    'footer',
    {},
    h('button.slack-button', { type: 'button', on: { click: close } }, plainOf(view.close) || 'Close'),
    view.submit !== undefined && h('button.slack-button.primary', { type: 'submit' }, plainOf(view.submit)),
  );

const drawModal = (app: App, view: View): Element => {
  const closing = (all: boolean) => (): void =>
    void app.act({ do: 'close', as: app.ui.me, viewId: view.id, all });
  const submit = (event: UiEvent): void => {
    event.preventDefault();
    if (view.submit === undefined) return;
    flushTyped(app, view);
    void app.act({ do: 'submit', as: app.ui.me, viewId: view.id });
  };
  const titleId = `title-${view.id}`;
  return h(
    'form.modal',
    {
      key: view.id,
      role: 'dialog',
      'aria-modal': 'true',
      'aria-labelledby': titleId,
      novalidate: true,
      mounted: keepFocus,
      on: {
        submit,
        keydown: event => {
          if (event.key === 'Escape') closing(false)();
        },
      },
    },
    h(
      'header',
      {},
      h('h2', { id: titleId }, textOf(fieldsOf(view.title).text)),
      h('button.close', { type: 'button', 'aria-label': 'Close', on: { click: closing(true) } }, cross()),
    ),
    h('div.blocks', {}, drawBlocks(view.blocks, viewSurface(app, view))),
    footer(view, closing(false)),
  );
};

const drawQuestion = (app: App): Child => {
  const { confirming } = app.ui;
  if (confirming === undefined) return false;
  const confirm = fieldsOf(confirming.used.element.confirm);
  const answer = (yes: boolean) => (): void => {
    app.set({ confirming: undefined });
    if (yes) confirming.go();
  };
  return h(
    'div.modal.question',
    {
      key: 'question',
      role: 'alertdialog',
      'aria-modal': 'true',
      'aria-label': plainOf(confirm.title),
      mounted: keepFocus,
      on: {
        keydown: event => {
          if (event.key === 'Escape') answer(false)();
        },
      },
    },
    h('header', {}, h('h2', {}, plainOf(confirm.title))),
    h('div.blocks', {}, h('p', {}, plainOf(confirm.text))),
    h(
      'footer',
      {},
      h('button.slack-button', { type: 'button', on: { click: answer(false) } }, plainOf(confirm.deny)),
      h(
        'button.slack-button',
        {
          type: 'button',
          class: confirm.style === 'danger' ? 'danger' : 'primary',
          on: { click: answer(true) },
        },
        plainOf(confirm.confirm),
      ),
    ),
  );
};

/** What covers the screen: the top view, or a button's confirmation. */
export const drawOver = (app: App): Element | undefined => {
  const top = app.view.slack.modals[app.ui.me]?.at(-1);
  const question = drawQuestion(app);
  if (top === undefined && question === false) return undefined;
  return h('div.over', { key: 'over' }, question || (top !== undefined && drawModal(app, top)));
};
