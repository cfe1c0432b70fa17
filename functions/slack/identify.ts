import type { Catalog } from '../domain/catalog.ts';
import { personOf } from '../domain/identity.ts';
import type { UserDirectory, WorkspaceUser } from '../domain/ports.ts';
import type { Identity } from '../service/port.ts';

/** From the signed payload only. */
export type SlackAccount = { teamId: string; userId: string };

/** Who a Slack account is, or in words why they can neither ask nor decide. */
export type Identified = Identity | { refused: string };

/** `catalog`: the one in force, undefined when none was applied. */
export type IdentifyDeps = { catalog: () => Promise<Catalog | undefined>; users: UserDirectory };

/** Why an account, as Slack knows it now, can neither ask nor decide; undefined when it can. */
export const whyUnfit = (user: WorkspaceUser | undefined, account: SlackAccount): string | undefined => {
  if (user === undefined || user.deleted) return 'This Slack account is not active.';
  if (user.isBot) return 'Bots can neither ask for access nor decide on it.';
  if (user.guest) return 'Guests can neither ask for access nor decide on it.';
  if (user.stranger || user.teamId !== account.teamId) {
    return 'People from other workspaces can neither ask for access nor decide on it.';
  }
  return undefined;
};

/**
 * Who a Slack account is. Bots, guests, people of other workspaces and deactivated people can neither ask nor decide.
 * The account comes from Slack's signed payload, what it may do from Slack and the catalog, at the moment of the click.
 * Throws `SlackError` when Slack does not answer.
 */
export const identify = async (deps: IdentifyDeps, account: SlackAccount): Promise<Identified> => {
  const [catalog, user] = await Promise.all([deps.catalog(), deps.users.user(account.userId)]);
  const unfit = whyUnfit(user, account);
  if (unfit !== undefined) return { refused: unfit };
  if (catalog === undefined) {
    return { refused: 'Curfew is not set up yet. An operator has to run `curfew apply` first.' };
  }
  const person = personOf(catalog, account);
  if (person === undefined) {
    return {
      refused: 'You are not listed in access.yml yet. Ask whoever maintains it to add you under `people`.',
    };
  }
  return { person, actor: { person: person.name, ...account } };
};
