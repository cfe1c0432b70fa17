import type { HomeView } from '@slack/types';
import { isLive } from '../../domain/status.ts';
import type { SurfaceDeps } from '../deps.ts';
import type { SlackAccount } from '../identify.ts';
import { closedHome, homeView } from '../messages/home.ts';
import { messageDataOf } from '../messages/index.ts';
import { logFailure } from './click.ts';
import type { Surface } from './surface.ts';

const homeOf = async (
  { service, identify, kinds, now, command }: SurfaceDeps,
  account: SlackAccount,
): Promise<HomeView> => {
  const [who, catalog] = await Promise.all([identify(account), service.catalog()]);
  if (catalog === undefined) return closedHome('Curfew is not set up yet: no `access.yml` was applied.');
  const known = 'refused' in who ? undefined : who.person;
  const { mine, waiting, owned, history } = await service.home(account, known);
  const at = now();
  const withData = (records: typeof mine) =>
    records.map(record => messageDataOf({ record, catalog, kinds, now: at }));
  const live = withData(mine.filter(({ status }) => isLive(status)));
  if ('refused' in who) return closedHome(who.refused, live);
  return homeView({
    live,
    asked: withData(mine.filter(({ status }) => !isLive(status))),
    waiting: withData(waiting),
    owned: withData(owned),
    history,
    command,
  });
};

export const homeSurface: Surface = {
  name: 'App Home',
  events: ['app_home_opened'],
  register: (app, deps) => {
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
