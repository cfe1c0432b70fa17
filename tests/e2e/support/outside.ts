import type { Catalog, Target } from '../../../functions/domain/catalog.ts';
import { accountKey, personOf } from '../../../functions/domain/identity.ts';
import type { RequestRecord } from '../../../functions/domain/record.ts';
import { isFinal, isLive } from '../../../functions/domain/status.ts';
import { minute, second } from '../../../functions/domain/time.ts';
import { kindDescriptions } from '../../../functions/grants/descriptions.ts';
import { withPerson, withRole } from './catalogs.ts';
import type { Story } from './story.ts';

/** Something that somebody can have in AWS, by its resource key. */
export type Thing = { key: string; kind: string; target: Target; principal: string };

/** What a walk knows of the world outside Curfew: who got what by hand, and what the rules and names are now. */
export type Outside = {
  things: Thing[];
  /** Given by hand, while nobody held it here. It must never go. */
  standing: Map<string, Thing & { since: number }>;
  /** Given or taken at a moment when nobody can say whose it is. */
  unclear: Set<string>;
  /** Taken by hand, by key and when: whoever holds it here, or is given it at that moment, may not have it. */
  taken: Map<string, number>;
  /** Puts a name back; what bears it cannot be looked up by it meanwhile. */
  renamed: { name: string; undo: () => void } | undefined;
  rules: Catalog;
  variants: Catalog[];
  /** Slack ids of people who have left. */
  left: Set<string>;
};

/** What AWS shows as one, whoever gave it: a request's own key without the request. */
export const keyOf = (kind: string, { target, principal }: { target: Target; principal: string }): string =>
  kindDescriptions[kind]?.resourceKey(target, principal, '') ?? '';

const thingsOf = (catalog: Catalog): Thing[] =>
  Object.values(catalog.projects)
    .flatMap(({ roles }) => roles)
    .flatMap(({ kind, targets }) =>
      targets.flatMap(target =>
        Object.values(catalog.people).flatMap(person => {
          const known = kindDescriptions[kind]?.principal(person, target);
          if (known === undefined || 'refused' in known) return [];
          const thing = { kind, target, principal: known.found };
          return [{ key: keyOf(kind, thing), ...thing }];
        }),
      ),
    );

const without = (catalog: Catalog, name: string): Catalog => ({
  ...catalog,
  people: Object.fromEntries(Object.entries(catalog.people).filter(([known]) => known !== name)),
});

/** Other rules than those at the start; each has a hash of its own. */
const variantsOf = (base: Catalog): Catalog[] => {
  const { alice } = base.people;
  const logs = base.projects.platform?.roles.find(({ name }) => name === 'LogReader');
  const twoOfThree = {
    mode: 'ask' as const,
    stages: [{ key: 'three', need: 2, from: ['bob', 'carol', 'dave'] }],
    deadlineMs: 4 * 60 * minute,
    remindMs: [30 * minute],
  };
  return [
    base,
    without(base, 'bob'),
    withRole(base, 'payments', 'DatabaseAdmin', { approval: twoOfThree }),
    withRole(base, 'payments', 'DatabaseAdmin', { mayRequest: ['carol', 'erin'] }),
    withRole(base, 'payments', 'DatabaseAdmin', { targets: logs?.targets ?? [] }),
    withPerson(base, 'alice', {
      principals: { ...alice?.principals, iamUser: { staging: 'alice.corrected' } },
    }),
  ].map((catalog, index) => ({ ...catalog, hash: `rules ${index}` }));
};

export const createOutside = (catalog: Catalog): Outside => {
  const variants = variantsOf(catalog);
  return {
    things: thingsOf(catalog),
    standing: new Map(),
    unclear: new Set(),
    taken: new Map(),
    renamed: undefined,
    rules: variants[0] ?? catalog,
    variants,
    left: new Set(),
  };
};

const holding = (records: RequestRecord[], key: string): RequestRecord[] =>
  records.filter(
    record => !isFinal(record.status) && record.targets.some(each => keyOf(record.kind, each) === key),
  );

/** A read may be this old, and so may be what a grant takes for standing before it. */
const tooNewMs = minute;
/** After our own removal a read proves nothing for ten minutes. */
const removalSettlesMs = 15 * minute;

const endedLately = (records: RequestRecord[], key: string, now: number): boolean =>
  records.some(({ kind, targets, progress, endedAt, createdAt }) =>
    targets.some(
      each =>
        keyOf(kind, each) === key &&
        now - Date.parse(progress[each.resourceKey]?.removed ?? endedAt ?? createdAt) < removalSettlesMs,
    ),
  );

/** Somebody gives access past Curfew, where nobody holds it here. */
export const giveByHand = (story: Story, outside: Outside, records: RequestRecord[], thing: Thing): void => {
  const { key, kind, target, principal } = thing;
  const now = story.clock.now();
  if (outside.renamed || outside.unclear.has(key) || story.aws.has(kind, target, principal)) return;
  if (holding(records, key).length > 0 || endedLately(records, key, now)) return;
  story.aws.give(kind, target, principal);
  outside.standing.set(key, { ...thing, since: now });
};

/** Somebody takes access away past Curfew: what stood, or what somebody holds here. */
export const takeByHand = (story: Story, outside: Outside, thing: Thing): void => {
  const { key, kind, target, principal } = thing;
  if (outside.renamed || !story.aws.has(kind, target, principal)) return;
  story.aws.take(kind, target, principal);
  outside.standing.delete(key);
  outside.taken.set(key, story.clock.now());
};

export const rename = (story: Story, outside: Outside, what: 'group' | 'user'): void => {
  if (outside.renamed !== undefined) return;
  const account = '111111111111';
  const [name, change] =
    what === 'group'
      ? (['admin_RDS', story.aws.renameGroup] as const)
      : (['alice', story.aws.renameUser] as const);
  change(account, name, `${name}.renamed`);
  outside.renamed = { name, undo: () => change(account, `${name}.renamed`, name) };
};

export const putNamesBack = (outside: Outside): void => {
  outside.renamed?.undo();
  outside.renamed = undefined;
};

export const staleReads: readonly number[] = [0, 5 * second, 20 * second];

/** Can this be looked up by its name now? */
export const canBeSeen = (
  { renamed }: Outside,
  { target, principal }: Omit<Thing, 'key' | 'kind'>,
): boolean =>
  renamed === undefined || (principal !== renamed.name && !Object.values(target).includes(renamed.name));

/** What must hold of the outside after every step. Throws with what does not. */
export const checkOutside = (story: Story, outside: Outside, records: RequestRecord[]): void => {
  for (const [key, thing] of outside.standing) {
    const tooNew = holding(records, key).some(
      ({ endsBy, durationMs }) =>
        endsBy !== undefined && Date.parse(endsBy) - durationMs - 120 * minute - thing.since < tooNewMs,
    );
    if (tooNew) {
      outside.standing.delete(key);
      outside.unclear.add(key);
    } else if (canBeSeen(outside, thing) && !story.aws.has(thing.kind, thing.target, thing.principal)) {
      throw new Error(`D: ${key} stood before anyone got it here, and is gone`);
    }
  }
  const live = records.filter(({ status }) => isLive(status));
  for (const [key, at] of outside.taken) {
    const lately = story.clock.now() - at < tooNewMs;
    if (!lately && holding(live, key).length === 0) outside.taken.delete(key);
  }
};

/** Enough people of today's rules, who are still there, have said yes: counted here by other means than the shipped code. */
export const requireQuorum = ({ rules, left }: Outside, record: RequestRecord): void => {
  const role = rules.projects[record.project]?.roles.find(({ name }) => name === record.role);
  const requester = personOf(rules, record.requester);
  const name = `${record.requestId} by ${rules.hash}`;
  if (role === undefined || requester === undefined) throw new Error(`A: ${name}: role or requester is gone`);
  if (role.mayRequest !== undefined && !role.mayRequest.includes(requester.name))
    throw new Error(`A: ${name}: ${requester.name} may not request it`);
  if (role.approval.mode === 'auto') return;
  const yes = Object.values(record.decisions).filter(
    ({ verdict, by }) => verdict === 'approve' && !left.has(by.userId),
  );
  const voters = new Set(yes.map(({ by }) => accountKey(by)));
  const people = yes.flatMap(({ by }) => personOf(rules, by)?.name ?? []);
  const { stages } = role.approval;
  const needed = stages.reduce((sum, { need }) => sum + need, 0);
  const short = stages.some(({ need, from }) => people.filter(person => from.includes(person)).length < need);
  if (voters.size < needed || short || people.includes(requester.name))
    throw new Error(`A: ${name}: granted on the word of ${people.join(', ') || 'nobody'}`);
};
