import { CurfewError } from '../domain/errors.ts';
import type { RequestedTarget, RequestRecord, TargetProgress } from '../domain/record.ts';
import { second } from '../domain/time.ts';
import type { GrantContext, GrantKind } from '../grants/port.ts';
import type { Lease } from '../ledger/holdings.ts';
import type { Invocation, StepDeps } from './port.ts';

export type LeaseDeps = Pick<StepDeps, 'now' | 'newId' | 'requests' | 'holdings' | 'kinds' | 'log'>;

/** One target of a request, and the invocation that works on it. */
export type TargetWork = { record: RequestRecord; requested: RequestedTarget; invocation: Invocation };

/** The same while nobody else may change its resource key. */
export type LeasedTarget = {
  requested: RequestedTarget;
  kind: GrantKind;
  lease: Lease;
  ctx: GrantContext;
  /** AWS request ids of calls that the record does not have yet. */
  calls: string[];
  /** The holder's entry went, and the lease with it. */
  left?: boolean;
};

/** Reserved of the Lambda's time for the ledger writes that follow an AWS call. */
const marginMs = 5 * second;

/**
 * Works on one target under its lease and releases the lease whatever happens. Answers what `act` answers.
 * Throws `Busy` while someone else holds it, `InvalidConfig` for a kind this build does not know.
 */
export const underLease = async <T>(
  deps: LeaseDeps,
  work: TargetWork,
  act: (leased: LeasedTarget) => Promise<T>,
): Promise<T> => {
  const { record, requested } = work;
  const kind = kindOf(deps, record);
  const worker = `${record.requestId}/${deps.newId()}`;
  const lease = await deps.holdings.lease(requested.resourceKey, worker, deps.now());
  if (lease === undefined)
    throw new CurfewError('Busy', `${requested.resourceKey} is being changed right now.`);
  const calls: string[] = [];
  const ctx = contextOf(deps, work, lease, calls);
  const leased: LeasedTarget = { requested, kind, lease, ctx, calls };
  try {
    return await act(leased);
  } finally {
    await recordCalls(deps, record, leased);
    if (leased.left !== true) await release(deps, leased);
  }
};

const release = ({ holdings, log }: LeaseDeps, { lease, requested }: LeasedTarget): Promise<void> =>
  holdings.release(lease).catch(error => {
    log.warn('A lease was not released and will run out by itself.', {
      resourceKey: requested.resourceKey,
      error: String(error),
    });
  });

/** AWS request ids kept for one target; a revocation that fails for days makes many more. */
const keptCalls = 40;

/** What a write on the target's progress says of the calls so far; they count as recorded from then on. */
export const callsOf = (
  { progress }: RequestRecord,
  { requested: { resourceKey }, calls }: LeasedTarget,
): Pick<TargetProgress, 'awsRequestIds'> => {
  if (calls.length === 0) return {};
  const known = progress[resourceKey]?.awsRequestIds ?? [];
  const awsRequestIds = [...known, ...calls.filter(id => !known.includes(id))].slice(-keptCalls);
  progress[resourceKey] = { ...progress[resourceKey], awsRequestIds };
  calls.length = 0;
  return { awsRequestIds };
};

/** Also when the work failed or has to wait for AWS: its calls were made. */
const recordCalls = async (deps: LeaseDeps, record: RequestRecord, leased: LeasedTarget): Promise<void> => {
  if (leased.calls.length === 0) return;
  const { resourceKey } = leased.requested;
  await deps.requests.recordProgress(record.requestId, resourceKey, callsOf(record, leased)).catch(error => {
    deps.log.warn('AWS request ids are missing from the record.', { resourceKey, error: String(error) });
  });
};

/** Throws `InvalidConfig` for a kind this build does not know. */
export const kindOf = (deps: Pick<StepDeps, 'kinds'>, record: RequestRecord): GrantKind => {
  const kind = deps.kinds[record.kind];
  if (kind === undefined) throw new CurfewError('InvalidConfig', `This build has no kind "${record.kind}".`);
  return kind;
};

/** Where a request's targets have to wait for AWS. */
export const queuesOf = (kind: Pick<GrantKind, 'queue'>, { targets }: RequestRecord): string[] => [
  ...new Set(targets.map(({ target }) => kind.queue(target))),
];

const contextOf = (
  deps: LeaseDeps,
  { record, requested, invocation }: TargetWork,
  lease: Lease,
  calls: string[],
): GrantContext => {
  const ctx: GrantContext = {
    requestId: record.requestId,
    now: deps.now,
    durationMs: record.durationMs,
    remainingMs: () => Math.min(invocation.remainingMs() - marginMs, lease.until - deps.now()),
    pending: lease.holding.pending,
    async setPending(pending) {
      if (!(await deps.holdings.setPending(lease, pending))) throw lostLease(requested);
      ctx.pending = pending;
    },
    noted: record.progress[requested.resourceKey]?.receipt,
    async note(more) {
      const receipt = { ...ctx.noted, ...more };
      await deps.requests.recordProgress(record.requestId, requested.resourceKey, { receipt });
      ctx.noted = receipt;
    },
    called: id => {
      calls.push(id);
    },
  };
  return ctx;
};

/** The `Busy` failure of a worker whose lease ran out and was taken by another. */
export const lostLease = (requested: RequestedTarget): CurfewError =>
  new CurfewError('Busy', `The lease on ${requested.resourceKey} was lost to another worker.`);
