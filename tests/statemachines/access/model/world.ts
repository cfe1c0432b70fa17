import type { ErrorName } from '../../../../functions/domain/errors.ts';
import { CurfewError, errorNames } from '../../../../functions/domain/errors.ts';
import { type Iso, minute, second, toIso, toMs } from '../../../../functions/domain/time.ts';
import { serviceError } from '../../../../local/states/errors.ts';

/**
 * What goes wrong with a call: an error, or no answer at all where there is none; before its work, in the middle
 * of it (access is there, the record does not say so), or after all of it.
 */
export type Fault = { error?: string; when?: 'before' | 'midway' | 'after' };
/** `call` counts from 1 within the scenario; `now` is milliseconds since its start. */
export type Plan = (call: number, now: number) => Fault | undefined;

export type RequestItem = {
  status: string;
  asks: Iso[];
  until?: Iso | undefined;
  warnAt?: Iso | undefined;
  wake?: string | undefined;
  holdToken?: string | undefined;
  askToken?: string | undefined;
};

export type World = {
  item: RequestItem;
  /** When access began and ended in AWS; `until` open: it is there. */
  access: { from: number; to?: number }[];
  notified: string[];
  calls: Record<string, number>;
  /** How often the arbiter refused. */
  notYet: number;
  extendBy: number;
  /** Warned of an end that was further off than the warning says: by how many ms, each time. */
  warnedEarly: number[];
};

const durationMs = 60 * minute;
const warnBefore = 15 * minute;

export const newWorld = (startedAt: number): World => ({
  item: { status: 'NEW', asks: [toIso(startedAt + 30 * minute), toIso(startedAt + 60 * minute)] },
  access: [],
  notified: [],
  calls: {},
  notYet: 0,
  extendBy: 30 * minute,
  warnedEarly: [],
});

export const hasAccess = (world: World): boolean => world.access.some(each => each.to === undefined);

const give = (world: World, now: number) => {
  if (!hasAccess(world)) world.access.push({ from: now });
};

export const takeAway = (world: World, now: number, status = 'ENDED'): void => {
  for (const each of world.access) each.to ??= now;
  world.item.status = status;
  delete world.item.wake;
  delete world.item.holdToken;
};

const isErrorName = (name: string): name is ErrorName => errorNames.some(known => known === name);

export const raise = (name: string): never => {
  if (isErrorName(name)) throw new CurfewError(name, `planned: ${name}`);
  if (name.startsWith('Lambda.')) throw serviceError(name, 'planned');
  throw Object.assign(new Error('planned'), { name });
};

const endAt = (world: World, until: number): { until: Iso; warnAt: Iso } => {
  const { item } = world;
  item.until = toIso(until);
  item.warnAt = toIso(until - warnBefore);
  return { until: item.until, warnAt: item.warnAt };
};

const ends = ({ item }: World) => {
  if (item.until === undefined || item.warnAt === undefined) throw new Error('GRANTED without an end');
  return { until: item.until, warnAt: item.warnAt };
};

/** Grant: begins once, answers the same again once it is active. */
export const grant = (world: World, now: number): unknown => {
  const { item } = world;
  if (item.status === 'GRANTED') return ends(world);
  if (item.status !== 'APPROVED' && item.status !== 'GRANTING') return raise('Superseded');
  item.status = 'GRANTING';
  give(world, now);
  return 'given';
};

export const land = (world: World, now: number) => {
  if (world.item.status === 'GRANTED') return ends(world);
  world.item.status = 'GRANTED';
  return endAt(world, now + durationMs);
};

/** Refuses, before anything is touched, what the ledger would not take. */
export const mayExtend = (world: World, now: number): void => {
  if (world.item.status !== 'GRANTED') raise('Superseded');
  if (world.item.wake === 'extend' && toMs(ends(world).until) <= now) raise('Refused');
};

/** Answers what stands where an earlier attempt got through, or an end was asked for meanwhile. */
export const extend = (world: World) => {
  if (world.item.wake !== 'extend') return ends(world);
  delete world.item.wake;
  return endAt(world, toMs(ends(world).until) + world.extendBy);
};

/** The arbiter, as the ledger's conditions have it. */
export const mayRevoke = ({ item }: World, because: unknown, now: number): boolean => {
  if (item.status === 'APPROVED') return because === 'grant-failed';
  if (item.status !== 'GRANTED') return true;
  return item.wake === 'end' || toMs(item.until ?? toIso(0)) <= now + 2 * second;
};

export const notify = (world: World, state: string, now: number): void => {
  const { status, warnAt } = world.item;
  world.notified.push(state);
  if (state !== 'Notify ending' || status !== 'GRANTED' || warnAt === undefined) return;
  if (now < toMs(warnAt)) world.warnedEarly.push(toMs(warnAt) - now);
};
