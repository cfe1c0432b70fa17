import type { Catalog, Person, Project, Role } from '../catalog.ts';
import { personNamed } from '../identity.ts';
import { candidatesOf, standsIn } from './people.ts';
import { canBeCompleted, stagesOf } from './stages.ts';

/** Can anyone decide on this role for this requester? A role that asks nobody needs no one. */
export const canBeDecidedFor = (role: Role, requester: Person, rules: Catalog): boolean =>
  canBeCompleted({ stages: stagesOf(role), requester }, rules);

/** Who would be asked for this role, stage by stage; empty when it is granted at once. `now` in epoch ms. */
export const whoWouldDecide = (
  role: Role,
  requester: Person,
  rules: Catalog,
  now: number,
): { need: number; people: Person[] }[] =>
  stagesOf(role).map(stage => ({
    need: stage.need,
    people: candidatesOf(stage, requester, rules, now),
  }));

/**
 * May this person be asked about a request for this role at this moment (epoch ms), in any of its stages, for themselves
 * or as a delegate? Of the request itself `whoCanDecide` knows.
 */
export const mayBeAsked = (
  person: Person,
  { project, role }: { project: Project; role: Role },
  rules: Catalog,
  now: number,
): boolean => {
  const stages = stagesOf(role);
  // Where today's rule asks nobody, the owners may still decide on what was asked before.
  const names = stages.length === 0 ? project.owners : stages.flatMap(({ from }) => from);
  return names.some(name => {
    const member = personNamed(rules, name);
    return name === person.name || (member !== undefined && standsIn(person, member, now));
  });
};
