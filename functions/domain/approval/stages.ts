import type { Catalog, Person, Role, Stage } from '../catalog.ts';
import { personNamed, sameHuman } from '../identity.ts';

/** The rounds a role asks for; none when it grants by itself. */
export const stagesOf = (role: Role): Stage[] => (role.approval.mode === 'auto' ? [] : role.approval.stages);

/** Approvers of a stage who are known and not the requester under any name. */
export const othersIn = (stage: Stage, requester: Person, catalog: Catalog): Person[] =>
  stage.from.flatMap(name => {
    const person = personNamed(catalog, name);
    return person === undefined || sameHuman(person, requester) ? [] : [person];
  });

/** One entry per human. */
export const distinctHumans = (people: readonly Person[]): Person[] =>
  people.filter((person, index) => !people.slice(0, index).some(other => sameHuman(other, person)));

/**
 * Can every seat be taken by a different name? Each seat lists who may take it (Kuhn's augmenting paths).
 */
export const seatsCanBeFilled = (seats: readonly (readonly string[])[]): boolean => {
  const seatOf = new Map<string, number>();
  const place = (seat: number, tried: Set<string>): boolean =>
    (seats[seat] ?? []).some(name => {
      if (tried.has(name)) return false;
      tried.add(name);
      const holder = seatOf.get(name);
      if (holder !== undefined && !place(holder, tried)) return false;
      seatOf.set(name, seat);
      return true;
    });
  return seats.every((_, seat) => place(seat, new Set()));
};

/**
 * Can all stages still be decided by different humans, none of them the requester or among `spent`?
 * `have[i]` approvals of stage `i` are there already.
 */
export const canBeCompleted = (
  stages: readonly Stage[],
  have: readonly number[],
  spent: readonly Person[],
  requester: Person,
  catalog: Catalog,
): boolean => {
  const humans: Person[] = [];
  const known = (person: Person): string => {
    const same = humans.find(human => sameHuman(human, person));
    if (same === undefined) humans.push(person);
    return (same ?? person).name;
  };
  const seats = stages.flatMap((stage, index) => {
    const free = othersIn(stage, requester, catalog)
      .filter(person => !spent.some(other => sameHuman(other, person)))
      .map(known);
    return Array.from({ length: Math.max(0, stage.need - (have[index] ?? 0)) }, () => free);
  });
  return seatsCanBeFilled(seats);
};
