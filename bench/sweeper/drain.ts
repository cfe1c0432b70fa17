import type { AccountRef, Catalog, Target } from '../../functions/domain/catalog.ts';
import { dueOn } from '../../functions/domain/due.ts';
import { type AskedFor, newRecord } from '../../functions/domain/new-record.ts';
import type { RequestRecord } from '../../functions/domain/record.ts';
import { isLive } from '../../functions/domain/status.ts';
import { hour, minute, second, toIso } from '../../functions/domain/time.ts';
import { createKinds } from '../../functions/grants/index.ts';
import type { Receipt } from '../../functions/grants/port.ts';
import { sweep } from '../../functions/steps/sweep/sweep.ts';
import type { SweepDeps } from '../../functions/steps/sweep/sweeping.ts';
import { type AwsWorld, createAwsWorld } from '../../local/aws/index.ts';
import { fakeKind } from '../../local/aws/kinds/index.ts';
import { createVirtualTime, type VirtualTime } from '../virtual-time.ts';
import { createMemoryLedger, type MemoryLedger } from './ledger.ts';

export type DrainOptions = {
  catalog: Catalog;
  kind: string;
  target: Target;
  live: number;
  untold: number;
  stuck: number;
};

export type Drained = {
  sweeps: number;
  /** From the first sweep's start until nothing is live, ms. */
  drainedMs: number;
  /** Requests moved, or people notified, before the last live one was revoked. */
  othersBefore: number;
};

/** What calls take, ms: to AWS, and to Slack. */
const awsMs = 90;
const slackMs = 250;
const sweepMs = 890 * second;
const everyMs = minute;

const slowly = <Api extends object>(api: Api, time: VirtualTime): Api =>
  new Proxy(api, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        await time.sleep(awsMs);
        return Reflect.apply(method, target, args) as unknown;
      };
    },
  });

/** Requests that nothing moves any more: aborted while live, ended and not notified, or stuck. */
const put = (ledger: MemoryLedger, options: DrainOptions, now: number): void => {
  const { kind, target } = options;
  const ago = (ms: number) => toIso(now - ms);
  const add = (id: string, change: Partial<RequestRecord>, at: string): void => {
    const asked: AskedFor = {
      createdAt: ago(6 * hour),
      source: 'shortcut',
      requester: { person: 'alice', teamId: 'T0EXAMPLE', userId: 'U0ALICE' },
      project: 'payments',
      role: 'DatabaseAdmin',
      kind,
      risk: 'low',
      production: false,
      channel: 'C0PAYMENTS',
      targets: [{ target, principal: id, resourceKey: `${kind}#${id}` }],
      durationMs: hour,
      maxTotalMs: hour,
      startAt: ago(6 * hour),
      justification: 'because',
      catalogHash: 'hash',
      rule: 'a rule',
      firstRequest: false,
    };
    const record = { ...newRecord(id, asked, now - 6 * hour), outbox: {}, ...change };
    const name = change.status === 'STUCK' ? 'stuck' : change.status === 'ENDED' ? 'untold' : 'live';
    ledger.records.set(id, { ...record, due: dueOn(name, at as never) });
  };
  const ended = { grantedAt: ago(5 * hour), until: ago(4 * hour) };
  for (let index = 0; index < options.untold; index += 1)
    add(`untold-${index}`, { ...ended, status: 'ENDED', endedAt: ago(4 * hour) }, ago(4 * hour));
  for (let index = 0; index < options.stuck; index += 1)
    add(`stuck-${index}`, { ...ended, status: 'STUCK' }, ago(4 * hour));
  for (let index = 0; index < options.live; index += 1) {
    const overMs = (index % 60) * second;
    const change = { status: 'GRANTED', stopped: ago(0), grantedAt: ago(hour), until: ago(overMs) } as const;
    add(`live-${index}`, change, ago(0));
  }
};

/** Everybody has what their record says, with the kind's own receipt of it. */
const giveAll = async (
  aws: AwsWorld,
  ledger: MemoryLedger,
  { kind, target }: DrainOptions,
  time: VirtualTime,
) => {
  const granter = createKinds(aws.apis('grant'))[kind];
  for (const record of ledger.records.values()) {
    if (!isLive(record.status) || granter === undefined) continue;
    const principal = record.requestId;
    aws.addUser(target.account.id, principal);
    aws.addDirectoryUser(principal, principal);
    let receipt: Receipt = {};
    const ctx = {
      requestId: principal,
      now: time.now,
      durationMs: hour,
      noted: undefined,
      remainingMs: () => hour,
      pending: undefined,
      setPending: () => Promise.resolve(),
      async note(noted: Receipt) {
        receipt = noted;
      },
      called: () => undefined,
    };
    receipt = await granter.grant(ctx, target, principal, toIso(time.now()));
    record.progress = { [`${kind}#${principal}`]: { preexisting: false, receipt, seen: true } };
  }
};

/** Sweep after sweep, a minute apart, until nothing is live that can be revoked. */
export const drain = async (options: DrainOptions): Promise<Drained> => {
  const { catalog, kind, target } = options;
  const time = createVirtualTime(Date.UTC(2026, 0, 12, 9));
  const aws = createAwsWorld({
    now: time.now,
    homeAccountId: target.account.id,
    settings: { assignmentMs: 0 },
  });
  aws.addAccount(target.account as AccountRef);
  fakeKind(kind).seed(aws, target);
  const ledger = createMemoryLedger(time);
  put(ledger, options, time.now() + hour);
  await giveAll(aws, ledger, options, time);
  await Promise.all([time.sleep(hour), time.run()]);

  const begunAt = time.now();
  let lastRevokedAt = begunAt;
  let others = 0;
  let othersBefore = 0;
  const apis = aws.apis('revoke');
  const kinds = createKinds({
    iam: (account, calling) => slowly(apis.iam(account, calling), time),
    ssoAdmin: (account, calling) => slowly(apis.ssoAdmin(account, calling), time),
    identityStore: (account, calling) => slowly(apis.identityStore(account, calling), time),
  });
  const quietly = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const ended: typeof ledger.requests.ended = async (move, how) => {
    const after = await ledger.requests.ended(move, how);
    if (move.requestId.startsWith('live-')) [lastRevokedAt, othersBefore] = [time.now(), others];
    return after;
  };
  const post = async () => {
    await time.sleep(slackMs);
    others += 1;
    return { channel: 'C0', ts: String(others) };
  };
  const deps = {
    now: time.now,
    newId: () => 'sweep',
    requests: new Proxy(ledger.requests, {
      get: (requests, name) => (name === 'ended' ? ended : (Reflect.get(requests, name) as unknown)),
    }),
    holdings: ledger.holdings,
    queues: { revocationWaits: () => Promise.resolve(), revocationsWait: () => Promise.resolve(false) },
    audit: { flush: () => Promise.resolve(), requireCurrent: () => time.sleep(8) },
    catalog: { load: () => Promise.resolve(catalog) },
    executions: { state: () => time.sleep(50).then(() => 'gone') },
    sweepLease: ledger.sweepLease,
    slack: { post, update: () => time.sleep(slackMs) },
    kinds,
    measure: () => undefined,
    log: quietly,
  } as unknown as SweepDeps;

  const isLeft = () =>
    [...ledger.records.values()].some(
      ({ requestId, status }) => requestId.startsWith('live-') && isLive(status),
    );
  let sweeps = 0;
  const all = (async () => {
    for (; isLeft(); sweeps += 1) {
      const startedAt = time.now();
      await sweep(deps, { remainingMs: () => sweepMs - (time.now() - startedAt) });
      await time.sleep(everyMs - ((time.now() - begunAt) % everyMs));
    }
  })();
  await time.run();
  await all;
  const standing = aws.entries().filter(({ who }) => who.startsWith('live-'));
  if (standing.length > 0) throw new Error(`${standing.length} of them still have access.`);
  return { sweeps, drainedMs: lastRevokedAt - begunAt, othersBefore };
};
