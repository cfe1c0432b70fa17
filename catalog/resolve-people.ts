import type { Person } from '../functions/domain/catalog.ts';
import { sameHuman } from '../functions/domain/identity.ts';
import { type Iso, toIso } from '../functions/domain/time.ts';
import { noSuch } from './problem.ts';
import type { Reporter } from './reporter.ts';
import type { AccessFile, PersonFile } from './schema.ts';

/** A date means the end of that day, UTC. */
const untilOf = (text: string): Iso | undefined => {
  const date = /^\d{4}-\d\d-\d\d$/.test(text);
  const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text);
  const ms = date || zoned ? Date.parse(date ? `${text}T23:59:59.999Z` : text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : toIso(ms);
};

const iamUsers = (name: string, person: PersonFile, file: AccessFile, report: Reporter) => {
  const accounts = Object.keys(file.accounts);
  const { iam_user: given } = person;
  if (given === undefined) return {};
  const users =
    typeof given === 'string' ? Object.fromEntries(accounts.map(account => [account, given])) : given;
  for (const account of Object.keys(users)) {
    if (!accounts.includes(account)) {
      report.problem(['people', name, 'iam_user', account], noSuch('account', account, accounts));
    }
  }
  return { iamUser: users };
};

const delegateOf = (name: string, person: PersonFile, file: AccessFile, report: Reporter) => {
  if (person.delegate === undefined) return {};
  const { to, until: text } = person.delegate;
  const path = ['people', name, 'delegate'];
  const people = Object.keys(file.people);
  if (to === name) report.problem([...path, 'to'], 'should be someone else');
  else if (!people.includes(to)) report.problem([...path, 'to'], noSuch('person', to, people));
  const until = untilOf(text);
  if (until === undefined) {
    report.problem(
      [...path, 'until'],
      'should be a date such as 2026-12-24, or a date and time with its zone such as 2026-12-24T18:00:00Z',
    );
  }
  return { delegate: { to, until: until ?? toIso(0) } };
};

const personOf = (name: string, person: PersonFile, file: AccessFile, report: Reporter): Person => ({
  name,
  email: person.email,
  slack: {
    team: person.slack.team,
    users: typeof person.slack.users === 'string' ? [person.slack.users] : person.slack.users,
  },
  principals: {
    ...iamUsers(name, person, file, report),
    ...(person.identity_center_user === undefined ? {} : { identityCenterUser: person.identity_center_user }),
  },
  ...delegateOf(name, person, file, report),
});

/**
 * People by name; what is wrong goes to `report`. Two entries for one human would let someone approve their own
 * request, or make it unclear who did it.
 */
export const resolvePeople = (file: AccessFile, report: Reporter): Record<string, Person> => {
  const people: Record<string, Person> = {};
  for (const [name, entry] of Object.entries(file.people)) {
    const person = personOf(name, entry, file, report);
    const same = Object.values(people).find(other => sameHuman(other, person));
    if (same !== undefined) {
      report.problem(
        ['people', name],
        `shares an e-mail, Slack account, IAM user or Identity Center user with \`${same.name}\`. One human is one entry; list all their Slack accounts in it`,
      );
    }
    people[name] = person;
  }
  return people;
};
