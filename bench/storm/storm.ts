import { readFileSync } from 'node:fs';
import type { Calling } from '../../functions/aws/call.ts';
import { type Patience, patiently } from '../../functions/aws/patience.ts';
import type { AccountRef, Target } from '../../functions/domain/catalog.ts';
import { CurfewError, isCurfewError } from '../../functions/domain/errors.ts';
import { hour, minute, second, toIso } from '../../functions/domain/time.ts';
import { createKinds } from '../../functions/grants/index.ts';
import type { AwsApis, GrantContext, GrantKind, Pending, Receipt } from '../../functions/grants/port.ts';
import { createAwsWorld } from '../../local/aws/index.ts';
import { fakeKind } from '../../local/aws/kinds/index.ts';
import { parseDefinition, taskOf } from '../../tooling/asl/definition.ts';
import { createVirtualTime, type VirtualTime } from '../virtual-time.ts';
import { createLimit, type Limit, type Quota } from './quota.ts';

export type StormOptions = {
  kind: string;
  target: Target;
  /** Grants that end in the same minute. */
  grants: number;
  quota: Quota;
  /** How long AWS works on one operation of its own, ms; ten at once. */
  operationMs: readonly [least: number, most: number];
  seed: number;
};

/** `lastMs`: from the first end to the moment the last was seen gone. `operationsMs`: of all operations together. */
export type Storm = {
  lastMs: number;
  calls: number;
  attempts: number;
  mostAttempts: number;
  /** Given up, though AWS only asked to wait. */
  stuck: number;
  operationsMs: number;
};

const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
};

const between = ([least, most]: readonly [number, number], random: () => number): number =>
  least + random() * (most - least);

/** How the machine tries again, from its own file. */
const retriers =
  taskOf(parseDefinition(readFileSync('statemachines/access.asl.json', 'utf8')), 'Revoke').Retry ?? [];

type Work = { kind: GrantKind; target: Target; principal: string; receipt: Receipt | undefined };

/** One target of a request, as the Revoke step works on it: what is pending lasts from one attempt to the next. */
const workMs = 115 * second;

/** A context that lasts from attempt to attempt, so that what is pending does too. */
type Attempt = GrantContext & { attempt: number; begin(): void };

const contextOf = (time: VirtualTime, note: (receipt: Receipt) => void): Attempt => {
  let begunAt = time.now();
  const ctx: Attempt = {
    attempt: 0,
    begin: () => {
      ctx.attempt += 1;
      begunAt = time.now();
    },
    requestId: 'storm',
    now: time.now,
    durationMs: hour,
    noted: undefined,
    remainingMs: () => workMs - (time.now() - begunAt),
    pending: undefined,
    setPending: (pending: Pending | undefined) => {
      ctx.pending = pending;
      return Promise.resolve();
    },
    note: receipt => Promise.resolve(note(receipt)),
    called: () => undefined,
  };
  return ctx;
};

const pauseMs = (index: number, used: number, random: () => number): number => {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = 60 } = retriers[index] ?? {};
  return random() * Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** used) * second;
};

/** Attempt after attempt, as the machine makes them. Answers how many; negative: given up. */
const revoke = async (
  { kind, target, principal, receipt }: Work,
  time: VirtualTime,
  random: () => number,
) => {
  const used = retriers.map(() => 0);
  const ctx = contextOf(time, () => undefined);
  for (let attempts = 1; ; attempts += 1) {
    ctx.begin();
    try {
      await kind.revoke(ctx, target, principal, receipt);
      if ((await kind.holds(ctx, target, principal, receipt)) === 'no') return attempts;
      throw new CurfewError('StillRevoking', 'it still shows');
    } catch (error) {
      if (!isCurfewError(error)) throw error;
      const index = retriers.findIndex(({ ErrorEquals }) => ErrorEquals.includes(error.name));
      const before = used[index] ?? Number.POSITIVE_INFINITY;
      if (before >= (retriers[index]?.MaxAttempts ?? 0)) return -attempts;
      used[index] = before + 1;
      await time.sleep(pauseMs(index, before, random));
    }
  }
};

/** Every method as the adapters send it: again, while AWS asks for patience. */
const patient = <Api extends object>(api: Api, patience: Patience, answered: () => void): Api =>
  new Proxy(api, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) =>
        patiently(async () => {
          const answer: unknown = await Reflect.apply(method, target, args);
          answered();
          return answer;
        }, patience);
    },
  });

/** Reserved of a worker's time for one call more. */
const callMs = 25 * second;

/** Each attempt begins with nothing done. */
const attemptOf = (calling: Calling): number => (calling as Attempt).attempt;
const isUnderWay = (underWay: WeakMap<Calling, number>, calling: Calling): boolean =>
  underWay.get(calling) === attemptOf(calling);

const limited = (apis: AwsApis, limit: Limit, time: VirtualTime, random: () => number): AwsApis => {
  const underWay = new WeakMap<Calling, number>();
  const within = <Api extends object>(api: Api, calling: Calling): Api => {
    const leftMs = () => (isUnderWay(underWay, calling) ? calling.remainingMs() - callMs : 0);
    return patient(limit.wrap(api), { sleep: time.sleep, random, leftMs }, () => {
      underWay.set(calling, attemptOf(calling));
    });
  };
  return {
    iam: (account, calling) => within(apis.iam(account, calling), calling),
    ssoAdmin: (account, calling) => within(apis.ssoAdmin(account, calling), calling),
    identityStore: (account, calling) => within(apis.identityStore(account, calling), calling),
  };
};

const kindIn = (apis: AwsApis, name: string): GrantKind => {
  const kind = createKinds(apis)[name];
  if (kind === undefined) throw new Error(`There is no kind ${name}.`);
  return kind;
};

/** Grants of one kind that all end within a minute, in virtual time: the shipped kind, against AWS's quotas. */
export const storm = async (options: StormOptions): Promise<Storm> => {
  const { target, grants, quota, operationMs } = options;
  const random = createRandom(options.seed);
  const time = createVirtualTime(Date.UTC(2026, 0, 12, 9));
  const settings = { assignmentMs: 0 };
  const world = createAwsWorld({ now: time.now, homeAccountId: target.account.id, settings });
  world.addAccount(target.account as AccountRef);
  fakeKind(options.kind).seed(world, target);
  const granter = kindIn(world.apis('grant'), options.kind);
  const work: Omit<Work, 'kind'>[] = [];
  for (let index = 0; index < grants; index += 1) {
    const principal = `person-${index}`;
    world.addUser(target.account.id, principal);
    world.addDirectoryUser(principal, principal);
    let receipt: Receipt | undefined;
    const ctx = contextOf(time, noted => {
      receipt = noted;
    });
    receipt = await granter.grant(ctx, target, principal, toIso(time.now() + hour));
    work.push({ target, principal, receipt });
  }
  // Long enough ago for what AWS says to be believed.
  await Promise.all([time.sleep(hour), time.run()]);

  let operationsMs = 0;
  Object.defineProperty(world.settings, 'assignmentMs', {
    get: () => {
      const ms = between(operationMs, random);
      operationsMs += ms;
      return ms;
    },
  });
  const limit = createLimit(quota, time, random);
  const revoker = kindIn(limited(world.apis('revoke'), limit, time, random), options.kind);
  const begunAt = time.now();
  let lastMs = 0;
  const all = work.map(async each => {
    await time.sleep(random() * minute);
    const attempts = await revoke({ ...each, kind: revoker }, time, random);
    lastMs = Math.max(lastMs, time.now() - begunAt);
    return attempts;
  });
  await time.run();
  const attempts = await Promise.all(all);
  return {
    lastMs,
    calls: limit.answered(),
    attempts: attempts.reduce((sum, each) => sum + Math.abs(each), 0),
    mostAttempts: Math.max(...attempts.map(Math.abs)),
    stuck: attempts.filter(each => each < 0).length,
    operationsMs,
  };
};
