import type { Catalog, Person } from '../../functions/domain/catalog.ts';
import { hour, minute } from '../../functions/domain/time.ts';
import { begin, exampleCatalog, ids } from '../../tests/e2e/support/story.ts';
import { repeated, timed } from '../measure.ts';

export type ManyReal = {
  count: number;
  /** Real ms of all requests together: submitted and approved; granted; ended. */
  askMs: number;
  grantMs: number;
  endMs: number;
  /** Calls to DynamoDB in all. */
  dynamodb: number;
};

const team = 'T0EXAMPLE';

const stranger = (index: number): Person => ({
  name: `person-${index}`,
  email: `person-${index}@example.com`,
  slack: { team, users: [`U0P${index}`] },
  principals: { iamUser: { staging: `person-${index}` } },
});

/** The example with `count` more people. Each asks once, so that nobody waits for another's IAM user. */
const crowded = async (count: number): Promise<Catalog> => {
  const catalog = await exampleCatalog();
  const more = Array.from({ length: count }, (_, index) => stranger(index));
  const people = Object.fromEntries(more.map(person => [person.name, person]));
  return { ...catalog, people: { ...catalog.people, ...people } };
};

const form = {
  project: 'payments',
  role: 'DatabaseAdmin',
  duration: '1h',
  startAt: '',
  justification: 'INC-42: the ledger is locked',
};

/** `count` people ask for an IAM group, one owner approves, all is granted and ends: shipped handlers throughout. */
export const manyWithHandlers = async (count: number): Promise<ManyReal> => {
  const story = await begin({ catalog: await crowded(count), sweeping: false });
  const { byAccount, clock, dynamodb, access } = story;
  const bob = { teamId: team, userId: ids.bob };
  const before = sum(dynamodb.counts);

  const asked = await timed(() =>
    repeated(count, async index => {
      const account = { teamId: team, userId: `U0P${index}` };
      const submitted = await byAccount.submit(`request-${index}`, form, account);
      if (!submitted.ok) throw new Error(JSON.stringify(submitted.problems));
      await clock.settle();
    }),
  );
  const granted = await timed(() =>
    repeated(count, async index => {
      const acted = await byAccount.approve(`request-${index}`, bob);
      if (!acted.ok) throw new Error(acted.message);
      await clock.settle();
    }),
  );
  if (access().length !== count) throw new Error(`${access().length} of ${count} have access`);
  const over = await timed(() => clock.advanceBy(hour + minute));
  if (access().length > 0) throw new Error(`${access().length} still have access`);
  await story.close();
  return {
    count,
    askMs: asked.ms,
    grantMs: granted.ms,
    endMs: over.ms,
    dynamodb: sum(dynamodb.counts) - before,
  };
};

const sum = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((all, each) => all + each, 0);
