import type { Catalog, Person, Role } from '../catalog.ts';
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

/** Names of projects in which this person may be asked at this moment (epoch ms), for themselves or as a delegate. */
export const projectsAsking = (person: Person, rules: Catalog, now: number): string[] =>
  Object.values(rules.projects)
    .filter(({ owners, roles }) =>
      [...owners, ...roles.flatMap(stagesOf).flatMap(stage => stage.from)].some(name => {
        const member = personNamed(rules, name);
        return name === person.name || (member !== undefined && standsIn(person, member, now));
      }),
    )
    .map(({ name }) => name);
