import { CurfewError } from '../domain/errors.ts';
import type { RequestedTarget, RequestRecord } from '../domain/record.ts';
import { isFinal } from '../domain/status.ts';
import { toIso } from '../domain/time.ts';
import type { Holding } from '../ledger/holding.ts';
import { othersHold } from '../ledger/holdings.ts';
import { callsOf, type LeaseDeps, type LeasedTarget, lostLease, underLease } from './leased-target.ts';
import { isGiven, restoreHolders } from './lost-holder.ts';
import type { Invocation } from './port.ts';

export type RevokeTargetDeps = LeaseDeps;

/**
 * Takes one target back: removes access and sees it gone, or leaves it where others hold it or it is pre-existing.
 * Nothing to do is success. Throws `StillRevoking` while access still shows, `Busy` when the lease is taken or lost,
 * `LedgerConflict` for access that nobody explains, `UnknownRequest` for an item that is gone, and what the kind throws.
 */
export const revokeTarget = async (
  deps: RevokeTargetDeps,
  record: RequestRecord,
  requested: RequestedTarget,
  invocation: Invocation,
): Promise<void> => {
  const before = await deps.holdings.get(requested.resourceKey);
  if (!isOurs(before, record.requestId) && !isWorkedOn(before) && !mayBeLost(record, requested)) return;
  await underLease(deps, { record, requested, invocation }, async leased => {
    const ours = isOurs(leased.lease.holding, record.requestId);
    const current = ours && record.grantedAt !== undefined ? record : await readAgain(deps, record);
    if (ours || (await findHolder(deps, current, leased))) await leave(deps, current, leased);
  });
};

/** Before we had the lease a Grant, or another Revoke, may have done more than the record that we began with says. */
const readAgain = async (
  { requests }: RevokeTargetDeps,
  { requestId }: RequestRecord,
): Promise<RequestRecord> => {
  const current = await requests.get(requestId);
  if (current === undefined) throw new CurfewError('UnknownRequest', `${requestId} is not there any more.`);
  return current;
};

/** Whoever has the lease may be our own Grant, about to put its entry in: only the lease itself keeps it from that. */
const isWorkedOn = (holding: Holding | undefined): boolean => holding?.leaseBy !== undefined;

/** A Grant that refused before its holder entry leaves nothing to revoke: pre-existing access is never removed. */
const isOurs = (holding: Holding | undefined, requestId: string): boolean =>
  holding !== undefined && Object.hasOwn(holding.holders, requestId);

/** Without a holder's entry: does the record say that access was given, or that it should say so? */
const mayBeLost = (record: RequestRecord, { resourceKey }: RequestedTarget): boolean => {
  const { removed, kept } = record.progress[resourceKey] ?? {};
  if (removed !== undefined || kept !== undefined) return false;
  return isGiven(record, resourceKey) || record.grantedAt !== undefined;
};

/**
 * Our holder's entry is not there. Where the record says that access was given, record and chain agree, and the entry
 * is put back. Where it does not, access that stands is explained by nobody. Answers whether there is something to do.
 */
const findHolder = async (
  deps: RevokeTargetDeps,
  record: RequestRecord,
  leased: LeasedTarget,
): Promise<boolean> => {
  const { requested, kind, ctx } = leased;
  const { requestId } = record;
  if (!mayBeLost(record, requested)) return false;
  if (isGiven(record, requested.resourceKey)) {
    await deps.requests.recordProgress(requestId, requested.resourceKey, { holderLost: toIso(deps.now()) });
    await restoreHolders(deps, record, leased);
    return true;
  }
  const held = await kind.holds(ctx, requested.target, requested.principal);
  if (held === 'no' || Object.keys(leased.lease.holding.holders).length > 0) return false;
  throw new CurfewError(
    'LedgerConflict',
    `${requested.resourceKey} shows access that neither a holder nor the record of ${requestId} explains.`,
  );
};

/** Others hold it: ours goes and access stays. It stood before: the same. Otherwise it is removed and seen gone. */
const leave = async (deps: RevokeTargetDeps, record: RequestRecord, leased: LeasedTarget): Promise<void> => {
  const { requested, lease } = leased;
  const { resourceKey } = requested;
  const { requestId } = record;
  const holders = await liveHolders(deps, lease.holding, requestId);
  if (othersHold({ ...lease.holding, holders }, requestId, deps.now())) {
    await deps.requests.recordProgress(requestId, resourceKey, { kept: 'held-by-others' });
    if (!(await deps.holdings.removeHolder(lease, requestId))) throw lostLease(requested);
    leased.left = true;
  } else if (stoodBefore(record, leased)) {
    await deps.requests.recordProgress(requestId, resourceKey, { kept: 'preexisting' });
    await removeLastHolder(deps, record, leased, false);
  } else if (!mayBeGiven(record, leased)) {
    await removeLastHolder(deps, record, leased, false);
  } else {
    await keepEvidence(deps, record, leased);
    await remove(record, leased);
    const removed = { removed: toIso(deps.now()), ...callsOf(record, leased) };
    await deps.requests.recordProgress(requestId, resourceKey, removed);
    await removeLastHolder(deps, record, leased, true);
  }
};

/** A kind notes what it is about, or that an operation is pending, before it changes anything. Others may have left it. */
const mayBeGiven = ({ progress, grantedAt }: RequestRecord, { requested, lease }: LeasedTarget): boolean =>
  grantedAt !== undefined ||
  progress[requested.resourceKey]?.receipt !== undefined ||
  lease.holding.pending !== undefined ||
  lease.holding.inherited === true;

/**
 * A pending operation goes when a later one ends or fails, and with it all that says that a grant without a receipt may have
 * given something. So that is kept in the record first.
 */
const keepEvidence = async (
  { requests }: RevokeTargetDeps,
  { requestId, grantedAt, progress }: RequestRecord,
  { requested: { resourceKey } }: LeasedTarget,
): Promise<void> => {
  if (grantedAt !== undefined || progress[resourceKey]?.receipt !== undefined) return;
  await requests.recordProgress(requestId, resourceKey, { receipt: {} });
};

/** Both must say so: what we gave by our own record did not stand before, whatever an older holding says. */
const stoodBefore = ({ progress }: RequestRecord, { requested, lease }: LeasedTarget): boolean =>
  lease.holding.preexisting === true && progress[requested.resourceKey]?.preexisting !== false;

/** An entry whose request has ended does not hold; one whose request is not there does, until somebody has looked. */
const liveHolders = async (
  { requests }: RevokeTargetDeps,
  { holders }: Holding,
  requestId: string,
): Promise<Holding['holders']> => {
  const others = Object.entries(holders).filter(([id]) => id !== requestId);
  const found = await Promise.all(
    others.map(async ([id, holder]) => {
      const other = await requests.get(id);
      return other === undefined || !isFinal(other.status) ? [[id, holder] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
};

const remove = async (record: RequestRecord, leased: LeasedTarget): Promise<void> => {
  const { requested, kind, ctx } = leased;
  const { target, principal, resourceKey } = requested;
  const receipt = record.progress[resourceKey]?.receipt;
  await kind.revoke(ctx, target, principal, receipt);
  const held = await kind.holds(ctx, target, principal, receipt);
  if (held !== 'no')
    throw new CurfewError('StillRevoking', `${requested.resourceKey} still shows the access.`);
};

const removeLastHolder = async (
  deps: RevokeTargetDeps,
  record: RequestRecord,
  leased: LeasedTarget,
  removed: boolean,
) => {
  const { lease, requested } = leased;
  if (!(await deps.holdings.removeLastHolder(lease, record.requestId, removed, deps.now())))
    throw lostLease(requested);
  leased.left = true;
};
