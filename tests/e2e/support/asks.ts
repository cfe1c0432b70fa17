import type { Catalog, Person, Role, Target } from '../../../functions/domain/catalog.ts';
import { kindDescriptions } from '../../../functions/grants/descriptions.ts';
import { fakeKind } from '../../../local/aws/kinds/index.ts';
import type { AskedFor, ids } from './story.ts';

type Who = keyof typeof ids;

export const requester = 'alice';

export type Ask = {
  kind: string;
  asked: AskedFor;
  /** Who approves, one after another. */
  approvers: Who[];
  things: { target: Target; principal: string }[];
  /** Their keys, as AWS shows them while they are granted. */
  given: string[];
};

/** `need` others in each stage, nobody twice. */
const approversOf = ({ approval }: Role): Who[] => {
  const chosen: string[] = [];
  for (const { need, from } of approval.mode === 'auto' ? [] : approval.stages)
    chosen.push(...from.filter(name => name !== requester && !chosen.includes(name)).slice(0, need));
  return chosen as Who[];
};

const principalOf = (kind: string, person: Person, target: Target): string => {
  const outcome = kindDescriptions[kind]?.principal(person, target);
  if (outcome === undefined || 'refused' in outcome) throw new Error(`${kind} does not know ${person.name}`);
  return outcome.found;
};

/** The first role of the catalog that gives this kind of access. */
export const askFor = (kind: string, { projects, people }: Catalog): Ask => {
  const roles = Object.entries(projects).flatMap(([project, { roles: its }]) =>
    its.map(role => ({ project, role })),
  );
  const found = roles.find(({ role }) => role.kind === kind);
  const person = people[requester];
  if (found === undefined || person === undefined) throw new Error(`the example has no role of kind ${kind}`);
  const { project, role } = found;
  const things = role.targets.map(target => ({
    target,
    principal: principalOf(kind, person, target),
  }));
  return {
    kind,
    asked: { project, role: role.name, duration: '1h' },
    approvers: approversOf(role),
    things,
    given: things.map(({ target, principal }) => fakeKind(kind).keyOf(target, principal)),
  };
};
