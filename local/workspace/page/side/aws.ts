import type { AccountView, AwsEntry } from '../../view.ts';
import { type Child, type Element, h } from '../dom/h.ts';
import { readingOf } from '../slack/reading.ts';
import { timeOf } from '../slack/times.ts';
import type { App } from '../ui.ts';

const standing = (app: App, entry: AwsEntry): string => {
  const { tz } = readingOf(app);
  if (entry.state !== 'there') return entry.state;
  const { until } = entry;
  if (until === undefined) return `since ${timeOf(entry.since, tz)}`;
  return app.now > until + 2000 ? `should have ended at ${timeOf(until, tz)}` : `until ${timeOf(until, tz)}`;
};

const drawEntry = (app: App, entry: AwsEntry, gone: boolean): Element => {
  const late = standing(app, entry).startsWith('should');
  return h(
    'li.access',
    {
      key: `${entry.key}${gone ? ' gone' : ''}`,
      class: gone ? 'gone' : [entry.state.replaceAll(' ', '-'), late && 'late'].filter(Boolean).join(' '),
    },
    h('span.line', {}, h('strong', {}, entry.who), ' in ', h('strong', {}, entry.what)),
    h('span.detail', {}, gone ? 'gone' : standing(app, entry), ` · ${entry.through}`),
  );
};

const drawAccount = (app: App, account: AccountView): Element => {
  const there = app.view.aws.entries.filter(({ accountId }) => accountId === account.id);
  const gone = app.ui.fading
    .map(({ entry }) => entry)
    .filter(({ accountId, key }) => accountId === account.id && there.every(each => each.key !== key));
  return h(
    'div.account',
    { key: account.id },
    h(
      'h3',
      {},
      account.name,
      h('span.id', {}, account.id),
      account.production && h('span.tag', {}, 'production'),
    ),
    there.length + gone.length === 0
      ? h('p.nobody', {}, 'Nobody has access.')
      : h('ul', {}, [
          ...there.map(entry => drawEntry(app, entry, false)),
          ...gone.map(entry => drawEntry(app, entry, true)),
        ]),
  );
};

export const drawAws = (app: App): Element =>
  h(
    'section.panel.aws',
    { 'aria-label': 'AWS right now', 'aria-live': 'polite' },
    h('h2', {}, 'AWS right now'),
    app.view.aws.accounts.map((account): Child => drawAccount(app, account)),
  );
