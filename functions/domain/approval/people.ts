import type { Catalog, Person, Stage } from '../catalog.ts';
import { personNamed, personOf, sameHuman, usesAccount } from '../identity.ts';
import type { RequestRecord } from '../record.ts';
import { toMs } from '../time.ts';

/** Is this the requester, under whatever name or account? Nobody decides on their own request. */
export const isRequester = (person: Person, record: RequestRecord, rules: Catalog): boolean => {
  const known = personOf(rules, record.requester);
  return usesAccount(person, record.requester) || (known !== undefined && sameHuman(person, known));
};

/** Is `person` the delegate of `away` at this moment (epoch ms)? */
export const standsIn = (person: Person, away: Person, at: number): boolean =>
  person.name !== away.name &&
  away.delegate !== undefined &&
  away.delegate.to === person.name &&
  at < toMs(away.delegate.until);

/** Members of a stage who are known and not the requester under any name. */
export const othersIn = (stage: Stage, requester: Person, rules: Catalog): Person[] =>
  stage.from.flatMap(name => {
    const person = personNamed(rules, name);
    return person === undefined || sameHuman(person, requester) ? [] : [person];
  });

/** Everyone who can fill a slot of a stage at this moment (epoch ms): its members and their delegates. */
export const candidatesOf = (stage: Stage, requester: Person, rules: Catalog, at: number): Person[] => {
  const members = othersIn(stage, requester, rules);
  const standIns = members.flatMap(member => {
    const person = member.delegate && personNamed(rules, member.delegate.to);
    return person !== undefined && standsIn(person, member, at) && !sameHuman(person, requester)
      ? [person]
      : [];
  });
  return [...new Set([...members, ...standIns])];
};

/** One entry per human. */
export const distinctHumans = (people: readonly Person[]): Person[] =>
  people.filter((person, index) => !people.slice(0, index).some(other => sameHuman(other, person)));
