import { type Element, h, type UiEvent } from '../dom/h.ts';
import { home, moon } from '../icons.ts';
import { type App, goTo, type Place, placeOf } from '../ui.ts';
import { readingOf } from './reading.ts';
import { channelsOf, unreadIn } from './seen.ts';
import { timeOf } from './times.ts';

const isAt = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b);

type Entry = { place: Place; label: string; sign: Element; go?: () => void };

const drawEntry = (app: App, { place, label, sign, go = () => goTo(app, place) }: Entry): Element => {
  const unread = unreadIn(app, place);
  const here = isAt(placeOf(app), place);
  return h(
    'li',
    { key: JSON.stringify(place) },
    h(
      'button.place',
      {
        type: 'button',
        class: [here && 'here', unread > 0 && !here && 'unread'].filter(Boolean).join(' '),
        'aria-current': here ? 'page' : undefined,
        on: { click: go },
      },
      sign,
      h('span.name', {}, label),
      unread > 0 && !here && h('span.badge', { 'aria-label': `${unread} unread` }, unread),
    ),
  );
};

const openHome = (app: App) => (): void => {
  goTo(app, { in: 'home' });
  void app.act({ do: 'home', as: app.ui.me });
};

/** Shows another person's screen. Slack decides what is on it. */
const switcher = (app: App): Element => {
  const people = app.view.slack.users.filter(({ isBot }) => isBot !== true);
  const label = (id: string, name: string) =>
    people.filter(each => each.name === name).length > 1 && people.find(each => each.name === name)?.id !== id
      ? `${name} (second account)`
      : name;
  const { tz } = readingOf(app);
  return h(
    'div.switcher',
    {},
    h(
      'label',
      {},
      h('span.you', {}, 'You are'),
      h(
        'select',
        {
          'aria-label': 'You are',
          value: app.ui.me,
          on: {
            change: (event: UiEvent) => {
              const { value } = event.currentTarget as { value: string };
              goTo(app, app.ui.places[value] ?? { in: 'dm' }, value);
            },
          },
        },
        people.map(({ id, name }) => h('option', { key: id, value: id }, label(id, name))),
      ),
    ),
    h('p.zone', {}, `${timeOf(app.now, tz)} in ${tz.split('/').at(-1)?.replaceAll('_', ' ') ?? tz}`),
  );
};

export const drawSidebar = (app: App): Element =>
  h(
    'nav.sidebar',
    { 'aria-label': 'Slack' },
    switcher(app),
    h('h3', {}, 'Channels'),
    h(
      'ul',
      {},
      channelsOf(app).map(({ id, name }) =>
        drawEntry(app, {
          place: { in: 'channel', id },
          label: name,
          sign: h('span.sign', { 'aria-hidden': 'true' }, '#'),
        }),
      ),
    ),
    h('h3', {}, 'Apps'),
    h(
      'ul',
      {},
      drawEntry(app, { place: { in: 'dm' }, label: app.view.app.name, sign: moon() }),
      drawEntry(app, { place: { in: 'home' }, label: 'App Home', sign: home(), go: openHome(app) }),
    ),
  );
