import type { Catalog, Person, Project, Role, Stage } from '../catalog.ts';
import { personNamed } from '../identity.ts';
import { mayRequest, projectNamed, roleNamed, ruleOf } from '../roles.ts';
import { listNames } from '../text.ts';
import { type Iso, toIso } from '../time.ts';
import type { FieldProblem, ValidRequest } from '../valid-request.ts';
import { distinctHumans, othersIn } from './people.ts';
import { canBeDecidedFor } from './preview.ts';
import { stagesOf } from './stages.ts';

export type Decided =
  | { outcome: 'refused'; problems: FieldProblem[] }
  | { outcome: 'auto'; rule: string }
  /** `stages` name only who can decide on this request; `asks` are the reminders and last the deadline, ascending. */
  | { outcome: 'ask'; rule: string; stages: Stage[]; deadline: Iso; asks: Iso[] };

const refuse = (field: FieldProblem['field'], message: string): Decided => ({
  outcome: 'refused',
  problems: [{ field, message }],
});

const talkTo = (project: Project, requester: Person): string => {
  const owners = project.owners.filter(name => name !== requester.name);
  return owners.length === 0
    ? 'Talk to whoever maintains access.yml.'
    : `Talk to ${listNames(owners)}, who own${owners.length === 1 ? 's' : ''} ${project.name}.`;
};

/** Why this role can never be decided for this requester, or undefined. */
const unanswerable = (
  { project, role }: { project: Project; role: Role },
  requester: Person,
  catalog: Catalog,
): string | undefined => {
  if (canBeDecidedFor(role, requester, catalog)) return undefined;
  const name = `${project.name}/${role.name}`;
  const short = stagesOf(role)
    .map(stage => ({ need: stage.need, others: distinctHumans(othersIn(stage, requester, catalog)) }))
    .find(({ need, others }) => others.length < need);
  const why =
    short === undefined
      ? `${name} needs different people in each stage, and without you there are too few.`
      : short.others.length === 0
        ? `Nobody except you could approve ${name}.`
        : `${name} needs ${short.need} approvals, and without you only ${listNames(
            short.others.map(person => person.name),
            'and',
          )} can give one.`;
  return `${why} ${talkTo(project, requester)}`;
};

const asksOf = (remindMs: readonly number[], deadlineMs: number, now: number): Iso[] => {
  const reminders = remindMs.filter(ms => ms > 0 && ms < deadlineMs);
  return [...new Set([...reminders, deadlineMs])].sort((a, b) => a - b).map(ms => toIso(now + ms));
};

/**
 * What becomes of a request by the rules of this catalog; `now` in epoch ms. The source runs it to refuse at once, the
 * state machine runs it again and trusts only that.
 */
export const decide = (request: ValidRequest, catalog: Catalog, now: number): Decided => {
  const requester = personNamed(catalog, request.requester);
  if (requester === undefined) return refuse('form', 'You are not among the people who can ask for access.');
  const project = projectNamed(catalog, request.project);
  if (project === undefined) return refuse('project', `There is no project ${request.project}.`);
  const role = roleNamed(project, request.role);
  if (role === undefined) return refuse('role', `${project.name} has no role ${request.role}.`);
  if (!mayRequest(role, requester)) {
    return refuse('role', `You may not request ${project.name}/${role.name}. ${talkTo(project, requester)}`);
  }
  const rule = ruleOf(project, role);
  if (role.approval.mode === 'auto') return { outcome: 'auto', rule };
  const problem = unanswerable({ project, role }, requester, catalog);
  if (problem !== undefined) return refuse('role', problem);
  const stages = role.approval.stages.map(stage => ({
    ...stage,
    from: othersIn(stage, requester, catalog).map(({ name }) => name),
  }));
  const asks = asksOf(role.approval.remindMs, role.approval.deadlineMs, now);
  return { outcome: 'ask', rule, stages, deadline: toIso(now + role.approval.deadlineMs), asks };
};
