import type { Catalog, Person } from './catalog.ts';
import type { Actor } from './record.ts';

const own = <T>(record: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The person of this name; never something inherited, such as `constructor`. */
export const personNamed = (catalog: Catalog, name: string): Person | undefined => own(catalog.people, name);

/** A Slack account, which stays one human's: what is recorded of people goes by it, and never by a name. */
export type Account = Pick<Actor, 'teamId' | 'userId'>;

/** The person of a Slack account, whatever they are called today. */
export const personOf = (catalog: Catalog, account: Account): Person | undefined =>
  Object.values(catalog.people).find(person => usesAccount(person, account));

export const usesAccount = (person: Person, account: Account): boolean =>
  person.slack.team === account.teamId && person.slack.users.includes(account.userId);

/** An account as a key: `T0TEAM/U0USER`. */
export const accountKey = ({ teamId, userId }: Account): string => `${teamId}/${userId}`;

/** A person as records keep them: by an account, the first of theirs, and by the name they have today. */
export const actorOf = ({ name, slack: { team, users } }: Person): Actor => ({
  person: name,
  teamId: team,
  userId: users[0] ?? '',
});

/** All accounts of a person. */
export const accountsOf = ({ slack }: Person): Account[] =>
  slack.users.map(userId => ({ teamId: slack.team, userId }));

const sameText = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a !== '' && a.trim().toLowerCase() === b.trim().toLowerCase();

const shareIamUser = (a: Person, b: Person): boolean =>
  Object.entries(a.principals.iamUser ?? {}).some(([account, user]) =>
    sameText(user, own(b.principals.iamUser ?? {}, account)),
  );

/**
 * One human behind two entries: the same name, Slack account, e-mail address, IAM user in one account, or Identity
 * Center user. IAM user names are unique ignoring case.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const sameHuman = (a: Person, b: Person): boolean =>
  a.name === b.name ||
  sameText(a.email, b.email) ||
  (a.slack.team === b.slack.team && a.slack.users.some(user => b.slack.users.includes(user))) ||
  sameText(a.principals.identityCenterUser, b.principals.identityCenterUser) ||
  shareIamUser(a, b);
