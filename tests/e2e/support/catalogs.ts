import type { Catalog, Person, Role } from '../../../functions/domain/catalog.ts';

/** The catalog with one role changed. */
export const withRole = (
  catalog: Catalog,
  projectName: string,
  roleName: string,
  change: Partial<Role>,
): Catalog => {
  const project = catalog.projects[projectName];
  if (project === undefined) throw new Error(`no project ${projectName}`);
  const roles = project.roles.map(role => (role.name === roleName ? { ...role, ...change } : role));
  return { ...catalog, projects: { ...catalog.projects, [projectName]: { ...project, roles } } };
};

/** The catalog with these people as those who answer for security. */
export const withSecurity = (catalog: Catalog, ...security: string[]): Catalog => ({
  ...catalog,
  settings: { ...catalog.settings, security },
});

/** The catalog with one person changed. */
export const withPerson = (catalog: Catalog, name: string, change: Partial<Person>): Catalog => {
  const person = catalog.people[name];
  if (person === undefined) throw new Error(`no person ${name}`);
  return { ...catalog, people: { ...catalog.people, [name]: { ...person, ...change } } };
};
