import type { KnownBlock } from '@slack/types';
import type { SurfaceDeps } from '../deps.ts';
import { section } from '../messages/blocks.ts';
import { entryBlock } from '../messages/home-entries.ts';
import { free } from '../messages/text.ts';
import { bestEffort, type Click } from './click.ts';

/**
 * Replaces the clicked entry by `message`. The rest of the page is published as Slack showed it: reading it all again
 * would not fit into the time of a click. A failure is only logged.
 */
export const doneAtHome = async (
  deps: SurfaceDeps,
  { view, account, requestId }: Click,
  message: string,
): Promise<void> => {
  if (view === undefined) return;
  const text = entryBlock(requestId, 'text');
  const gone = [entryBlock(requestId, 'row'), entryBlock(requestId, 'words')];
  const shown = view.blocks as KnownBlock[];
  const blocks = shown
    .filter(({ block_id: id }) => id === undefined || !gone.includes(id))
    .map(block => (block.block_id === text ? section([free(message, 500)], text) : block));
  await bestEffort(deps, 'home', deps.slack.publishHome(account.userId, { type: 'home', blocks }));
};
