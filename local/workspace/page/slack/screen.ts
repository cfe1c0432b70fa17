import type { SnapshotConversation } from '../../../slack/index.ts';
import { drawBlocks } from '../blocks/index.ts';
import { type Child, type Element, h } from '../dom/h.ts';
import { type App, type Place, personOf, placeOf } from '../ui.ts';
import { drawComposer } from './composer.ts';
import { drawMessages } from './message.ts';
import { drawOver } from './modal.ts';
import { conversationAt, visibleIn } from './seen.ts';
import { drawSidebar } from './sidebar.ts';
import { viewSurface } from './surfaces.ts';

const titleOf = (app: App, place: Place, conversation: SnapshotConversation | undefined): string => {
  if (place.in === 'home') return 'App Home';
  return place.in === 'dm' ? app.view.app.name : `#${conversation?.name ?? '?'}`;
};

const emptyLine = (app: App, place: Place): string =>
  place.in === 'dm'
    ? `${app.view.app.name} writes to ${personOf(app, app.ui.me)?.name ?? 'you'} here, and to nobody else.`
    : 'Nothing was said here yet. Requests are decided in the channel of their project.';

const drawHome = (app: App): Child => {
  const view = app.view.slack.homes[app.ui.me];
  return view === undefined
    ? h('p.empty', {}, 'Opening…')
    : h('div.home', { key: view.id }, drawBlocks(view.blocks, viewSurface(app, view)));
};

const drawConversation = (app: App, place: Place): Child => {
  const conversation = conversationAt(app, place);
  const messages = visibleIn(app, conversation);
  return messages.length === 0 ? h('p.empty', {}, emptyLine(app, place)) : drawMessages(app, messages);
};

/** One person's Slack. */
export const drawSlack = (app: App): Element => {
  const place = placeOf(app);
  const conversation = conversationAt(app, place);
  const title = titleOf(app, place, conversation);
  const over = drawOver(app);
  return h(
    'section.slack',
    { 'aria-label': 'Slack' },
    h('div.under', { inert: over !== undefined, key: 'under' }, drawSidebar(app), [
      h(
        'div.conversation',
        { key: 'conversation' },
        h('header.title', {}, h('h2', {}, title)),
        h(
          'div.scroll',
          {
            key: `${app.ui.me} ${title}`,
            'data-scroll': place.in === 'home' ? 'start' : 'end',
            tabindex: 0,
            'aria-live': 'polite',
          },
          h('div.messages', {}, place.in === 'home' ? drawHome(app) : drawConversation(app, place)),
        ),
        place.in !== 'home' && drawComposer(app, conversation?.id, title),
      ),
    ]),
    over,
  );
};
