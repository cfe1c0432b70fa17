import type { Catalog, Person, Role, Target } from '../../../functions/domain/catalog.ts';
import { kindDescriptions } from '../../../functions/grants/descriptions.ts';
import { fakeKind } from '../../../local/aws/kinds/index.ts';
import type { AskedFor, ids } from './story.ts';

type Who = keyof typeof ids;

export const requester = 'alice';

export type Ask = {
  kind: string;
  /** The kind, and whether its access ends itself. */
  what: string;
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

type Offered = { project: string; role: Role };

const offered = ({ projects }: Catalog): Offered[] =>
  Object.entries(projects).flatMap(([project, { roles }]) => roles.map(role => ({ project, role })));

const endsItself = ({ kind, targets }: Role): boolean =>
  targets.some(target => kindDescriptions[kind]?.endsItself(target));

const askOf = ({ project, role }: Offered, { people }: Catalog): Ask => {
  const { kind } = role;
  const person = people[requester];
  if (person === undefined) throw new Error(`the example has no ${requester}`);
  const things = role.targets.map(target => ({ target, principal: principalOf(kind, person, target) }));
  return {
    kind,
    what: endsItself(role) ? `${kind} that ends itself` : kind,
    asked: { project, role: role.name, duration: '1h' },
    approvers: approversOf(role),
    things,
    given: things.map(({ target, principal }) => fakeKind(kind).keyOf(target, principal)),
  };
};

/** The first role of the catalog that gives this kind of access. */
export const askFor = (kind: string, catalog: Catalog): Ask => {
  const found = offered(catalog).find(({ role }) => role.kind === kind);
  if (found === undefined) throw new Error(`the example has no role of kind ${kind}`);
  return askOf(found, catalog);
};

/**
 * One request for each kind, and one more for each kind whose access may end itself; of these at most so many, the first and
 * the last of them always.
 */
export const asksOf = (catalog: Catalog, most = Number.POSITIVE_INFINITY): Ask[] => {
  const all = new Map<string, Ask>();
  for (const { kind } of Object.values(kindDescriptions))
    for (const itself of [false, true]) {
      const found = offered(catalog).find(({ role }) => role.kind === kind && endsItself(role) === itself);
      if (found !== undefined) all.set(`${kind}/${itself}`, askOf(found, catalog));
    }
  const asks = [...all.values()];
  return asks.length <= most ? asks : [...asks.slice(0, most - 1), ...asks.slice(-1)];
};
