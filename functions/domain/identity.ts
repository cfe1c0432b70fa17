import type { Catalog, Person } from './catalog.ts';
import type { Actor } from './record.ts';

const own = <T>(record: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The person of this name; never something inherited, such as `constructor`. */
export const personNamed = (catalog: Catalog, name: string): Person | undefined => own(catalog.people, name);

/** Person of a Slack account, keyed on team and user. */
export const personOf = (catalog: Catalog, teamId: string, userId: string): Person | undefined =>
  Object.values(catalog.people).find(person => usesAccount(person, { teamId, userId }));

export const usesAccount = (person: Person, account: Pick<Actor, 'teamId' | 'userId'>): boolean =>
  person.slack.team === account.teamId && person.slack.users.includes(account.userId);

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
