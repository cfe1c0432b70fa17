import { verifyChain } from '../../../functions/domain/audit.ts';
import type { Catalog } from '../../../functions/domain/catalog.ts';
import type { ExecutionClient } from '../../../functions/domain/ports.ts';
import type { RequestRecord } from '../../../functions/domain/record.ts';
import { isFinal, isLive } from '../../../functions/domain/status.ts';
import { hour, minute, second } from '../../../functions/domain/time.ts';
import { sha256 } from '../../../functions/runtime/sha256.ts';
import { fakeKinds } from '../../../local/aws/kinds/index.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { type Around, aroundCalls, both } from './around-calls.ts';
import { type Life, mortal, newLife } from './mortal.ts';
import {
  canBeSeen,
  checkOutside,
  createOutside,
  giveByHand,
  keyOf,
  type Outside,
  putNamesBack,
  rename,
  requireQuorum,
  staleReads,
  type Thing,
  takeByHand,
} from './outside.ts';
import { begin, exampleCatalog, ids, type Story } from './story.ts';

/** mulberry32: small, and the same everywhere for one seed. */
const createRandom = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const upTo = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => from[upTo(from.length)] as T;
  return { next, upTo, pick };
};

type Random = ReturnType<typeof createRandom>;
type Who = keyof typeof ids;

const people = Object.keys(ids) as Who[];
const approvers: readonly Who[] = ['bob', 'carol', 'dave'];
/** Longer ones would not be over when the walk is. */
const longest = 4 * hour;

/** Everything the catalog lets people ask for. */
const choicesOf = ({ projects }: Catalog): Choice[] =>
  Object.entries(projects).flatMap(([project, { roles }]) =>
    roles.map(({ name, minMs, choicesMs }) => ({
      project,
      role: name,
      durations: [minMs, ...choicesMs].filter(ms => ms <= longest).map(ms => `${ms / minute}m`),
    })),
  );

const modes = ['grant', 'revoke'] as const;

/** Calls that give access, take it away or look for it. */
const calls = [...new Set(Object.values(fakeKinds).flatMap(kind => Object.values(kind.calls()).flat()))];

/** What AWS answers when a call would succeed later. */
const passing = [
  'ThrottlingException',
  'ConflictException',
  'ServiceFailureException',
  'InternalServerException',
];

/** A role of the catalog, and for how long it is asked for. */
type Choice = { project: string; role: string; durations: string[] };

type World = {
  story: Story;
  random: Random;
  choices: Choice[];
  requests: string[];
  /** Final records never change again. */
  closed: Map<string, RequestRecord>;
  lives: Record<(typeof modes)[number], Life>;
  slow: Record<(typeof modes)[number], Slow>;
  lost: { resumes: number };
  outside: Outside;
  /** Requests whose grant has begun. */
  begun: Set<string>;
  /** No fault is at work after this time, so that what follows has no excuse. */
  quietFrom: number;
  log: string[];
};

/** Before a call of a Lambda, `after` so many more, something else comes in between. */
type Slow = { after: number; meanwhile: () => Promise<unknown> };

const neverSlow: Slow = { after: 0, meanwhile: async () => undefined };

const slowly =
  (slow: World['slow'], mode: (typeof modes)[number]): Around =>
  async (_, call) => {
    const its = slow[mode];
    if (its.after > 0) {
      its.after -= 1;
      if (its.after === 0) await its.meanwhile();
    }
    return call();
  };

type Step = { name: string; weight: number; run: (world: World) => Promise<void> };

const account = (who: Who) => ({ teamId: 'T0EXAMPLE', userId: ids[who] });

/** Mostly one that can still change. */
const anyRequest = ({ random, requests, closed }: World): string | undefined => {
  const open = requests.filter(id => !closed.has(id));
  const from = open.length > 0 && random.next() < 0.85 ? open : requests;
  return from.length === 0 ? undefined : random.pick(from.slice(-12));
};

const troubleUntil = (world: World, ms: number): number => {
  const until = world.story.clock.now() + ms;
  world.quietFrom = Math.max(world.quietFrom, until);
  return until;
};

const onRequest =
  (act: (world: World, requestId: string) => Promise<unknown>) =>
  async (world: World): Promise<void> => {
    const requestId = anyRequest(world);
    if (requestId !== undefined) await act(world, requestId);
  };

const ask = async (world: World): Promise<void> => {
  const { story, random, requests, choices } = world;
  const { project, role, durations } = random.pick(choices);
  const later = random.next() < 0.15;
  const form = {
    project,
    role,
    duration: random.pick(durations),
    justification: 'because',
    ...(later && { startAt: String(Math.floor((story.clock.now() + random.upTo(3 * hour)) / 1000)) }),
  };
  const requestId = `req-${requests.length}`;
  try {
    await story.byAccount.submit(requestId, form, account(random.pick(people)));
  } finally {
    // Also when the answer to the write was lost.
    if ((await story.requests.get(requestId)) !== undefined) requests.push(requestId);
  }
};

const onThing =
  (act: typeof giveByHand) =>
  async ({ story, random, outside, requests, closed }: World): Promise<void> =>
    act(story, outside, await recordsOf(story, requests, closed), random.pick(outside.things));

/** Mostly what somebody holds here, so that it matters. */
const takeSomething = async (world: World): Promise<void> => {
  const { story, random, outside, requests, closed } = world;
  const records = await recordsOf(story, requests, closed);
  const held = records.flatMap(({ kind, status, targets }) =>
    isLive(status) ? targets.map(each => ({ key: keyOf(kind, each), kind, ...each })) : [],
  );
  const from: Thing[] = held.length > 0 && random.next() < 0.5 ? held : [...outside.standing.values()];
  if (from.length > 0) takeByHand(story, outside, random.pick(from));
};

const steps: Step[] = [
  { name: 'ask', weight: 12, run: ask },
  {
    name: 'approve',
    weight: 30,
    run: onRequest(({ story, random }, id) =>
      story.byAccount.approve(id, account(random.pick(random.next() < 0.8 ? approvers : people))),
    ),
  },
  {
    name: 'deny',
    weight: 2,
    run: onRequest(({ story, random }, id) => story.byAccount.deny(id, account(random.pick(people)), 'no')),
  },
  {
    name: 'approve and deny at once',
    weight: 2,
    run: onRequest(({ story }, id) =>
      Promise.all([
        story.byAccount.approve(id, account('bob')),
        story.byAccount.deny(id, account('carol'), 'no'),
        story.byAccount.approve(id, account('dave')),
      ]),
    ),
  },
  {
    name: 'cancel',
    weight: 2,
    run: onRequest(async ({ story }, id) => story.byAccount.cancel(id, ownerOf(await story.record(id)))),
  },
  {
    name: 'end',
    weight: 6,
    run: onRequest(async ({ story }, id) => story.byAccount.end(id, ownerOf(await story.record(id)))),
  },
  {
    name: 'extend',
    weight: 6,
    run: onRequest(async ({ story, random }, id) =>
      story.byAccount.extend(id, ownerOf(await story.record(id)), (1 + random.upTo(90)) * minute),
    ),
  },
  {
    name: 'seconds pass',
    weight: 14,
    run: ({ story, random }) => story.clock.advanceBy(1 + random.upTo(40 * second)),
  },
  {
    name: 'minutes pass',
    weight: 14,
    run: ({ story, random }) => story.clock.advanceBy(random.upTo(20 * minute)),
  },
  {
    name: 'hours pass',
    weight: 3,
    run: ({ story, random }) => story.clock.advanceBy(random.upTo(3 * hour)),
  },
  {
    name: 'AWS fails for a while',
    weight: 3,
    run: async world => {
      const [call, error] = [world.random.pick(calls), world.random.pick(passing)];
      const untilMs = troubleUntil(world, world.random.upTo(30 * minute));
      world.story.aws.faults.fail(call, error, { untilMs });
    },
  },
  {
    name: 'an AWS answer is lost',
    weight: 2,
    run: async ({ story, random }) => {
      story.aws.faults.loseAnswer(random.pick(calls), { times: 1 });
    },
  },
  {
    name: 'an assignment will fail',
    weight: 1,
    run: async ({ story, random }) => {
      const kind = random.pick(['creation', 'deletion'] as const);
      story.aws.faults.failAssignment(kind, 'Internal failure.', { times: 1 });
    },
  },
  {
    name: 'a Lambda will die',
    weight: 5,
    run: async ({ random, lives }) => {
      const life = lives[random.pick(modes)];
      life.diesAt = life.calls + 1 + random.upTo(25);
      life.when = random.pick(['before', 'after'] as const);
    },
  },
  {
    name: 'a Lambda will be slow, and another is invoked meanwhile',
    weight: 5,
    run: async world => {
      const { story, random, slow } = world;
      const requestId = anyRequest(world);
      if (requestId === undefined) return;
      const { requester } = await story.record(requestId);
      const after = 1 + random.upTo(25);
      const state = random.pick(['Grant', 'Revoke', 'Revoke'] as const);
      slow[random.pick(modes)] = {
        after,
        meanwhile: async () => {
          if (random.next() < 0.5) await again(story.byAccount.end(requestId, requester));
          const payload =
            state === 'Revoke' ? { v: 1, state, requestId, because: 'end' } : { v: 1, state, requestId };
          await again(story.lambdas[state === 'Revoke' ? 'revoke' : 'grant'](payload, context));
        },
      };
    },
  },
  {
    name: 'resumes will be lost',
    weight: 2,
    run: async world => {
      world.lost.resumes += 1 + world.random.upTo(3);
      troubleUntil(world, 10 * minute);
    },
  },
  {
    name: 'the execution is aborted',
    weight: 2,
    run: onRequest(async ({ story }, id) => {
      if (story.execution(id).status === 'RUNNING') story.abort(id);
    }),
  },
  {
    name: 'a state will not evaluate',
    weight: 1,
    run: async ({ story, random }) => {
      const states = ['Ask', 'Grant', 'Notify granted', 'Hold', 'Hold to the end', 'What changed?', 'Revoke'];
      story.engine.faults.failEvaluation(random.pick(states));
    },
  },
  {
    name: 'a callback is forged',
    weight: 2,
    run: onRequest(async ({ story, random }, id) => {
      const { askToken, holdToken } = await story.record(id);
      const taskToken = askToken ?? holdToken;
      if (taskToken === undefined) return;
      const output = JSON.stringify({ decision: 'APPROVED', then: random.pick(['extend', 'end', 'hold']) });
      try {
        story.engine.sendTaskSuccess({ taskToken, output });
      } catch {
        // The service refuses tokens that are over, as it should.
      }
    }),
  },
  {
    name: 'an invocation arrives again',
    weight: 12,
    run: onRequest(async ({ story, random }, id) => {
      const state = random.pick(['Grant', 'Extend', 'Revoke', 'Revoke', 'Revoke'] as const);
      const payload =
        state === 'Revoke' ? { v: 1, state, requestId: id, because: 'end' } : { v: 1, state, requestId: id };
      const lambda = story.lambdas[state === 'Revoke' ? 'revoke' : 'grant'];
      await again(lambda(payload, context));
    }),
  },
  {
    name: 'grant, revoke and the end all at once',
    weight: 5,
    run: onRequest(async ({ story }, id) => {
      const { status, requester } = await story.record(id);
      if (status !== 'APPROVED' && !isLive(status)) return;
      const granting = again(story.lambdas.grant({ v: 1, state: 'Grant', requestId: id }, context));
      const ending = story.byAccount.end(id, { teamId: requester.teamId, userId: requester.userId });
      const revoking = again(
        story.lambdas.revoke({ v: 1, state: 'Revoke', requestId: id, because: 'end' }, context),
      );
      await Promise.all([granting, ending, revoking]);
    }),
  },
  {
    name: 'the ledger fails for a moment',
    weight: 2,
    run: async ({ story, random }) => {
      story.dynamodb.faults.fail(action => action === 'UpdateItem' && random.next() < 0.5, 2);
    },
  },
  { name: 'access is given by hand', weight: 5, run: onThing(giveByHand) },
  { name: 'access is taken by hand', weight: 2, run: takeSomething },
  {
    name: 'a name changes in AWS',
    weight: 1,
    run: async ({ story, random, outside }) =>
      rename(story, outside, random.pick(['group', 'user'] as const)),
  },
  { name: 'the old name is put back', weight: 2, run: async ({ outside }) => putNamesBack(outside) },
  {
    name: 'reads of AWS are older',
    weight: 2,
    run: async ({ story, random }) => {
      story.aws.settings.staleMs = random.pick(staleReads);
    },
  },
  {
    name: 'other rules are applied',
    weight: 3,
    run: async ({ story, random, outside }) => {
      const rules = random.next() < 0.5 ? outside.variants[0] : random.pick(outside.variants);
      if (rules === undefined || rules === outside.rules) return;
      await story.apply(rules);
      outside.rules = rules;
    },
  },
  {
    name: 'an approver leaves, or comes back',
    weight: 1,
    run: async ({ story, random, outside }) => {
      const userId = ids[random.pick(approvers)];
      const deleted = !outside.left.delete(userId);
      if (deleted) outside.left.add(userId);
      story.slack.changeUser(userId, { deleted });
    },
  },
  {
    name: 'the answer to a write of the ledger is lost',
    weight: 3,
    run: async ({ story, random }) => {
      const every = random.next() < 0.2;
      story.dynamodb.faults.loseAnswer(action => action === 'UpdateItem' || action === 'PutItem', 1, {
        every,
      });
    },
  },
  {
    name: 'Slack is down for a while',
    weight: 1,
    run: async ({ story, random }) => {
      story.slack.faults.failNext('*', 'internal_error', 1 + random.upTo(6));
    },
  },
];

const context = { getRemainingTimeInMillis: () => 115_000 };

/** Whatever a doubled invocation answers is nobody's answer: it must only do no harm. */
const again = (invocation: Promise<unknown>): Promise<unknown> => invocation.catch(() => undefined);

const ownerOf = (record: RequestRecord) => ({
  teamId: record.requester.teamId,
  userId: record.requester.userId,
});

const totalWeight = steps.reduce((sum, { weight }) => sum + weight, 0);

const chooseStep = (random: Random): Step => {
  let left = random.upTo(totalWeight);
  for (const step of steps) {
    left -= step.weight;
    if (left < 0) return step;
  }
  throw new Error('unreachable: the weights add up');
};

/** How long after its end access may still be seen when nothing is broken: a sweep, its patience, and asynchronous AWS. */
const graceMs = 20 * minute;

/** All at once: one read for the many that can still change. */
const recordsOf = async (
  { store }: Story,
  ids: string[],
  closed: Map<string, RequestRecord>,
): Promise<RequestRecord[]> => {
  const open = ids.filter(id => !closed.has(id)).map(requestId => ({ requestId }));
  const read = open.length === 0 ? [] : await store.getMany(localTables.requests, open);
  return [...ids.flatMap(id => closed.get(id) ?? []), ...(read as RequestRecord[])];
};

/** What must hold after every step. Throws with what does not. */
const checkInvariants = async (world: World): Promise<void> => {
  const { story, requests, closed, quietFrom, outside } = world;
  const now = story.clock.now();
  const records = await recordsOf(story, requests.slice(-40), closed);
  checkOutside(story, outside, records);
  for (const record of records) if (isFinal(record.status)) closed.set(record.requestId, record);
  const live = records.filter(({ status }) => isLive(status));
  for (const record of records) {
    const { requestId, status } = record;
    const name = `${requestId} (${status})`;
    if (record.endsBy !== undefined || record.grantedAt !== undefined) requireDecision(record, name);
    if (record.endsBy !== undefined && !world.begun.has(requestId)) {
      world.begun.add(requestId);
      requireQuorum(outside, record);
    }
    if (record.grantedAt !== undefined && record.endsBy === undefined)
      throw new Error(`B: ${name}: no bound`);
    if (record.until !== undefined && record.endsBy !== undefined && record.until > record.endsBy) {
      throw new Error(`B: ${name}: until ${record.until} is past ${record.endsBy}`);
    }
    requireReasonToEnd(record, story, name);
    for (const requested of record.targets) {
      const key = keyOf(record.kind, requested);
      if (!canBeSeen(outside, requested) || outside.unclear.has(key)) continue;
      const stands = outside.standing.has(key);
      const there = story.aws.has(record.kind, requested.target, requested.principal);
      const others = live.some(
        other => other !== record && other.targets.some(each => keyOf(other.kind, each) === key),
      );
      if (there && isFinal(status) && !others && !stands)
        throw new Error(`D/E: ${name} is closed, ${requested.resourceKey} is not`);
      const over = record.until !== undefined && Date.parse(record.until) + graceMs < now;
      const quiet = quietFrom + graceMs + 2 * hour < now;
      if (there && over && quiet && !others && !stands)
        throw new Error(`C: ${name} outlives its end on ${requested.resourceKey}`);
      const holds = status === 'GRANTED' && record.wake !== 'end' && Date.parse(record.until ?? '') > now;
      if (holds && !there && !outside.taken.has(key))
        throw new Error(`D: ${name} should hold ${requested.resourceKey}`);
    }
  }
};

/** Before its end a grant ends only by someone's word, or because its execution is gone. */
const requireReasonToEnd = (record: RequestRecord, story: Story, name: string): void => {
  const { status, until, endedAt, endAskedAt, requestId } = record;
  if (status !== 'ENDED' || until === undefined || endedAt === undefined) return;
  const early = Date.parse(endedAt) < Date.parse(until) - 2 * second;
  const running = ['RUNNING', 'SUCCEEDED'].includes(story.execution(requestId).status);
  if (early && endAskedAt === undefined && running) throw new Error(`D: ${name} ended before its end`);
};

const requireDecision = (record: RequestRecord, name: string): void => {
  const approvals = Object.values(record.decisions).filter(({ verdict }) => verdict === 'approve');
  if (record.rule.endsWith(': auto')) return;
  if (approvals.length === 0) throw new Error(`A: ${name} was granted without a decision`);
  if (approvals.some(({ by }) => by.person === record.requester.person)) {
    throw new Error(`A: ${name} was approved by its requester`);
  }
};

/** Nothing is broken any more and everybody is gone: everything must come to its end by itself. */
const checkEnd = async (world: World): Promise<void> => {
  const { story, requests, lost, lives, outside } = world;
  putNamesBack(outside);
  story.aws.settings.staleMs = 0;
  story.aws.faults.clear();
  story.dynamodb.faults.clear();
  story.slack.faults.clear();
  lost.resumes = 0;
  for (const mode of modes) lives[mode].diesAt = 0;
  await story.clock.advanceBy(14 * hour);
  checkOutside(story, outside, await recordsOf(story, requests, world.closed));
  requireNothingLeft(world);
  for (const id of requests) {
    const record = await story.record(id);
    if (!isFinal(record.status)) throw new Error(`E: ${id} is ${record.status} at the end`);
    const head = { seq: record.auditSeq, hash: record.auditHash };
    const chain = verifyChain(await story.audit.entries(id), sha256, head);
    if (!chain.ok) throw new Error(`audit of ${id}: ${chain.problem}`);
    if (Object.keys(record.outbox).length > 0) throw new Error(`audit of ${id}: notes were left`);
  }
};

/** What stood stands, whatever is unclear, and nothing else is there. */
const requireNothingLeft = ({ story, outside }: World): void => {
  for (const { key, kind, target, principal } of outside.things) {
    const mayStay = outside.standing.has(key) || outside.unclear.has(key);
    if (!mayStay && story.aws.has(kind, target, principal))
      throw new Error(`C: still there at the end: ${key}`);
  }
};

/** Nobody waits for a decision longer than four hours, so that the end comes soon. */
const impatient = (catalog: Catalog): Catalog => {
  const projects = Object.entries(catalog.projects).map(([name, project]) => {
    const roles = project.roles.map(role =>
      role.approval.mode === 'auto'
        ? role
        : { ...role, approval: { ...role.approval, deadlineMs: 4 * hour } },
    );
    return [name, { ...project, roles }];
  });
  return { ...catalog, projects: Object.fromEntries(projects) };
};

const createWorld = async (random: Random): Promise<World> => {
  const lives = { grant: newLife(0, 'before'), revoke: newLife(0, 'before') };
  const slow: World['slow'] = { grant: { ...neverSlow }, revoke: { ...neverSlow } };
  const lost = { resumes: 0 };
  const wire = (machine: ExecutionClient): ExecutionClient => ({
    ...machine,
    resume: async token => {
      if (lost.resumes <= 0) return machine.resume(token);
      lost.resumes -= 1;
      throw new Error('connection reset');
    },
  });
  const catalog = impatient(await exampleCatalog());
  const story = await begin({
    catalog,
    random: random.next,
    faultsMayMiss: true,
    wire,
    arm: (name, deps, aws) =>
      name === 'grant' || name === 'revoke'
        ? aroundCalls(deps, aws, name, both(mortal(lives[name]), slowly(slow, name)))
        : deps,
    onInvoke: name => {
      if (name === 'grant' || name === 'revoke') lives[name].dead = false;
    },
  });
  return {
    story,
    random,
    choices: choicesOf(catalog),
    requests: [],
    closed: new Map(),
    lives,
    slow,
    lost,
    outside: createOutside(catalog),
    begun: new Set(),
    quietFrom: 0,
    log: [],
  };
};

/** A click while Slack or the ledger is down fails, and the person reads so. */
const tolerateInjected = (error: unknown): void => {
  const injected = error instanceof Error && ['SlackError', 'InternalServerError'].includes(error.name);
  if (!injected) throw error;
};

/** Steps in one world; a new one after that keeps memory and search short. */
const perWorld = 400;

/**
 * Drives the real state machine and handlers through `count` random steps and checks the invariants after each.
 * Throws with the seed and the last steps, so that it can be run again.
 */
export const runInterleavings = async (count: number, seed: number): Promise<void> => {
  for (let from = 0; from < count; from += perWorld) {
    const worldSeed = seed + from;
    const world = await createWorld(createRandom(worldSeed));
    try {
      for (let done = 0; done < Math.min(perWorld, count - from); done += 1) {
        const step = chooseStep(world.random);
        world.log.push(step.name);
        await step.run(world).catch(tolerateInjected);
        await world.story.clock.settle();
        await checkInvariants(world);
      }
      world.log.push('the end');
      await checkEnd(world);
    } catch (error) {
      const last = world.log.slice(-15).join(' · ');
      throw new Error(
        `seed ${worldSeed}, step ${world.log.length}: ${error instanceof Error ? error.message : String(error)}\n  after: ${last}`,
        { cause: error },
      );
    } finally {
      await world.story.close();
    }
  }
};
