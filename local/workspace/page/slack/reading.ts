import type { Reading } from '../text/reading.ts';
import { type App, personOf } from '../ui.ts';

export const readingOf = (app: App): Reading => ({
  tz: personOf(app, app.ui.me)?.tz ?? 'UTC',
  now: app.now,
  userId: app.ui.me,
  userName: id => personOf(app, id)?.name,
  channelName: id => app.view.slack.conversations.find(one => one.id === id)?.name,
  followLink: url => app.note(`In Slack this opens ${url}`),
});
