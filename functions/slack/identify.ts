import { personOf } from '../domain/identity.ts';
import type { ServiceDeps } from '../service/deps.ts';
import type { SlackAccount, Who } from '../service/port.ts';

/**
 * Who a Slack account is. Bots, guests, people of other workspaces and deactivated people can neither ask nor decide.
 * The account comes from Slack's signed payload, what it may do from Slack and the catalog, at the moment of the click.
 */
export const whoIs = async (
  deps: Pick<ServiceDeps, 'catalog' | 'slack'>,
  account: SlackAccount,
): Promise<Who> => {
  const [catalog, user] = await Promise.all([deps.catalog.load(), deps.slack.user(account.userId)]);
  if (user === undefined || user.deleted) return { refused: 'This Slack account is not active.' };
  if (user.isBot) return { refused: 'Bots can neither ask for access nor decide on it.' };
  if (user.guest) return { refused: 'Guests can neither ask for access nor decide on it.' };
  if (user.stranger || user.teamId !== account.teamId) {
    return { refused: 'People from other workspaces can neither ask for access nor decide on it.' };
  }
  if (catalog === undefined) {
    return { refused: 'Nobody has set up access yet. An operator has to run `curfew apply` first.' };
  }
  const known = personOf(catalog, account.teamId, account.userId);
  if (known === undefined) {
    return {
      refused: 'You are not listed in access.yml yet. Ask whoever maintains it to add you under `people`.',
    };
  }
  return { known, actor: { person: known.name, teamId: account.teamId, userId: account.userId } };
};
