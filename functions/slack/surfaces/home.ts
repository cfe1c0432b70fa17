import type { HomeView } from '@slack/types';
import type { WayIn } from '../../domain/source.ts';
import { isLive } from '../../domain/status.ts';
import type { SurfaceDeps } from '../deps.ts';
import type { SlackAccount } from '../identify.ts';
import { closedHome, homeView } from '../messages/home.ts';
import { homePage } from '../messages/home-page.ts';
import { type Page, pageActions, pageOf } from '../messages/home-parts.ts';
import { messageDataOf } from '../messages/index.ts';
import { bestEffort, logFailure, onButton } from './click.ts';
import type { Surface } from './surface.ts';

/** Without `page`, or when nothing is left of it: the whole Home. */
const homeOf = async (
  { service, identify, kinds, now, command }: SurfaceDeps,
  account: SlackAccount,
  page?: Page,
): Promise<HomeView> => {
  const [who, catalog] = await Promise.all([identify(account), service.catalog()]);
  if (catalog === undefined) return closedHome('Curfew is not set up yet: no `access.yml` was applied.');
  const known = 'refused' in who ? undefined : who.person;
  const { mine, waiting, owned, history } = await service.home(account, known);
  const at = now();
  const withData = (records: typeof mine) =>
    records.map(record => messageDataOf({ record, catalog, kinds, now: at }));
  const live = withData(mine.filter(({ status }) => isLive(status)));
  const lists =
    'refused' in who
      ? { live, asked: [], waiting: [], owned: [], unread: {} }
      : {
          live,
          asked: withData(mine.filter(({ status }) => !isLive(status))),
          waiting: withData(waiting.shown),
          owned: withData(owned.shown),
          unread: { waiting: waiting.unread, owned: owned.unread },
        };
  const paged = page && homePage(lists, page);
  if (paged !== undefined) return paged;
  return 'refused' in who ? closedHome(who.refused, lists) : homeView({ ...lists, history, command });
};

/** After a form that was opened in Home: all of it anew, for more may have changed than one entry. A failure is only logged. */
export const homeAfterForm = async (
  deps: SurfaceDeps,
  { account, source }: { account: SlackAccount; source: WayIn },
): Promise<void> => {
  if (source !== 'home') return;
  const published = homeOf(deps, account).then(view => deps.slack.publishHome(account.userId, view));
  await bestEffort(deps, 'home', published);
};

export const homeSurface: Surface = {
  name: 'App Home',
  events: ['app_home_opened'],
  register: (app, deps) => {
    for (const action of pageActions) {
      onButton(app, deps, action, async ({ account, value }) =>
        deps.slack.publishHome(account.userId, await homeOf(deps, account, pageOf(value))),
      );
    }
    app.event('app_home_opened', async ({ event, body }) => {
      if (event.tab !== 'home') return;
      try {
        const account = { teamId: body.team_id, userId: event.user };
        await deps.slack.publishHome(event.user, await homeOf(deps, account));
      } catch (error) {
        logFailure(deps, 'home', error);
      }
    });
  },
};
