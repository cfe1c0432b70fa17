import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AccountRef, Catalog, Person, Role } from '../../../functions/domain/catalog.ts';
import { minute } from '../../../functions/domain/time.ts';
import { kindDescriptions } from '../../../functions/grants/descriptions.ts';
import { fakeKind, fakeKinds } from '../../../local/aws/kinds/index.ts';
import { type Life, mortalDeps, newLife } from './mortal.ts';
import { type AskedFor, begin, exampleCatalog, type ids } from './story.ts';

type Who = keyof typeof ids;

const requester = 'alice';

type Ask = {
  kind: string;
  asked: AskedFor;
  /** Who approves, one after another. */
  approvers: Who[];
  /** Keys of what AWS shows while it is granted. */
  given: string[];
};

/** `need` others in each stage, nobody twice. */
const approversOf = ({ approval }: Role): Who[] => {
  const chosen: string[] = [];
  for (const { need, from } of approval.mode === 'auto' ? [] : approval.stages)
    chosen.push(...from.filter(name => name !== requester && !chosen.includes(name)).slice(0, need));
  return chosen as Who[];
};

const principalOf = (kind: string, person: Person, account: AccountRef): string => {
  const outcome = kindDescriptions[kind]?.principal(person, account);
  if (outcome === undefined || 'refused' in outcome) throw new Error(`${kind} does not know ${person.name}`);
  return outcome.found;
};

/** The first role of the catalog that gives this kind of access. */
const askFor = (kind: string, { projects, people }: Catalog): Ask => {
  const roles = Object.entries(projects).flatMap(([project, { roles: its }]) =>
    its.map(role => ({ project, role })),
  );
  const found = roles.find(({ role }) => role.kind === kind);
  const person = people[requester];
  if (found === undefined || person === undefined) throw new Error(`the example has no role of kind ${kind}`);
  const { project, role } = found;
  return {
    kind,
    asked: { project, role: role.name, duration: '1h' },
    approvers: approversOf(role),
    given: role.targets.map(target =>
      fakeKind(kind).keyOf(target, principalOf(kind, person, target.account)),
    ),
  };
};

type Mode = 'grant' | 'revoke';

/** One request from form to end, with a Lambda that dies once; answers what stands in the middle and at the end. */
const play = async (ask: Ask, mode: Mode, life: Life) => {
  const story = await begin({
    sweeping: false,
    arm: (name, deps, aws) => (name === mode ? mortalDeps(deps, aws, mode, life) : deps),
    onInvoke: name => {
      if (name === mode) life.dead = false;
    },
  });
  const requestId = await story.ask(requester, ask.asked);
  const { channel } = await story.record(requestId);
  for (const approver of ask.approvers) await story.approve(approver, channel);
  const keys = () => story.aws.entries().map(({ key }) => key);
  await story.clock.advanceBy(30 * minute);
  const middle = { status: await story.status(requestId), access: keys() };
  await story.clock.advanceBy(90 * minute);
  const holdings = (await story.record(requestId)).targets.map(({ resourceKey }) =>
    story.holdings.get(resourceKey),
  );
  const end = {
    status: await story.status(requestId),
    access: keys(),
    holders: (await Promise.all(holdings)).flatMap(holding => Object.keys(holding?.holders ?? {})),
  };
  await story.close();
  return { middle, end };
};

/**
 * Tests, for each kind, that let the Lambda of each mode die before and after its calls to the ledger, Slack and AWS: every `stride`-th
 * call, beginning with a different one in each test.
 */
export const testCrashes = async (stride: number): Promise<void> => {
  const catalog = await exampleCatalog();
  let offset = 0;
  for (const ask of Object.keys(fakeKinds).map(kind => askFor(kind, catalog))) {
    for (const mode of ['grant', 'revoke'] as const) {
      const calm = newLife(0, 'before');
      test(`F26: ${ask.kind}: without a crash, ${mode} comes to its end`, async () => {
        const { middle, end } = await play(ask, mode, calm);
        assert.equal(middle, { status: 'GRANTED', access: ask.given });
        assert.equal(end, { status: 'ENDED', access: [], holders: [] });
        assert.ok(calm.calls > 5);
      });

      for (const when of ['before', 'after'] as const) {
        offset += 1;
        const first = 1 + (offset % stride);
        test(`F26: ${ask.kind}: dying ${when} a call of ${mode}, a retry converges and nothing is orphaned`, async () => {
          for (let diesAt = first; diesAt <= calm.calls; diesAt += stride) {
            const life = newLife(diesAt, when);
            const { middle, end } = await play(ask, mode, life);
            const where = `${when} call ${diesAt} (${life.at})`;
            assert.equal(middle, { status: 'GRANTED', access: ask.given }, where);
            assert.equal(end, { status: 'ENDED', access: [], holders: [] }, where);
          }
        });
      }
    }
  }
};
