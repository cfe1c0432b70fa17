import { type Child, type Element, h } from '../dom/h.ts';
import { type App, type Lesson, requestShown } from '../ui.ts';

const button = (label: string, go: () => void, isOn = false): Element =>
  h('button.fault', { type: 'button', 'aria-pressed': isOn ? 'true' : 'false', on: { click: go } }, label);

const teach = (app: App, lesson: Lesson): void => app.set({ lesson });

const killing = (app: App) => (): void => {
  const running = app.view.requests.find(({ execution }) => execution.status === 'RUNNING');
  teach(app, 'kill');
  if (running !== undefined) void app.act({ do: 'kill', requestId: running.requestId });
};

const failing = (app: App) => (): void => {
  teach(app, 'revoke');
  void app.act({ do: app.view.faults.revokeFails ? 'recover' : 'fail-revoke' });
};

/** Buttons that make something go wrong around Curfew. */
export const drawFaults = (app: App): Child => {
  const { revokeFails } = app.view.faults;
  const wasThere = requestShown(app)?.steps.at(-1)?.is === 'done';
  return h(
    'div.faults',
    { class: wasThere ? 'inviting' : undefined, role: 'group', 'aria-label': 'Now break it' },
    h('span.invite', {}, 'Now break it'),
    button(revokeFails ? 'Let AWS recover' : 'Revoke fails', failing(app), revokeFails),
    button('Kill the execution', killing(app)),
    button('Deny', () => teach(app, 'deny')),
  );
};
