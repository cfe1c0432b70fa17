import type { Catalog, Person, Project, Role, Stage, Target } from './catalog.ts';
import { canonicalJson } from './json.ts';
import type { RequestRecord } from './record.ts';

/** By exact name; never something inherited, such as `constructor`. */
export const projectNamed = (catalog: Catalog, name: string): Project | undefined =>
  Object.hasOwn(catalog.projects, name) ? catalog.projects[name] : undefined;

export const roleNamed = (project: Project | undefined, name: string): Role | undefined =>
  project?.roles.find(role => role.name === name);

export const mayRequest = (role: Role, person: Person): boolean =>
  role.mayRequest === undefined || role.mayRequest.includes(person.name);

/** What a person can pick in the form: their roles, by project, none empty. */
export const requestable = (catalog: Catalog, person: Person): { project: Project; roles: Role[] }[] =>
  Object.values(catalog.projects)
    .map(project => ({ project, roles: project.roles.filter(role => mayRequest(role, person)) }))
    .filter(({ roles }) => roles.length > 0);

/** A short, stable sentence, e.g. `payments/ReadOnly: 1 of bob, carol`. */
export const ruleOf = (project: Project, role: Role): string => {
  const who = (stages: Stage[]) =>
    stages.map(({ need, from }) => `${need} of ${from.join(', ')}`).join('; then ');
  return `${project.name}/${role.name}: ${role.approval.mode === 'auto' ? 'auto' : who(role.approval.stages)}`;
};

/** Two targets are the same thing in AWS, however the account's own IAM roles are set up today. */
export const sameTarget = (a: Target, b: Target): boolean =>
  canonicalJson({ ...a, account: a.account.id }) === canonicalJson({ ...b, account: b.account.id });

export type RoleNow =
  | { ok: true; project: Project; role: Role; rule: string }
  | { ok: false; message: string };

/** The role a request was made for, by the rules in force now; the refusal says what has changed. */
export const roleNow = (record: RequestRecord, catalog: Catalog): RoleNow => {
  const project = projectNamed(catalog, record.project);
  if (project === undefined) return { ok: false, message: `The project ${record.project} no longer exists.` };
  const role = roleNamed(project, record.role);
  if (role === undefined) {
    return { ok: false, message: `${record.project} no longer has a role ${record.role}.` };
  }
  return { ok: true, project, role, rule: ruleOf(project, role) };
};
