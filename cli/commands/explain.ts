import { noSuch } from '../../catalog/problem.ts';
import { type Decided, decide } from '../../functions/domain/approval/index.ts';
import type { Catalog, Person, Project, Role } from '../../functions/domain/catalog.ts';
import { compactDuration, formatDuration } from '../../functions/domain/duration.ts';
import { personNamed } from '../../functions/domain/identity.ts';
import { validateRequest } from '../../functions/domain/request.ts';
import { projectNamed, roleNamed } from '../../functions/domain/roles.ts';
import { listNames } from '../../functions/domain/text.ts';
import { type Iso, toMs } from '../../functions/domain/time.ts';
import { describeTarget } from '../../functions/grants/descriptions.ts';
import type { CliDeps, ExitCode } from '../port.ts';
import { readAccess } from './file.ts';

export type ExplainOptions = { file: string; person: string; project: string; role: string };
type Asked = { person: Person; project: Project; role: Role };

const find = (catalog: Catalog, asked: ExplainOptions): Asked | { problem: string } => {
  const person = personNamed(catalog, asked.person);
  if (person === undefined) return { problem: noSuch('person', asked.person, Object.keys(catalog.people)) };
  const project = projectNamed(catalog, asked.project);
  if (project === undefined)
    return { problem: noSuch('project', asked.project, Object.keys(catalog.projects)) };
  const role = roleNamed(project, asked.role);
  if (role === undefined) {
    return {
      problem: noSuch(
        `role in ${project.name}`,
        asked.role,
        project.roles.map(({ name }) => name),
      ),
    };
  }
  return { person, project, role };
};

const decisionFor = ({ person, project, role }: Asked, catalog: Catalog, now: number): Decided => {
  const form = {
    project: project.name,
    role: role.name,
    duration: compactDuration(role.defaultMs),
    justification: 'curfew explain',
  };
  const valid = validateRequest(form, { catalog, requester: person, now });
  return valid.ok ? decide(valid.request, catalog, now) : { outcome: 'refused', problems: valid.problems };
};

const outcomeInWords = (decided: Decided, now: number): string[] => {
  switch (decided.outcome) {
    case 'refused':
      return decided.problems.map(({ message }) => `refused: ${message}`);
    case 'auto':
      return ['decided: granted at once, nobody is asked'];
    case 'ask': {
      const wait = (time: Iso) => formatDuration(toMs(time) - now);
      const reminders = decided.asks.slice(0, -1).map(wait);
      return [
        ...decided.stages.map(({ need, from }, index) => `stage ${index + 1}: ${need} of ${listNames(from)}`),
        `expires after ${wait(decided.deadline)}${reminders.length === 0 ? '' : `, reminders after ${listNames(reminders, 'and')}`}`,
      ];
    }
  }
};

/** `curfew explain`: what a request would be granted, who would be asked, and why. */
export const explain = async (deps: CliDeps, options: ExplainOptions): Promise<ExitCode> => {
  const catalog = await readAccess(deps, options.file, 1);
  if (catalog === undefined) return 1;
  const asked = find(catalog, options);
  if ('problem' in asked) {
    deps.err(`In ${options.file} ${asked.problem}`);
    return 1;
  }
  const { person, project, role } = asked;
  const now = deps.now();
  const decided = decisionFor(asked, catalog, now);
  deps.out(`${person.name} → ${project.name}/${role.name}: ${role.description}`);
  for (const target of role.targets) deps.out(`grants ${describeTarget(role.kind, target)}`);
  deps.out(
    `for ${formatDuration(role.minMs)} to ${formatDuration(role.maxMs)}, with extensions up to ${formatDuration(role.maxTotalMs)}`,
  );
  if (decided.outcome !== 'refused') deps.out(`rule: ${decided.rule}`);
  for (const line of outcomeInWords(decided, now)) deps.out(line);
  return 0;
};
