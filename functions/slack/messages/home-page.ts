import type { HomeView } from '@slack/types';
import { actions, button, context } from './blocks.ts';
import { type HomeLists, heading, homeParts, type Page, pageButton } from './home-parts.ts';

/** A view takes 100 blocks and an entry has three at most. */
const onePage = 30;

/** One list of a Home, 30 entries at a time; undefined when nothing is left of it. */
export const homePage = (lists: HomeLists, { part, index }: Page): HomeView | undefined => {
  const all = lists[part];
  if (all.length === 0) return undefined;
  const { title, entry } = homeParts[part];
  const last = Math.floor((all.length - 1) / onePage) * onePage;
  const first = Math.min(Math.floor(index / onePage) * onePage, last);
  const page = all.slice(first, first + onePage);
  const unread = lists.unread[part] ?? 0;
  const row = [
    ...(first > 0 ? [pageButton('Previous', 'home-previous', { part, index: first - onePage })] : []),
    ...(first < last ? [pageButton('Next', 'home-next', { part, index: first + onePage })] : []),
  ];
  return {
    type: 'home',
    blocks: [
      actions('home', [button({ label: 'Back', action: 'home-page', value: 'whole' })]),
      heading(title),
      context(
        `${first + 1} to ${first + page.length} of ${all.length}${unread > 0 ? `; up to ${unread} more follow when some of these are done` : ''}`,
      ),
      ...page.flatMap(entry),
      ...(row.length > 0 ? [actions('home.pages', row)] : []),
    ],
  };
};
