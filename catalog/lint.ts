import { canBeDecidedFor } from '../functions/domain/approval/index.ts';
import type { AccountRef, Catalog, Person, Project, Role } from '../functions/domain/catalog.ts';
import { formatDuration } from '../functions/domain/duration.ts';
import { mayRequest } from '../functions/domain/roles.ts';
import { listNames } from '../functions/domain/text.ts';
import { hour, toMs } from '../functions/domain/time.ts';
import { kindDescriptions } from '../functions/grants/descriptions.ts';

type Lint = (role: Role, name: string, catalog: Catalog, project: Project) => string[];

const longInProduction = 12 * hour;
const inProduction = (role: Role): boolean => role.targets.some(({ account }) => account.production);
const askers = (role: Role, catalog: Catalog): Person[] =>
  Object.values(catalog.people).filter(person => mayRequest(role, person));

const names = (people: Person[]): string =>
  listNames(
    people.map(({ name }) => name),
    'and',
  );

const autoInProduction: Lint = (role, name) =>
  role.approval.mode === 'auto' && inProduction(role)
    ? [`${name} grants access to production without asking anyone.`]
    : [];

const longProduction: Lint = (role, name) =>
  inProduction(role) && Math.max(role.maxMs, role.maxTotalMs) > longInProduction
    ? [
        `${name} allows ${formatDuration(Math.max(role.maxMs, role.maxTotalMs))} in production; more than ${formatDuration(longInProduction)} is rarely needed at once.`,
      ]
    : [];

const nobodyToAsk: Lint = (role, name, catalog) => {
  const alone = askers(role, catalog).filter(person => !canBeDecidedFor(role, person, catalog));
  return alone.length === 0
    ? []
    : [
        `${name}: ${names(alone)} may request it, but nobody decides on their own request and too few others can. Name more people in \`from\`, or leave them out of \`may_request\`.`,
      ];
};

const unknownInAws: Lint = (role, name, catalog) => {
  const description = kindDescriptions[role.kind];
  const unknown = askers(role, catalog).filter(person =>
    role.targets.some(
      target => description !== undefined && 'refused' in description.principal(person, target),
    ),
  );
  return unknown.length === 0
    ? []
    : [
        `${name}: ${names(unknown)} may request it, but ${role.kind} does not know who they are in AWS. Add it in \`people\`.`,
      ];
};

const longResidual: Lint = (role, name) => {
  const residual = Math.max(
    ...role.targets.map(target => kindDescriptions[role.kind]?.residualMs(target) ?? 0),
  );
  return residual <= role.maxMs
    ? []
    : [
        `${name}: a session may run on for ${formatDuration(residual)} after the end, longer than the grant itself (${formatDuration(role.maxMs)}).`,
      ];
};

const roleLints: Lint[] = [autoInProduction, longProduction, nobodyToAsk, unknownInAws, longResidual];

const accountLints = (accounts: AccountRef[]): string[] => {
  const home = accounts.filter(({ grantRoleArn }) => grantRoleArn === undefined).map(({ name }) => name);
  return home.length <= 1
    ? []
    : [
        `The accounts ${listNames(home, 'and')} name no IAM roles to assume, but only the account Curfew runs in can do without.`,
      ];
};

/** Nothing in an account holds against whoever may change its IAM or its tables, Curfew's own included. */
const homeLints = (projects: Project[]): string[] => {
  const reaching = projects.flatMap(project =>
    project.roles.flatMap(({ name, targets }) => {
      const home = targets.find(({ account }) => account.grantRoleArn === undefined)?.account.name;
      return home === undefined ? [] : [{ role: `${project.name}/${name}`, home }];
    }),
  );
  const roles = reaching.map(({ role }) => role);
  return roles.length === 0
    ? []
    : [
        `${listNames(roles, 'and')} ${roles.length === 1 ? 'reaches' : 'reach'} ${reaching[0]?.home}, the account Curfew runs in. With rights over IAM or DynamoDB there, someone can keep what Curfew should take away. Run Curfew in an account of its own: docs/deploy.md, "An account of its own".`,
      ];
};

const peopleLints = (people: Person[], now: number): string[] =>
  people
    .filter(({ delegate }) => delegate !== undefined && toMs(delegate.until) <= now)
    .map(({ name }) => `The delegate of ${name} is out of date.`);

/** What is allowed but probably not meant, one sentence each; `now` in epoch ms. */
export const lintCatalog = (catalog: Catalog, now: number): string[] => [
  ...accountLints(Object.values(catalog.accounts)),
  ...homeLints(Object.values(catalog.projects)),
  ...peopleLints(Object.values(catalog.people), now),
  ...Object.values(catalog.projects).flatMap(project =>
    project.roles.flatMap(role =>
      roleLints.flatMap(lint => lint(role, `${project.name}/${role.name}`, catalog, project)),
    ),
  ),
];
