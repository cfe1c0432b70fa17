import { classOf, type DueClass, dueClasses, dueOn, readDue } from '../../functions/domain/due.ts';
import type { RequestRecord } from '../../functions/domain/record.ts';
import { isFinal } from '../../functions/domain/status.ts';
import { minute, toIso } from '../../functions/domain/time.ts';
import type { Move } from '../../functions/domain/transitions.ts';
import type { Holding } from '../../functions/ledger/holding.ts';
import type { Holdings, Lease } from '../../functions/ledger/holdings.ts';
import type { Requests } from '../../functions/ledger/requests.ts';
import type { SweepLease } from '../../functions/ledger/sweep-lease.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** What a call to DynamoDB takes, ms. */
const callMs = 8;
/** Keys in a page of the index; records in one BatchGetItem. */
const pageKeys = 7_000;
const batch = 100;

export type MemoryLedger = {
  records: Map<string, RequestRecord>;
  requests: Requests;
  holdings: Holdings;
  sweepLease: SweepLease;
  calls: () => number;
};

/** Anything that a sweep is not expected to call. */
const unexpected = <T extends object>(known: Partial<T>): T =>
  new Proxy(known as T, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name) as unknown;
      throw new Error(`The sweeper is not expected to call ${String(name)}.`);
    },
  });

/** The ledger as the sweeper sees it, in memory: each call takes its time, and conditions hold as in the tables. */
export const createMemoryLedger = (time: VirtualTime): MemoryLedger => {
  const records = new Map<string, RequestRecord>();
  const held = new Map<string, Holding>();
  let calls = 0;
  const call = async (times = 1): Promise<void> => {
    calls += times;
    await time.sleep(times * callMs);
  };
  const change = async (id: string, fields: Partial<RequestRecord>): Promise<RequestRecord | undefined> => {
    await call();
    const record = records.get(id);
    if (record === undefined) return undefined;
    const after = { ...record, ...fields, rev: record.rev + 1 };
    records.set(id, after);
    return after;
  };
  const move = async ({ requestId, from, to, due }: Move, fields: Partial<RequestRecord> = {}) => {
    const record = records.get(requestId);
    if (record === undefined || !from.includes(record.status)) return call().then(() => undefined);
    return change(requestId, { ...fields, due, ...(to !== undefined && { status: to }) });
  };
  const look = async (id: string, status: RequestRecord['status'], at: string): Promise<void> => {
    if (records.get(id)?.status === status) await change(id, { due: dueOn(classOf(status), at as never) });
    else await call();
  };

  const requests = unexpected<Requests>({
    async get(id) {
      await call();
      return records.get(id);
    },
    async getMany(ids) {
      await call(Math.ceil(ids.length / batch));
      return ids.flatMap(id => records.get(id) ?? []);
    },
    async due(now) {
      const limit = `${toIso(now)}/9`;
      const found = [...records.values()].filter(({ due }) => due !== undefined && due <= limit);
      await call(8 + Math.floor(found.length / pageKeys));
      const byClass = Object.fromEntries(dueClasses.map(name => [name, [] as string[]]));
      for (const { requestId, due = '' } of found) byClass[readDue(due).name]?.push(requestId);
      return byClass as Record<DueClass, string[]>;
    },
    markDue: look,
    putOff: look,
    forceRevoke: moved => move(moved),
    ended: (moved, { at }) => move(moved, { endedAt: at }),
    stuck: moved => move(moved),
    async recordProgress(id, key, entry) {
      const progress = records.get(id)?.progress ?? {};
      await change(id, { progress: { ...progress, [key]: { ...progress[key], ...entry } } });
    },
    async problem(id, lastProblem) {
      await change(id, { lastProblem });
    },
    async notified(id, key, address) {
      await change(id, { notified: { ...records.get(id)?.notified, [key]: address } });
    },
    async closed(id) {
      await call();
      const record = records.get(id);
      if (record === undefined || !isFinal(record.status)) return false;
      const { due: _, ...rest } = record;
      records.set(id, rest);
      return true;
    },
  });

  const holdings = unexpected<Holdings>({
    async get(resourceKey) {
      await call();
      return held.get(resourceKey) ?? holdingOf(records, resourceKey);
    },
    async lease(resourceKey, worker, now) {
      await call();
      const holding = held.get(resourceKey) ?? holdingOf(records, resourceKey);
      return holding && { resourceKey, worker, until: now + 2.5 * minute, holding };
    },
    setPending: async (lease: Lease, pending) => {
      await call();
      const { pending: _, ...rest } = held.get(lease.resourceKey) ?? lease.holding;
      held.set(lease.resourceKey, pending === undefined ? rest : { ...rest, pending });
      return true;
    },
    release: () => call(),
    async removeLastHolder({ resourceKey }) {
      await call();
      held.set(resourceKey, { v: 1, resourceKey, holders: {} });
      return true;
    },
    async all() {
      await call(5);
      return [];
    },
  });

  const sweepLease: SweepLease = {
    take: async () => call().then(() => ({ jobs: {} })),
    renew: async () => call().then(() => true),
    ran: () => call(),
    release: () => call(),
  };
  return { records, requests, holdings, sweepLease, calls: () => calls };
};

/** Each resource key here is held by the one request that has it. */
const holdingOf = (records: Map<string, RequestRecord>, resourceKey: string): Holding | undefined => {
  const requestId = resourceKey.split('#').at(-1) ?? '';
  const record = records.get(requestId);
  const [requested] = record?.targets ?? [];
  if (record === undefined || requested === undefined) return undefined;
  const { target, principal } = requested;
  const holder = { kind: record.kind, principal, target, until: record.until ?? record.createdAt };
  return { v: 1, resourceKey, holders: { [requestId]: holder }, preexisting: false };
};
