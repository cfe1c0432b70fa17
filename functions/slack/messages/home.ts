import type { Button, HomeView, KnownBlock } from '@slack/types';
import type { RequestRecord } from '../../domain/record.ts';
import { actions, button, context, section } from './blocks.ts';
import { requestLine } from './command.ts';
import { type HomeLists, type HomePart, heading, homeParts, pageButton } from './home-parts.ts';

export type Home = HomeLists & {
  history: RequestRecord[];
  /** With its slash, e.g. `/access`. */
  command: string;
};

const divider: KnownBlock = { type: 'divider' };

const requestButton: Button = {
  ...button({ label: 'Request AWS access', action: 'request', requestId: 'new', style: 'primary' }),
};

/** What ends first, or waits longest, is shown; the rest has pages of its own. */
const overview = (home: HomeLists, part: HomePart): KnownBlock[] => {
  const { title, entry, most, empty } = homeParts[part];
  const all = home[part];
  if (all.length === 0) return empty === undefined ? [] : [heading(title), context(empty)];
  return [heading(title), ...all.slice(0, most).flatMap(entry), ...more(home, part)];
};

const more = (home: HomeLists, part: HomePart): KnownBlock[] => {
  const least = Math.max(0, home[part].length - homeParts[part].most);
  const greatest = least + (home.unread[part] ?? 0);
  if (greatest === 0) return [];
  const said = greatest > least ? `and ${least} to ${greatest} more` : `and ${least} more`;
  return [{ ...section([said]), accessory: pageButton('Show all', 'home-page', { part, index: 0 }) }];
};

/** The person's own page: what they have, what waits for their decision, what others have of theirs, and past requests. */
export const homeView = (home: Home): HomeView => ({
  type: 'home',
  blocks: [
    actions('home', [requestButton]),
    ...overview(home, 'live'),
    ...overview(home, 'asked'),
    divider,
    ...overview(home, 'waiting'),
    ...overview(home, 'owned'),
    divider,
    heading('Your last requests'),
    ...(home.history.length === 0
      ? [context(`Nothing yet. The button above or \`${home.command}\` opens the form.`)]
      : [section(home.history.slice(0, 10).map(requestLine))]),
  ],
});

/** The Home of someone who cannot use Curfew, with what they have all the same. `reason`: mrkdwn. */
export const closedHome = (reason: string, lists?: HomeLists): HomeView => ({
  type: 'home',
  blocks: [
    section([reason]),
    ...(lists === undefined || lists.live.length === 0 ? [] : overview(lists, 'live')),
  ],
});
