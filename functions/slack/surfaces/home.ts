import type { HomeView } from '@slack/types';
import { isFinal, isLive } from '../../domain/status.ts';
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
  if ('refused' in who) return closedHome(who.refused);
  const { person } = who;
  const [mine, waiting] = await Promise.all([service.requestsOf(person, 10), service.waitingFor(person)]);
  const at = now();
  const withData = (records: typeof mine) =>
    records.map(record => messageDataOf({ record, catalog, kinds, now: at }));
  return homeView({
    live: withData(mine.filter(({ status }) => isLive(status))),
    asked: withData(mine.filter(({ status }) => !isLive(status) && !isFinal(status))),
    waiting: withData(waiting),
    history: mine.filter(({ status }) => isFinal(status)),
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
