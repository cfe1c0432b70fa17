import { type Child, h } from '../dom/h.ts';
import { type App, goTo, requestShown } from '../ui.ts';
import { type Advice, adviceFor, type Help } from './advice.ts';

const label = (help: Help): string => {
  switch (help.to) {
    case 'be':
      return `Be ${help.name}`;
    case 'look':
      return `Go to #${help.name}`;
    case 'next':
      return 'Next event';
    case 'recover':
      return 'Let AWS recover';
  }
};

const follow = (app: App, help: Help) => (): void => {
  if (help.to === 'be') goTo(app, { in: 'channel', id: help.channel }, help.userId);
  else if (help.to === 'look') goTo(app, { in: 'channel', id: help.channel });
  else void app.act({ do: help.to });
};

/** A link to the place on screen would do nothing. */
const isUseless = (app: App, help: Help): boolean => {
  const place = app.ui.places[app.ui.me];
  return help.to === 'look' && place?.in === 'channel' && place.id === help.channel;
};

export const drawCoach = (app: App): Child => {
  const advice: Advice = adviceFor({
    view: app.view,
    request: requestShown(app),
    me: app.ui.me,
    lesson: app.ui.lesson,
  });
  const { help } = advice;
  return h(
    'p.coach',
    { role: 'status' },
    h('span', {}, advice.text),
    help !== undefined &&
      !isUseless(app, help) &&
      h('button.help', { type: 'button', on: { click: follow(app, help) } }, label(help)),
  );
};
