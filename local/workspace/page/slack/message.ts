import type { Message } from '../../../slack/index.ts';
import { drawBlocks } from '../blocks/index.ts';
import { type Child, type Element, h } from '../dom/h.ts';
import { eye, moon } from '../icons.ts';
import { drawMrkdwn } from '../text/mrkdwn.ts';
import { type App, personOf } from '../ui.ts';
import { readingOf } from './reading.ts';
import { messageSurface } from './surfaces.ts';
import { dayOf, stampOf, tsMs } from './times.ts';

const hues = 6;

/** A square with an initial; the app has its own sign. */
const avatar = (app: App, userId: string): Element => {
  if (userId === app.view.app.userId) return h('span.avatar.app', { 'aria-hidden': 'true' }, moon());
  const index = app.view.slack.users.findIndex(({ id }) => id === userId);
  const name = personOf(app, userId)?.name ?? '?';
  return h(
    'span.avatar',
    { 'aria-hidden': 'true', class: `hue-${Math.max(0, index) % hues}` },
    name.slice(0, 1).toUpperCase(),
  );
};

const content = (app: App, message: Message): Child =>
  message.blocks.length > 0
    ? drawBlocks(message.blocks, messageSurface(app, message))
    : h('div.block.section', {}, h('div.text', {}, drawMrkdwn(message.text, readingOf(app))));

const byline = (app: App, message: Message): Element => {
  const { tz } = readingOf(app);
  const isApp = message.user === app.view.app.userId;
  return h(
    'div.byline',
    {},
    h('strong.author', {}, personOf(app, message.user)?.realName ?? message.user),
    isApp && h('span.badge-app', {}, 'APP'),
    h('time.at', {}, stampOf(tsMs(message.ts), tz)),
    message.editedTs !== undefined && h('span.edited', {}, '(edited)'),
  );
};

const drawOne = (app: App, message: Message, isReply: boolean): Element =>
  h(
    'article.message',
    {
      key: message.ts,
      'data-ts': message.ts,
      class: [isReply && 'reply', message.onlyFor !== undefined && 'ephemeral'].filter(Boolean).join(' '),
    },
    avatar(app, message.user),
    h(
      'div.body',
      {},
      message.onlyFor !== undefined && h('p.only-you', {}, eye(), 'Only visible to you'),
      byline(app, message),
      content(app, message),
    ),
  );

const thread = (app: App, replies: Message[]): Child =>
  replies.length > 0 &&
  h(
    'div.thread',
    { key: `thread-${replies[0]?.threadTs ?? ''}` },
    h('p.thread-title', {}, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
    replies.map(reply => drawOne(app, reply, true)),
  );

/** A conversation as one person sees it: days, messages, and threads under what they answer. */
export const drawMessages = (app: App, messages: readonly Message[]): Child => {
  const { tz } = readingOf(app);
  let day = '';
  return messages
    .filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts)
    .flatMap(message => {
      const today = dayOf(tsMs(message.ts), tz);
      const divider = today === day ? [] : [h('h3.divide', { key: today }, h('span.date', {}, today))];
      day = today;
      const replies = messages.filter(({ threadTs, ts }) => threadTs === message.ts && ts !== message.ts);
      return [...divider, drawOne(app, message, false), thread(app, replies)];
    });
};
