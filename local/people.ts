import type { Catalog } from '../functions/domain/catalog.ts';
import type { SlackChannel, SlackUser } from './slack/index.ts';

/** The time zones of the example people, so that the page shows each their own time. */
const zones = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Kolkata'];

/** Everyone in the catalog, once for each of their Slack accounts. */
export const slackUsersOf = (catalog: Catalog): SlackUser[] =>
  Object.values(catalog.people).flatMap((person, index) =>
    person.slack.users.map(id => ({
      id,
      name: person.name,
      realName: person.name,
      email: person.email,
      tz: zones[index % zones.length] ?? 'Etc/UTC',
      teamId: person.slack.team,
    })),
  );

export const slackChannelsOf = (catalog: Catalog): SlackChannel[] => {
  const projects = Object.values(catalog.projects).map(({ channel, name }) => ({ id: channel, name }));
  return [...projects, { id: catalog.settings.securityChannel, name: 'security' }];
};

export const teamOf = (catalog: Catalog): string =>
  Object.values(catalog.people)[0]?.slack.team ?? 'T0EXAMPLE';
