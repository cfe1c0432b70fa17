import type { Catalog, Project } from '../functions/domain/catalog.ts';
import { canonicalJson } from '../functions/domain/json.ts';
import { longestLifeMs } from '../functions/domain/request.ts';
import { day, minute } from '../functions/domain/time.ts';
import { type Files, policyTemplates } from './policy-templates.ts';
import type { KeyProblem } from './problem.ts';
import { createReporter } from './reporter.ts';
import { resolveAccounts, targetContext } from './resolve-accounts.ts';
import { resolvePeople } from './resolve-people.ts';
import { type RoleContext, resolveRole } from './resolve-role.ts';
import type { AccessFile, ProjectFile } from './schema.ts';

export type ResolveOptions = {
  /** The version the catalog gets when it is applied. */
  version: number;
  /** Text → hex. */
  sha256: (text: string) => string;
  /** What stands beside access.yml and is named in it. Default: nothing. */
  files?: Files;
};
export type Resolved = { ok: true; catalog: Catalog } | { ok: false; problems: KeyProblem[] };

const resolveProject = (name: string, project: ProjectFile, ctx: Omit<RoleContext, 'owners'>): Project => {
  const { report, people } = ctx;
  const path = ['projects', name];
  report.names([...path, 'owners'], 'person', project.owners, people);
  const names = project.roles.map(role => role.name.toLowerCase());
  for (const [index, role] of project.roles.entries()) {
    if (names.indexOf(role.name.toLowerCase()) < index) {
      report.problem(
        [...path, 'roles', index, 'name'],
        `the role \`${role.name}\` appears here twice (case does not count)`,
      );
    }
  }
  return {
    name,
    description: project.description,
    channel: project.channel,
    owners: project.owners,
    roles: project.roles.map((role, index) =>
      resolveRole(role, [...path, 'roles', index], { ...ctx, owners: project.owners }),
    ),
  };
};

/** access.yml as written → as applied: names resolved, durations in ms, defaults filled in. */
export const resolveCatalog = (
  file: AccessFile,
  { version, sha256, files = {} }: ResolveOptions,
): Resolved => {
  const report = createReporter();
  const accounts = resolveAccounts(file, report);
  const targets = targetContext(file, accounts, policyTemplates(file, files, report), report);
  const people = resolvePeople(file, report);
  const ahead = file.settings.max_start_ahead;
  const maxStartAheadMs =
    ahead === undefined
      ? 14 * day
      : report.duration(['settings', 'max_start_ahead'], ahead, { minMs: minute, maxMs: longestLifeMs });
  const security = file.settings.security ?? [];
  report.names(['settings', 'security'], 'person', security, Object.keys(people));
  const ctx = { people: Object.keys(people), targets, report };
  const projects = Object.fromEntries(
    Object.entries(file.projects).map(([name, project]) => [name, resolveProject(name, project, ctx)]),
  );
  if (report.problems.length > 0) return { ok: false, problems: report.problems };
  const content = {
    settings: { securityChannel: file.settings.security_channel, security, maxStartAheadMs },
    people,
    accounts,
    projects,
  };
  return { ok: true, catalog: { version, hash: sha256(canonicalJson(content)), ...content } };
};
